import { beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { makeOffice, move, type Office } from '#test/office.ts';
import { must } from '#test/village.ts';
import { exportTable } from '../exports/index.server.ts';
import type {
  AuditJournal,
  BookChoice,
  DrawnAgain,
  ExceptionRow,
  Limits,
  QueryCard,
  QueryCounts,
  QueryRow,
  SampleCard,
} from './index.server.ts';

const today = dayInIndia(new Date());
let office: Office;
let bookId: string;
let rent: string, cash: string, repairs: string;
const pay = async (paise: number, on: string, more: object = {}, to = rent) =>
  (await must(office.voucher({ type: 'payment', on, lines: move(to, paise, cash), ...more }))).voucherId;
const ask = async <T>(name: string, input: object = {}, who: Actor = office.auditor): Promise<T> => {
  const answer = await office.app.ask<T>(`audit.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
const run = <T = unknown>(name: string, input: object, who: Actor = office.auditor) =>
  office.app.do<T>(`audit.${name}`, who, input);
const seqOf = async (voucherId: string): Promise<number> =>
  (await office.ask<{ seq: number }>('voucher', { voucherId })).seq;

beforeAll(async () => {
  office = await makeOffice();
  [rent, repairs, cash] = [office.head('Rent'), office.head('Repairs & Maintenance'), office.head('Cash')];
  await must(
    office.voucher({
      type: 'receipt',
      on: '2024-04-01',
      lines: move(cash, 90_00_000_00, office.head('Donations')),
    }),
  );
  bookId = (await ask<BookChoice[]>('books'))[0]!.bookId;
});

describe('a query', () => {
  const queryId = newId();
  let seq: number;
  beforeAll(async () => {
    seq = await seqOf(await pay(1_234_00, addDays(today, -3), { narration: 'Rent of May' }));
  });
  const words = 'Where is the bill of this rent?';
  const to = () => ({ userId: office.accountant.userId });
  const counts = (who: Actor) => ask<QueryCounts>('queryCounts', {}, who);

  test('is asked by the auditor about a journal that is there, of somebody who can answer, by a day to come', async () => {
    const about = { kind: 'journal', bookId, seq };
    const good = { queryId, about, to: to(), dueOn: addDays(today, 7), words };
    const bad = async (change: object, who?: Actor) => await run('ask', { ...good, queryId: newId(), ...change }, who);
    expect(await bad({ about: { ...about, seq: 999 } })).toMatchObject({ code: 'audit.about_unknown' });
    expect(await bad({ dueOn: addDays(today, -1) })).toMatchObject({ code: 'audit.due_in_the_past' });
    expect(await bad({ to: { role: 'member' } })).toMatchObject({ code: 'audit.nobody_to_answer' });
    expect(await bad({ to: { userId: office.stranger.userId } })).toMatchObject({ code: 'audit.nobody_to_answer' });
    expect(await bad({}, office.accountant)).toMatchObject({ code: 'door.not_allowed' });
    expect(await must(run('ask', good))).toEqual({ queryId, number: 1 });
    expect(await counts(office.accountant)).toEqual({ mine: 1, overdue: 0, open: 1, all: 1 });
    expect(await counts(office.auditor)).toMatchObject({ mine: 0, open: 1 });
  });

  test('stands on the journal’s page, for the auditor and whom it is addressed to; the stranger sees neither', async () => {
    const page = await ask<AuditJournal>('journal', { bookId, seq }, office.accountant);
    expect(page).toMatchObject({ voucher: { narration: 'Rent of May' }, queries: [{ number: 1, state: 'open' }] });
    expect(Object.values(page.parties).map((names) => names.en)).toEqual(expect.arrayContaining(['Rent']));
    expect(await ask('journal', { bookId, seq }, office.stranger)).toBeNull();
    expect(await ask('query', { queryId }, office.stranger)).toBeNull();
    expect(await counts(office.stranger)).toEqual({ mine: 0, overdue: 0, open: 0, all: 0 });
    expect(await run('answer', { queryId, words, fileId: null }, office.stranger)).toMatchObject({
      code: 'audit.query_unknown',
    });
  });

  test('is answered only by whom it is addressed to, with no picture of somebody else’s', async () => {
    const answer = { queryId, words: 'It came on paper; here it is.', fileId: null };
    expect(await run('answer', answer, office.admin)).toMatchObject({ code: 'audit.not_addressed' });
    expect(await run('answer', { ...answer, fileId: newId() }, office.accountant)).toMatchObject({
      code: 'audit.file_unknown',
    });
    expect(await must(run('answer', answer, office.accountant))).toMatchObject({ state: 'answered' });
    expect((await counts(office.auditor)).mine).toBe(1);
    expect((await counts(office.accountant)).mine).toBe(0);
  });

  test('is asked again, answered, closed, and then stays closed; every word is kept with its name', async () => {
    await must(run('followUp', { queryId, words: 'And who signed it?', dueOn: today }));
    expect(await ask<{ rows: QueryRow[] }>('queries', { list: 'mine' }, office.accountant)).toMatchObject({ total: 1 });
    await must(run('answer', { queryId, words: 'The treasurer.', fileId: null }, office.accountant));
    expect(await run('close', { queryId, words: 'Seen.' }, office.accountant)).toMatchObject({
      code: 'door.not_allowed',
    });
    await must(run('close', { queryId, words: 'Seen.' }));
    expect(await run('followUp', { queryId, words: 'Once more', dueOn: today })).toMatchObject({
      code: 'audit.query_closed',
    });
    const card = await ask<QueryCard>('query', { queryId });
    expect(card.events.map((event) => [event.kind, event.byName])).toEqual([
      ['asked', 'auditor'],
      ['answered', 'accountant'],
      ['followed_up', 'auditor'],
      ['answered', 'accountant'],
      ['closed', 'auditor'],
    ]);
    expect(card).toMatchObject({ state: 'closed', voucherLabel: null, seq, words });
  });

  test('of a role reaches whoever holds it; one about a voucher is found from its journal too', async () => {
    const voucherId = await pay(77_00, addDays(today, -2));
    const asked = {
      queryId: newId(),
      about: { kind: 'voucher', voucherId },
      to: { role: 'accountant' },
      dueOn: today,
      words,
    };
    await must(run('ask', asked));
    const about = { kind: 'journal', bookId, seq: await seqOf(voucherId) };
    const found = await ask<QueryRow[]>('queriesAbout', { about }, office.accountant);
    expect(found).toMatchObject([{ queryId: asked.queryId, toRole: 'accountant', aboutKind: 'voucher' }]);
    expect(found[0]!.voucherLabel).toMatch(/\d/);
  });
});

describe('a sample', () => {
  const period = { from: '2025-04-01', to: '2026-03-31' };
  const drawing = (change: object = {}) => ({
    ...{ sampleId: newId(), title: 'Payments of the year', population: 'vouchers', bookId, ...period },
    ...{ method: 'value', wanted: 10, seed: '4 1 6 2 5 3' },
    ...change,
  });
  const draw = async (change: object = {}): Promise<SampleCard> => {
    const input = drawing(change);
    await must(run('draw', input));
    return ask('sample', { sampleId: input.sampleId });
  };
  beforeAll(async () => {
    for (let n = 1; n <= 40; n += 1)
      await pay(n === 17 ? 5_00_000_00 : n * 1_111_00, addDays('2025-04-10', n * 3), { narration: `Bill ${n}` });
  });

  test('by value: the interval is total / wanted, and the one bill above it is certain', async () => {
    const sample = await draw();
    expect(sample.populationCount).toBe(40);
    expect(sample.intervalPaise).toBe(Math.floor(sample.populationPaise / 10));
    expect(sample.list.filter((item) => item.certain)).toMatchObject([
      { valuePaise: 5_00_000_00, voucherWords: 'Bill 17' },
    ]);
    const hits = sample.list.reduce((sum, item) => sum + item.hits, 0);
    expect([10, 11]).toContain(hits);
  });

  test('drawn again it is the same, also when the books have gone on; another seed draws others', async () => {
    const sample = await draw({ method: 'count', wanted: 8 });
    expect(sample.list).toHaveLength(8);
    await pay(9_999_00, '2025-06-01', { narration: 'Entered after the drawing' });
    const again = await ask<DrawnAgain>('drawnAgain', { sampleId: sample.sampleId });
    expect(again).toEqual({ samePopulation: true, sameItems: true, count: 40, hash: sample.populationHash });
    const other = await draw({ method: 'count', wanted: 8, seed: 'another' });
    expect(other.populationCount).toBe(41);
    expect(other.list.map((item) => item.voucherId)).not.toEqual(sample.list.map((item) => item.voucherId));
  });

  test('is a working paper: ticks are kept, the last one counts; what differs says how', async () => {
    const { sampleId, list } = await draw();
    const tick = (mark: string, more: object = {}) => ({
      sampleId,
      line: 1,
      mark,
      differsPaise: null,
      note: null,
      ...more,
    });
    expect(await run('tick', tick('differs'))).toMatchObject({ code: 'audit.say_how' });
    expect(await run('tick', { ...tick('seen'), line: list.length + 1 })).toMatchObject({ code: 'audit.line_unknown' });
    await must(run('tick', tick('seen')));
    await must(run('tick', tick('differs', { differsPaise: -50_00, note: 'Bill says 50 more' })));
    const after = await ask<SampleCard>('sample', { sampleId });
    expect(after).toMatchObject({ seen: 0, differs: 1 });
    expect(after.list[0]).toMatchObject({ mark: 'differs', differsPaise: -50_00, tickedByName: 'auditor' });
    expect(await run('tick', tick('seen'), office.accountant)).toMatchObject({ code: 'door.not_allowed' });
    const reader = { app: office.app, who: office.auditor, lang: 'en', origin: 'http://localhost' } as const;
    const wanted = { what: 'audit-sample', form: 'csv', filters: new URLSearchParams({ sampleId }) };
    const paper = await exportTable(reader, wanted);
    expect(paper.kind === 'file' && new TextDecoder().decode(paper.body)).toContain('Bill says 50 more');
    const strange = await exportTable({ ...reader, who: office.stranger }, wanted);
    expect(strange).toMatchObject({ code: 'paper.nothing_here' });
  });

  test('journals too; nothing is drawn from nothing; the stranger has none of it', async () => {
    const journals = await draw({ population: 'journals', bookId: null, method: 'count', wanted: 5 });
    expect(journals.list).toHaveLength(5);
    expect(await run('draw', drawing({ population: 'loans' }))).toMatchObject({ code: 'audit.population_empty' });
    expect(await run('draw', drawing({ from: '2026-04-01' }))).toMatchObject({ code: 'audit.period_backwards' });
    expect(await run('draw', drawing(), office.stranger)).toMatchObject({ code: 'audit.book_unknown' });
    expect(await ask('sample', { sampleId: journals.sampleId }, office.stranger)).toBeNull();
  });
});

describe('exceptions', () => {
  const on = '2024-06-10';
  const list = (kind: string, more: object = {}, who?: Actor) =>
    ask<{ rows: ExceptionRow[]; total: number }>('exceptions', { kind, from: on, to: '2024-07-31', ...more }, who);
  let wrong: string;
  beforeAll(async () => {
    await pay(9_000_00, on, { payee: 'Awadh Traders' });
    await pay(8_000_00, on, { payee: 'awadh traders ' }, repairs);
    await pay(6_000_00, '2024-06-11', {}, repairs);
    await pay(7_500_00, '2024-06-11', {}, repairs);
    await pay(11_000_00, '2024-06-12', {}, repairs);
    await pay(20_000_00, '2024-06-13');
    wrong = await pay(321_00, '2024-06-14');
    await must(
      office.run('cancelVoucher', {
        voucherId: wrong,
        reversalId: newId(),
        eventOn: '2024-06-15',
        reason: 'wrong head',
      }),
    );
  });

  test('back-dated: entered more days after the event than the limit; each says how many', async () => {
    const late = await list('back_dated');
    expect(late.total).toBe(8);
    expect(late.rows[0]!.measure).toBeGreaterThan(300);
    expect((await list('back_dated', { from: addDays(today, -5), to: today })).total).toBe(0);
  });

  test('split: to one payee or one head on one day, each below the limit and together above it', async () => {
    const rows = (await list('split')).rows.map((row) => [row.eventOn, row.amountPaise, row.seqs.length, row.measure]);
    expect(rows).toEqual([
      ['2024-06-11', 13_500_00, 2, 2],
      [on, 17_000_00, 2, 2],
    ]);
  });

  test('round sums and reversals', async () => {
    expect((await list('round')).rows.map((row) => row.amountPaise)).toEqual([20_000_00]);
    const [reversal] = (await list('reversed')).rows;
    expect(reversal).toMatchObject({ measure: await seqOf(wrong), byName: 'accountant' });
  });

  test('a period opened again shows what was entered after that', async () => {
    const period = { ...office.body, closedTo: '2024-04-30' };
    const { periodCloseId } = await must(
      office.app.do<{ periodCloseId: string }>('ledger.closePeriod', office.admin, period),
    );
    const reopen = { ...office.body, periodCloseId, reason: 'a bill came late' };
    const among = { from: '2024-04-01', to: '2024-04-30' };
    await must(office.app.do('ledger.reopenPeriod', office.admin, reopen));
    expect((await list('reopened', among)).total).toBe(0);
    await pay(45_00, '2024-04-20');
    expect((await list('reopened', among)).rows).toMatchObject([{ eventOn: '2024-04-20', amountPaise: 45_00 }]);
  });

  test('limits are dated data: the organisation’s own counts from its day on', async () => {
    const set = (name: string, fromOn: string, value: number, who?: Actor) =>
      run('setLimit', { name, fromOn, value, decidedBy: 'Audit committee' }, who);
    expect(await set('split_entries', on, 1)).toMatchObject({ code: 'audit.limit_out_of_range' });
    expect(await set('hours_to', on, 0, office.accountant)).toMatchObject({ code: 'door.not_allowed' });
    await must(set('split_limit_paise', '2024-06-11', 12_000_00));
    expect((await list('split')).rows.map((row) => row.eventOn)).toEqual(['2024-06-11', on]);
    await must(set('split_limit_paise', '2024-06-11', 20_000_00));
    expect((await list('split')).rows.map((row) => row.eventOn)).toEqual([on]);
    // nothing is entered before 24:00 of the day and after its end: with hours from 0 to 0 every entry is after hours
    const days = { from: today, to: addDays(today, 1) };
    await must(set('hours_from', '2000-01-01', 0));
    await must(set('hours_to', '2000-01-01', 1_440));
    expect((await list('after_hours', days)).total).toBe(0);
    await must(set('hours_to', '2000-01-01', 0));
    expect((await list('after_hours', days)).total).toBeGreaterThan(40);
    const { now, history } = await ask<Limits>('limits');
    expect(now.hours_to).toBe(0);
    expect(history.filter((row) => row.own)).toHaveLength(5);
    expect((await ask<Limits>('limits', {}, office.stranger)).now.hours_to).toBe(1_260);
  });

  test('the counts are those of the lists; the stranger has none', async () => {
    const days = { from: on, to: '2024-07-31' };
    const counts = await ask<Record<string, number>>('exceptionCounts', days);
    for (const kind of ['back_dated', 'round', 'split', 'reversed'] as const)
      expect([kind, counts[kind]]).toEqual([kind, (await list(kind)).total]);
    expect(Object.values(await ask<Record<string, number>>('exceptionCounts', days, office.stranger))).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});
