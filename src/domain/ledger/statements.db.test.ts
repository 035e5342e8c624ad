import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { acting, addOrg, ledgerGround, type Ground } from '#test/ledger.ts';
import { addDays } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { openBook } from './books.server.ts';
import { credit, debit, type JournalDraft, type PostingDraft } from './model.ts';
import { post, postReversal } from './post.server.ts';
import { partySums } from './buckets.server.ts';
import { cashBook, receiptsAndPayments } from './cash-book.queries.server.ts';
import { journalOf, journalsOfSource } from './journals.queries.server.ts';
import { accountStatement, generalLedger, partyStatement } from './statements.queries.server.ts';
import { memberBalances, organisationTrialBalance, trialBalance } from './trial-balance.queries.server.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await ledgerGround();
});

type Entry = { readonly draft: JournalDraft; readonly enteredOn: string };
const at = (day: string) => new Date(`${day}T06:00:00Z`);
/** Today, as the questions of the examples see it. */
const NOW = at('2026-12-20');

async function bookWith(orgId: string, entries: readonly Entry[]): Promise<{ bookId: string; bodyId: string }> {
  const bodyId = newId();
  const bookId = await acting(ground.app, orgId, {
    work: (tx) => openBook(tx, { bodyKind: 'group', bodyId, basis: 'cash', openedOn: '2025-01-01' }),
  });
  for (const { draft, enteredOn } of [...entries].sort((a, b) => a.enteredOn.localeCompare(b.enteredOn))) {
    const source = { kind: 'meeting' as const, id: newId() };
    const done = await acting(ground.app, orgId, {
      now: at(enteredOn),
      work: (tx) => post(tx, bookId, { draft, source }),
    });
    expect(done.ok, JSON.stringify(done)).toBe(true);
  }
  return { bookId, bodyId };
}
const reading = <T>(work: (tx: Tx) => Promise<T>, orgId = ground.orgId, orgIds = [orgId]) =>
  acting(ground.app, orgId, { work, now: NOW, orgIds, commandId: null });
const readingOn = <T>(today: string, work: (tx: Tx) => Promise<T>) =>
  acting(ground.app, ground.orgId, { work, now: at(today), commandId: null });

describe('any statement, as known on any day, is what its postings add up to', () => {
  const parties = [newId(), newId(), newId()];
  const loans = [newId(), newId()];
  const day = fc.integer({ min: 0, max: 150 }).map((days) => addDays('2026-01-20', days));
  const leg: fc.Arbitrary<PostingDraft[]> = fc
    .tuple(
      fc.constantFrom('compulsorySavings', 'memberLoans', 'fines', 'bank'),
      fc.integer({ min: -90_000, max: 90_000 }),
      fc.nat(2),
      fc.nat(1),
    )
    .filter(([, amount]) => amount !== 0)
    .map(([name, amount, who, which]) => {
      const of =
        name === 'fines'
          ? {}
          : { partyId: parties[who]!, ...(name === 'memberLoans' ? { itemId: loans[which]! } : {}) };
      return [debit('cash', amount), credit(name as 'fines', amount, of)];
    });
  const entry: fc.Arbitrary<Entry> = fc
    .record({
      legs: fc.array(leg, { minLength: 1, maxLength: 6 }),
      eventOn: day,
      lateDays: fc.oneof(fc.nat(3), fc.nat(90)),
    })
    .map(({ legs, eventOn, lateDays }) => ({
      draft: { eventOn, narration: 'meetings.regular', postings: legs.flat() },
      enteredOn: addDays(eventOn, lateDays),
    }));
  const book = fc.array(entry, { minLength: 1, maxLength: 14 });
  const ends = fc.constantFrom('2026-01-31', '2026-02-28', '2026-03-01', '2026-06-30');
  const moment = fc.record({ from: day, to: fc.oneof(day, ends), asKnownOn: fc.option(fc.oneof(day, ends)) });

  test('property: buckets and broken months against every posting', async () => {
    await fc.assert(
      fc.asyncProperty(book, fc.array(moment, { minLength: 4, maxLength: 8 }), async (entries, moments) => {
        const { bookId } = await bookWith(ground.orgId, entries);
        const today = entries
          .map((one) => one.enteredOn)
          .sort()
          .at(-1)!; // the day cuts its own month in half
        for (const asked of moments) await agree(bookId, { ...asked, today });
      }),
      { numRuns: 25 },
    );
  });

  async function agree(
    bookId: string,
    { from, to, asKnownOn, today }: { from: string; to: string; asKnownOn: string | null; today: string },
  ) {
    const known = asKnownOn ?? '2100-01-01';
    const plain = async (by: string, upTo: string) => {
      const { rows } = await sql<{
        key: string;
        paise: number;
      }>`select ${sql.raw(by)} as key, sum(amount_paise) as paise from posting
        where book_id = ${bookId} and event_on <= ${upTo}::date and entered_on <= ${known}::date group by 1 order by 1`.execute(
        ground.owner,
      );
      return Object.fromEntries(rows.map((row) => [row.key, row.paise]));
    };
    await readingOn(today, async (tx) => {
      const balance = await trialBalance(tx, { bookId, asOf: to, asKnownOn });
      expect(Object.fromEntries(balance.rows.map((row) => [row.account, row.balancePaise]))).toEqual(
        await plain('account', to),
      );
      expect(balance.debitPaise).toBe(balance.creditPaise);
      const parties = Object.fromEntries(
        (await partySums(tx, { bookId, asOf: to, asKnownOn })).map((s) => [
          s.partyId + s.account + s.itemId,
          s.debitPaise - s.creditPaise,
        ]),
      );
      const nobody = '00000000-0000-0000-0000-000000000000';
      const plainParties = Object.entries(await plain('party_id || account || item_id', to)).filter(
        ([key]) => !key.startsWith(nobody),
      );
      expect(parties).toEqual(Object.fromEntries(plainParties));
      if (from > to) return;
      const cash = await accountStatement(tx, { bookId, account: '1010', from, to, asKnownOn });
      expect(cash.openingPaise).toBe((await plain('account', addDays(from, -1)))['1010'] ?? 0);
      expect(cash.closingPaise).toBe((await plain('account', to))['1010'] ?? 0);
      expect(cash.lines.at(-1)?.balancePaise ?? cash.openingPaise).toBe(cash.closingPaise);
      const till = await cashBook(tx, { bookId, from, to, asKnownOn });
      expect([till.opening.cashPaise, till.closing.cashPaise]).toEqual([cash.openingPaise, cash.closingPaise]);
      expect(till.rows.at(-1)?.cashPaise ?? till.opening.cashPaise).toBe(till.closing.cashPaise);
      expect(till.rows.at(-1)?.bankPaise ?? till.opening.bankPaise).toBe(till.closing.bankPaise);
      const heads = await receiptsAndPayments(tx, { bookId, from, to, asKnownOn });
      const moved = heads.heads.reduce((sum, head) => sum + head.receiptPaise - head.paymentPaise, 0);
      const money = (tills: typeof heads.opening) => tills.cashPaise + tills.bankPaise + tills.transitPaise;
      expect(money(heads.opening) + moved).toBe(money(heads.closing));
      const ledger = await generalLedger(tx, { bookId, from, to, asKnownOn, limit: 500 });
      for (const account of ledger.accounts)
        expect(
          ledger.lines
            .filter((l) => l.account === account.account)
            .reduce((sum, l) => sum + l.debitPaise - l.creditPaise, account.openingPaise),
        ).toBe(account.closingPaise);
    });
  }
});

const sita = newId();
const loan = newId();
const week = (eventOn: string, postings: PostingDraft[], enteredOn = eventOn): Entry => ({
  draft: { eventOn, narration: 'meetings.regular', postings },
  enteredOn,
});
const saves = (paise: number) => [debit('cash', paise), credit('compulsorySavings', paise, { partyId: sita })];

describe('statements', () => {
  const lent = [debit('memberLoans', 40_000, { partyId: sita, itemId: loan }), credit('cash', 40_000)];
  const repaid = [
    debit('cash', 11_000),
    credit('memberLoans', 10_000, { partyId: sita, itemId: loan }),
    credit('memberInterest', 1_000),
  ];

  test('pages of an account join without a gap, balance after balance', async () => {
    const { bookId } = await bookWith(
      ground.orgId,
      Array.from({ length: 7 }, (_, i) => week(`2026-02-0${i + 1}`, saves(100 * (i + 1)))),
    );
    const pages: number[][] = [];
    let after = null as Parameters<typeof accountStatement>[1]['after'];
    do {
      const found = await reading((tx) =>
        accountStatement(tx, {
          bookId,
          account: '2010',
          partyId: sita,
          from: '2026-02-02',
          to: '2026-02-28',
          after,
          limit: 3,
        }),
      );
      expect([found.openingPaise, found.closingPaise, found.creditPaise]).toEqual([-100, -2800, 2700]);
      pages.push(found.lines.map((line) => line.balancePaise));
      after = found.next;
    } while (after);
    expect(pages).toEqual([
      [-300, -600, -1000],
      [-1500, -2100, -2800],
    ]);
  });

  test('cash book: what came in and went out stay apart, by head and by till', async () => {
    const bank = newId();
    const { bookId } = await bookWith(ground.orgId, [
      week('2026-02-01', saves(50_000)),
      week('2026-02-08', [...saves(5_000), ...lent]),
      week('2026-02-15', [...repaid, debit('bank', 8_000, { partyId: bank }), credit('cash', 8_000)]),
    ]);
    const book = await reading((tx) => cashBook(tx, { bookId, from: '2026-02-05', to: '2026-02-28' }));
    expect(book.opening).toEqual({ cashPaise: 50_000, bankPaise: 0, transitPaise: 0 });
    expect(book.rows).toMatchObject([
      {
        cashInPaise: 5_000,
        cashOutPaise: 40_000,
        bankInPaise: 0,
        cashPaise: 15_000,
        heads: [
          { account: '1110', paymentPaise: 40_000 },
          { account: '2010', receiptPaise: 5_000 },
        ],
      },
      {
        cashInPaise: 11_000,
        cashOutPaise: 8_000,
        bankInPaise: 8_000,
        cashPaise: 18_000,
        bankPaise: 8_000,
        heads: [
          { account: '1110', receiptPaise: 10_000 },
          { account: '4010', receiptPaise: 1_000 },
        ],
      },
    ]);
    expect(book.closing).toEqual({ cashPaise: 18_000, bankPaise: 8_000, transitPaise: 0 });
    const first = await reading((tx) => cashBook(tx, { bookId, from: '2026-02-05', to: '2026-02-28', limit: 1 }));
    const second = await reading((tx) =>
      cashBook(tx, { bookId, from: '2026-02-05', to: '2026-02-28', limit: 1, after: first.next }),
    );
    expect([...first.rows, ...second.rows]).toEqual(book.rows);
    expect(second.next).toBeNull();
  });

  test('a correction does not swell receipts and payments', async () => {
    const { bookId } = await bookWith(ground.orgId, [
      week('2026-02-01', saves(50_000)),
      week('2026-02-08', saves(70_000)),
    ]);
    const source = { kind: 'correction' as const, id: newId() };
    await acting(ground.app, ground.orgId, {
      now: at('2026-02-15'),
      work: (tx) =>
        postReversal(tx, bookId, { seq: 2, eventOn: '2026-02-15', narration: 'meetings.corrected', source }),
    });
    const heads = await reading((tx) => receiptsAndPayments(tx, { bookId, from: '2026-02-01', to: '2026-02-28' }));
    expect(heads.heads).toEqual([{ account: '2010', receiptPaise: 50_000, paymentPaise: 0 }]);
  });

  test('a passbook line opens its journal, the journal its meeting, and the reversal shows only once it was known', async () => {
    const { bookId } = await bookWith(ground.orgId, [week('2026-02-01', saves(50_000)), week('2026-02-08', lent)]);
    const source = { kind: 'correction' as const, id: newId() };
    await acting(ground.app, ground.orgId, {
      now: at('2026-03-15'),
      work: (tx) =>
        postReversal(tx, bookId, { seq: 1, eventOn: '2026-03-15', narration: 'meetings.corrected', source }),
    });
    const passbook = (asKnownOn: string | null) =>
      reading((tx) => partyStatement(tx, { partyIds: [sita], from: '2026-02-01', to: '2026-03-31', asKnownOn }));
    const mine = (lines: readonly { bookId: string; reversedBySeq: number | null }[]) =>
      lines.filter((line) => line.bookId === bookId).map((line) => line.reversedBySeq);
    expect(mine((await passbook('2026-03-14')).lines)).toEqual([null, null]);
    expect(mine((await passbook(null)).lines)).toEqual([3, null, null]);
    const line = (await passbook(null)).lines.find((one) => one.bookId === bookId)!;
    const journal = await reading((tx) => journalOf(tx, { bookId, seq: line.seq }));
    expect(journal).toMatchObject({
      sourceId: line.sourceId,
      reversedBySeq: 3,
      postings: [
        { account: '1010', debitPaise: 50_000, partyId: null },
        { account: '2010', creditPaise: 50_000, partyId: sita },
      ],
    });
    expect(await reading((tx) => journalsOfSource(tx, { bookId, sourceId: source.id }))).toMatchObject([
      { seq: 3, reversesSeq: 1 },
    ]);
    expect(await reading((tx) => memberBalances(tx, { bookId }))).toEqual({
      members: [{ partyId: sita, accounts: { '1110': 40_000, '2010': 0 } }],
      totals: { '1110': 40_000, '2010': 0 },
    });
  });

  test('a parent sees the sums of its children, a trust its own, a stranger nothing', async () => {
    const parent = await addOrg(ground.owner);
    const [left, right] = [await addOrg(ground.owner, parent), await addOrg(ground.owner, parent)];
    await bookWith(left, [week('2026-02-01', saves(100)), week('2026-02-20', saves(1))]);
    await bookWith(left, [week('2026-02-01', saves(200), '2026-02-20')]);
    await bookWith(right, [week('2026-02-01', saves(400))]);
    const known = { asOf: '2026-02-10', asKnownOn: '2026-02-10' };
    const cash = (orgId: string, orgIds: string[], when = {}) =>
      reading(
        async (tx) =>
          (await organisationTrialBalance(tx, when)).whole.rows.find((row) => row.account === '1010')?.balancePaise,
        orgId,
        orgIds,
      );
    expect(await cash(parent, [parent, left, right])).toBe(701);
    expect(await cash(parent, [parent, left, right], { asOf: '2026-02-10' })).toBe(700);
    expect(await cash(parent, [parent, left, right], known)).toBe(500);
    expect(await cash(left, [left])).toBe(301);
    expect(await cash(parent, [parent])).toBeUndefined();
  });
});
