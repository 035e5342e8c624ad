import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { acting, addOrg, ledgerGround, type Ground } from '#test/ledger.ts';
import type { Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { openBook } from './books.server.ts';
import { CHART, credit, debit, type JournalDraft } from './model.ts';
import { post, postReversal, type Source } from './post.server.ts';
import { loadAccounts } from './reference.server.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await ledgerGround();
});

const inOrg = <T>(work: (tx: Tx) => Promise<T>, now?: Date) =>
  acting(ground.app, ground.orgId, { work, ...(now ? { now } : {}) });
const aBook = () =>
  inOrg((tx) => openBook(tx, { bodyKind: 'group', bodyId: newId(), basis: 'cash', openedOn: '2026-01-01' }));
const meeting = (): Source => ({ kind: 'meeting', id: newId() });
const sita = newId();
const saves = (amountPaise: number, eventOn = '2026-05-12'): JournalDraft => ({
  eventOn,
  narration: 'meetings.regular',
  postings: [debit('cash', amountPaise), credit('compulsorySavings', amountPaise, { partyId: sita })],
});
const code = (fault: { code?: string }) => fault.code ?? String(fault);
const close = (bookId: string, closedTo: string) =>
  inOrg((tx) =>
    sql`insert into period_close (org_id, book_id, period_close_id, closed_to, closed_by)
      values (${ground.orgId}, ${bookId}, ${newId()}, ${closedTo}::date, ${ground.orgId})`.execute(tx.db),
  );

test('every account of the chart is in the reference data, which loads twice without a change', async () => {
  const count = await loadAccounts(ground.owner);
  const { rows } = await sql<{ code: string; name_hi: string; name_ur: string }>`select * from account`.execute(
    ground.owner,
  );
  expect(rows.map((row) => row.code)).toEqual(expect.arrayContaining([...Object.values(CHART), '9010', '9020']));
  expect(rows).toHaveLength(count);
  expect(
    rows.every((row) => /\p{Script=Devanagari}/u.test(row.name_hi) && /\p{Script=Arabic}/u.test(row.name_ur)),
  ).toBe(true);
});

test('one body keeps one book', async () => {
  const opening = { bodyKind: 'group', bodyId: newId(), basis: 'cash', openedOn: '2026-01-01' } as const;
  const first = await inOrg((tx) => openBook(tx, opening));
  expect(await inOrg((tx) => openBook(tx, opening))).toBe(first);
});

describe('a journal', () => {
  test('is numbered, chained and counted in both balances', async () => {
    const bookId = await aBook();
    const first = await inOrg((tx) => post(tx, bookId, { draft: saves(5000), source: meeting() }));
    const second = await inOrg((tx) => post(tx, bookId, { draft: saves(2500), source: meeting() }));
    expect([first, second]).toMatchObject([{ posted: { seq: 1 } }, { posted: { seq: 2 } }]);
    const { rows } = await sql`select b.last_seq, encode(b.head_hash, 'hex') as head,
      (select sum(debit_paise) from account_balance a where a.book_id = b.book_id and account = '1010') as cash,
      (select sum(credit_paise) from party_balance p where p.book_id = b.book_id and party_id = ${sita}) as hers
      from book b where book_id = ${bookId}`.execute(ground.owner);
    expect(rows).toEqual([{ last_seq: 2, head: second.ok && second.posted.hash, cash: 7500, hers: 7500 }]);
  });

  test.each([
    ['that does not balance', [debit('cash', 5000), credit('fines', 4000)]],
    ['without anything in it', [debit('cash', 0), credit('fines', 0)]],
  ])('%s is a fault before it reaches the database', async (_, postings) => {
    const bookId = await aBook();
    const draft = { ...saves(1), postings };
    await expect(inOrg((tx) => post(tx, bookId, { draft, source: meeting() }))).rejects.toThrow('no fit state');
  });

  test.each([
    ['savings of nobody', [debit('cash', 5000), credit('compulsorySavings', 5000)]],
    ['a loan without its number', [debit('memberLoans', 5000, { partyId: sita }), credit('cash', 5000)]],
    ['an account that is not in the chart', [debit('cash', 5000), { account: '7777' as '1010', amountPaise: -5000 }]],
  ])('with %s is a fault', async (_, postings) => {
    const bookId = await aBook();
    const draft = { ...saves(1), postings };
    await expect(inOrg((tx) => post(tx, bookId, { draft, source: meeting() }))).rejects.toMatchObject({
      code: '23514',
    });
  });

  test('dated tomorrow is refused', async () => {
    const bookId = await aBook();
    const now = new Date('2026-05-12T20:00:00Z'); // already the 13th in India
    const posted = (day: string) => inOrg((tx) => post(tx, bookId, { draft: saves(1, day), source: meeting() }), now);
    expect(await posted('2026-05-14')).toMatchObject({
      outcome: { code: 'ledger.future_date', params: { eventOn: '2026-05-14', today: '2026-05-13' } },
    });
    expect(await posted('2026-05-13')).toMatchObject({ ok: true });
  });

  test('in a closed period is held, and goes in once the period is opened again', async () => {
    const bookId = await aBook();
    await close(bookId, '2026-03-31');
    const posted = (day: string) => inOrg((tx) => post(tx, bookId, { draft: saves(1, day), source: meeting() }));
    expect(await posted('2026-03-31')).toMatchObject({
      outcome: {
        kind: 'held',
        code: 'ledger.period_closed',
        params: { closedTo: '2026-03-31', eventOn: '2026-03-31' },
      },
    });
    expect(await posted('2026-04-01')).toMatchObject({ ok: true });
    await inOrg((tx) =>
      sql`update period_close set reopened_at = now(), reopened_by = ${ground.orgId}, reopen_reason = 'late meeting'
        where org_id = ${ground.orgId} and book_id = ${bookId}`.execute(tx.db),
    );
    expect(await posted('2026-03-31')).toMatchObject({ ok: true, posted: { seq: 2 } });
  });

  test('waits when the clock stands before the last journal; two minutes of waiting for a lock are no fault', async () => {
    const bookId = await aBook();
    const at = (time: string) =>
      inOrg((tx) => post(tx, bookId, { draft: saves(1), source: meeting() }), new Date(time));
    expect(await at('2026-06-01T10:00:00.123Z')).toMatchObject({ ok: true });
    expect(await at('2026-06-01T09:57:59Z')).toMatchObject({ outcome: { kind: 'later', code: 'ledger.clock_behind' } });
    expect(await at('2026-06-01T09:58:30Z')).toMatchObject({ ok: true, posted: { seq: 2 } });
    const { rows } = await sql<{
      entered_at: Date;
    }>`select entered_at from journal where book_id = ${bookId} order by seq`.execute(ground.owner);
    expect(rows.map((row) => row.entered_at.toISOString())).toEqual([
      '2026-06-01T10:00:00.123Z',
      '2026-06-01T10:00:00.123Z',
    ]);
  });

  test('is reversed once, by its exact opposite, not before its own day', async () => {
    const bookId = await aBook();
    await inOrg((tx) => post(tx, bookId, { draft: saves(5000), source: meeting() }));
    const reverse = (eventOn: string, seq = 1) =>
      inOrg((tx) => postReversal(tx, bookId, { seq, eventOn, narration: 'meetings.corrected', source: meeting() }));
    expect(await reverse('2026-05-11')).toMatchObject({ outcome: { code: 'ledger.reversal_before' } });
    expect(await reverse('2026-05-12', 9)).toMatchObject({ outcome: { code: 'ledger.nothing_to_reverse' } });
    expect(await reverse('2026-05-20')).toMatchObject({ ok: true, posted: { seq: 2 } });
    expect(await reverse('2026-05-20')).toMatchObject({
      outcome: { code: 'ledger.reversed_already', params: { seq: 1, bySeq: 2 } },
    });
    await inOrg((tx) => post(tx, bookId, { draft: saves(900), source: meeting() }));
    const half = inOrg((tx) => post(tx, bookId, { draft: { ...saves(-800) }, source: meeting(), reversesSeq: 3 }));
    await expect(half).rejects.toMatchObject({ code: '23514' });
  });

  test('two reversals at the same moment: one goes in', async () => {
    const bookId = await aBook();
    await inOrg((tx) => post(tx, bookId, { draft: saves(5000), source: meeting() }));
    const reverse = () =>
      inOrg((tx) =>
        postReversal(tx, bookId, { seq: 1, eventOn: '2026-05-20', narration: 'meetings.corrected', source: meeting() }),
      );
    const both = await Promise.all([reverse(), reverse(), reverse()]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(
      both.filter((one) => !one.ok && 'code' in one.outcome && one.outcome.code === 'ledger.reversed_already'),
    ).toHaveLength(2);
  });
});

describe('nobody changes what was posted', () => {
  const statements = [
    `update posting set amount_paise = 1`,
    `delete from posting`,
    `truncate posting cascade`,
    `update journal set event_on = '2020-01-01'`,
    `delete from journal`,
    `truncate journal cascade`,
    `delete from book`,
    `delete from account`,
  ];
  test.each(statements)('the owner: %s', async (statement) => {
    const fault = await sql.raw(statement).execute(ground.owner).catch(code);
    expect(fault).toBe('23001');
  });
  test.each([
    ...statements,
    `insert into posting (org_id, book_id, seq, line, account, amount_paise, event_on, entered_on) select org_id, book_id, 1, 9, '1010', 1, now(), now() from book`,
    `insert into account_balance select org_id, book_id, '1010', now(), now(), 1, 0 from book`,
    `update party_balance set debit_paise = 0`,
    `update book set last_seq = 0`,
    `update period_close set closed_to = '2020-01-01'`,
    `delete from period_close`,
  ])('the app: %s', async (statement) => {
    expect(await inOrg((tx) => sql.raw(statement).execute(tx.db)).catch(code)).toBe('42501');
  });

  test('the owner cannot add a posting to a journal, nor a journal without postings or out of line', async () => {
    const bookId = await aBook();
    await inOrg((tx) => post(tx, bookId, { draft: saves(5000), source: meeting() }));
    const add = (from: number, lines: string) =>
      sql.raw(`insert into posting (org_id, book_id, seq, line, account, amount_paise, event_on, entered_on)
      select j.org_id, j.book_id, ${from}, l.line, '1010', l.amount, j.event_on, j.entered_on
      from journal j, (values ${lines}) l(line, amount) where j.book_id = '${bookId}' and j.seq = 1`);
    const journal = (
      seq: number,
    ) => `insert into journal (org_id, book_id, seq, event_on, entered_at, entered_on, command_id, narration, source_kind,
      source_id, posting_count, body_hash, source_commitment, hash)
      select org_id, book_id, ${seq}, event_on, entered_at, entered_on, command_id, narration, source_kind, source_id, 2, body_hash, source_commitment, hash
      from journal where book_id = '${bookId}' and seq = 1`;
    expect(await add(1, '(3, 5), (4, -5)').execute(ground.owner).catch(code)).toBe('23514');
    expect(await add(2, '(1, 5), (2, -5)').execute(ground.owner).catch(code)).toBe('23514');
    expect(await sql.raw(journal(2)).execute(ground.owner).catch(code)).toBe('23514');
    const whole = `with j as (${journal(3)} returning *) insert into posting (org_id, book_id, seq, line, account, amount_paise, event_on, entered_on)
      select j.org_id, j.book_id, j.seq, l.line, '1010', l.amount, j.event_on, j.entered_on from j, (values (1, 5), (2, -5)) l(line, amount)`;
    expect(await sql.raw(whole).execute(ground.owner).catch(code)).toBe('23514');
    expect(await sql.raw(whole.replace(' 3, ', ' 2, ')).execute(ground.owner).catch(code)).toMatchObject({
      numAffectedRows: 2n,
    });
  });
});

test('a stranger neither reads nor posts', async () => {
  const bookId = await aBook();
  await inOrg((tx) => post(tx, bookId, { draft: saves(5000), source: meeting() }));
  const stranger = await addOrg(ground.owner);
  const asStranger = <T>(work: (tx: Tx) => Promise<T>) => acting(ground.app, stranger, { work });
  for (const table of ['book', 'journal', 'posting', 'account_balance', 'party_balance', 'party_total', 'period_close'])
    expect((await asStranger((tx) => sql.raw(`select * from ${table}`).execute(tx.db))).rows, table).toEqual([]);
  await expect(asStranger((tx) => post(tx, bookId, { draft: saves(1), source: meeting() }))).rejects.toThrow('missing');
  const disguised = asStranger((tx) =>
    post({ ...tx, orgId: ground.orgId }, bookId, { draft: saves(1), source: meeting() }),
  );
  await expect(disguised).rejects.toMatchObject({ code: '42501' });
});

test('eight posters on one book leave no gap, no number twice and a whole chain', async () => {
  const bookId = await aBook();
  const poster = async () => {
    for (let i = 0; i < 25; i += 1) await inOrg((tx) => post(tx, bookId, { draft: saves(100 + i), source: meeting() }));
  };
  await Promise.all(Array.from({ length: 8 }, poster));
  const { rows } = await sql<{ bad: number; count: number; last: number; head: boolean }>`
    with c as (select *, lag(hash) over (order by seq) as before, row_number() over (order by seq) as n from journal where book_id = ${bookId})
    select count(*) as count, max(seq) as last,
      count(*) filter (where n <> seq or hash <> sha256(coalesce(before, decode(repeat('00', 32), 'hex')) || int8send(seq)
        || int8send((extract(epoch from entered_at) * 1000)::bigint) || body_hash)) as bad,
      (select head_hash from book where book_id = ${bookId}) = (array_agg(hash order by seq desc))[1] as head from c`.execute(
    ground.owner,
  );
  expect(rows).toEqual([{ count: 200, last: 200, bad: 0, head: true }]);
});

test('a closing waits for the posting under way, and the posting that waited for it sees it', async () => {
  const bookId = await aBook();
  const order: string[] = [];
  let letPost = () => {};
  let holds = () => {};
  const locked = new Promise<void>((resolve) => (holds = resolve));
  const first = inOrg(async (tx) => {
    await post(tx, bookId, { draft: saves(1), source: meeting() });
    holds();
    await new Promise<void>((resolve) => (letPost = resolve));
    order.push('posted');
  });
  await locked;
  const closing = close(bookId, '2026-06-30').then(() => order.push('closed'));
  await waitingForLock(1);
  const late = inOrg((tx) => post(tx, bookId, { draft: saves(1), source: meeting() }));
  await waitingForLock(2);
  letPost();
  await Promise.all([first, closing]);
  expect(order).toEqual(['posted', 'closed']);
  expect(await late).toMatchObject({ ok: false, outcome: { kind: 'held', code: 'ledger.period_closed' } });
});

/** Asks until that many sessions of this database wait for a lock: no sleeping, no guess. */
async function waitingForLock(count: number): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(ground.owner);
    if (rows[0]!.n >= count) return;
  }
}
