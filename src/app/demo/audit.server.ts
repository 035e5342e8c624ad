/** The auditor's first days: three questions, a sample half looked at, slips to one group. */
import type { BatchCard, BookChoice, SampleCard } from '../audit/index.server.ts';
import { addDays, financialYear } from '#platform/dates.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { randomOf, type Random } from './random.server.ts';

type Audit = {
  readonly random: Random;
  readonly run: <T>(verb: string, input: object, who?: string) => Promise<T>;
  readonly ask: <T>(name: string, input: object) => Promise<T>;
  readonly today: string;
};

export async function beginAudit(desk: Desk, cast: Cast): Promise<void> {
  const auditor = actorAs(cast, 'auditor');
  const { today } = desk.plan;
  const audit: Audit = {
    random: randomOf(`${desk.plan.seed} audit`),
    run: (verb, input, who = 'auditor') => command(desk, actorAs(cast, who), [`audit.${verb}`, input]),
    ask: async <T>(name: string, input: object) => {
      const answer = await desk.app.ask<T>(`audit.${name}`, auditor, input);
      if (answer.kind !== 'answer') throw new Error(`The demo's auditor was answered ${answer.code}`);
      return answer.value;
    },
    today,
  };
  const sample = await drawVouchers(audit);
  await askQuestions(audit, sample);
  await sendSlips(audit, desk.plan.groups[0]!.groupId);
}

async function drawVouchers({ run, ask, random, today }: Audit): Promise<SampleCard> {
  const sampleId = random.id(today);
  const office = (await ask<BookChoice[]>('books', {})).find((book) => book.bodyKind === 'trust');
  const year = financialYear(addDays(financialYear(today).from, -1));
  await run('draw', {
    ...{ sampleId, title: 'Vouchers of last year', population: 'vouchers', bookId: office?.bookId ?? null },
    ...{ from: year.from, to: year.to, method: 'value', wanted: 12, seed: '41625 33614 26154 36251' },
  });
  const sample = await ask<SampleCard>('sample', { sampleId });
  const tick = (line: number, mark: string, note: string | null) =>
    run('tick', { sampleId, line, mark, differsPaise: mark === 'differs' ? 25_000 : null, note });
  // payments first; on some days of the year a sample by value holds few
  const paid = paidOf(sample);
  const [odd, ...others] = [...paid, ...sample.list.filter((item) => !paid.includes(item))];
  for (const { line } of others.slice(0, 3)) await tick(line, 'seen', null);
  if (odd) await tick(odd.line, 'differs', 'The bill is Rs 250 lower than the voucher');
  return sample;
}

/** Payments: what bills are asked for. */
const paidOf = (sample: SampleCard) => sample.list.filter((item) => item.label?.startsWith('P/'));

async function askQuestions({ run, random, today }: Audit, sample: SampleCard): Promise<void> {
  const ask = async (at: number, words: string, to: object): Promise<string> => {
    const paid = paidOf(sample);
    const item = paid[at % paid.length] ?? sample.list[0]!;
    const queryId = random.id(today);
    const about = { kind: 'journal', bookId: item.bookId, seq: item.seq };
    await run('ask', { queryId, about, to, dueOn: addDays(today, 5 + at * 3), words });
    return queryId;
  };
  const accountant = { role: 'accountant' };
  const answer = (queryId: string, words: string) => run('answer', { queryId, words, fileId: null }, 'accountant');
  const closed = await ask(1, 'Which bill stands behind this voucher?', accountant);
  await answer(closed, 'Bill 318 of 4 May, in the file of the training hall, page 27.');
  await run('close', { queryId: closed, words: 'Bill seen, amount agrees.' });
  const again = await ask(0, 'The bill is Rs 250 lower than the voucher. Where did the rest go?', accountant);
  await answer(again, 'Carriage was paid with it; the receipt of the rickshaw is missing.');
  await run('followUp', {
    queryId: again,
    words: 'Who may approve carriage without a receipt? Please send the resolution.',
    dueOn: addDays(today, 7),
  });
  await ask(2, 'Please show the resolution of the trustees for this payment.', { role: 'administrator' });
}

async function sendSlips({ run, ask, random, today }: Audit, groupId: string): Promise<void> {
  const batchId = random.id(today);
  await run('confirm', { batchId, asOf: today, of: { groupId } });
  const { slips } = await ask<BatchCard>('confirmation', { batchId });
  const reply = (line: number, result: string, told: { savingsPaise: number; loanPaise: number } | null = null) =>
    run('reply', { batchId, line, result, savingsPaise: null, loanPaise: null, note: null, ...told });
  for (const { line } of slips.slice(0, 4)) await reply(line, 'agreed');
  const [, , , , fifth, sixth] = slips;
  if (fifth)
    await reply(fifth.line, 'differs', { savingsPaise: fifth.savingsPaise + 10_000, loanPaise: fifth.loanPaise });
  if (sixth) await reply(sixth.line, 'not_reached');
}
