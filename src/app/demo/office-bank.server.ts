/** The bank's statement of the last whole month, most of it matched: some charges and a cheque remain to be looked at. */
import type { BankWork, HeadBook } from '#domain/accounts/index.server.ts';
import { addDays, addMonths, monthOf } from '#platform/dates.ts';
import type { OfficeDesk } from './office.model.ts';

export async function keepBank(office: OfficeDesk): Promise<void> {
  const { desk, run, random, head } = office;
  const to = addDays(monthOf(desk.plan.endOn), -1);
  const from = addMonths(monthOf(desk.plan.endOn), -1);
  const headId = head('Gramin Bank, Aminabad');
  const body = { bodyKind: 'trust', bodyId: desk.administrator.orgId };
  const ask = async <T>(question: string, input: object): Promise<T> => {
    const answer = await desk.app.ask<T>(`accounts.${question}`, desk.administrator, { ...body, ...input });
    if (answer.kind !== 'answer') throw new Error(`The demo's bank: ${answer.code}`);
    return answer.value;
  };
  const book = await ask<HeadBook>('headBook', { headId, from, to, limit: 500 });
  let balancePaise = book.openingPaise;
  // the last cheque is still under way
  const waiting = book.lines.findLast((line) => line.mode === 'cheque');
  const shown = book.lines
    .filter((line) => line !== waiting)
    .map((line) => ({
      onDate: line.eventOn,
      description:
        `${(line.mode ?? 'transfer').toUpperCase()} ${line.reference ?? ''} ${line.payee ?? line.narration}`.replace(
          /\s+/g,
          ' ',
        ),
      reference: line.reference,
      amountPaise: line.debitPaise - line.creditPaise,
    }));
  const charge = { onDate: to, description: 'SMS CHARGES', reference: null, amountPaise: -1_770 };
  const lines = [...shown, charge].map((line) => ({ ...line, balancePaise: (balancePaise += line.amountPaise) }));
  await run('importBankLines', {
    statementId: random.id(to),
    headId,
    fileName: `statement-${to.slice(0, 7)}.csv`,
    lines,
  });
  const { proposals } = await ask<BankWork>('bankWork', { headId });
  const sure = proposals.filter((proposal) => proposal.score >= 40).slice(0, -2);
  const matches = sure.map(({ lineIds, entries }) => ({ matchId: random.id(to), lineIds, entries }));
  if (matches.length > 0) await run('matchBankLines', { headId, matches });
}
