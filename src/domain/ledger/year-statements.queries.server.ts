/** Income less expense of a span, and what is owned and owed on a day, of one book by the accounts of the chart. */
import { sql } from 'kysely';
import { addDays, addMonths, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { accountSums, balanceOf } from './buckets.server.ts';
import type { At, Between } from './queries.model.ts';

/** What it was, and the same a year before. */
export type StatementLine = { readonly account: string; readonly paise: number; readonly beforePaise: number };
export type IncomeStatement = {
  readonly income: readonly StatementLine[];
  readonly expense: readonly StatementLine[];
  readonly surplusPaise: number;
  readonly surplusBeforePaise: number;
};
export type BookBalanceSheet = {
  readonly assets: readonly StatementLine[];
  readonly liabilities: readonly StatementLine[];
  readonly equity: readonly StatementLine[];
  /** Income less expense that no closing has moved to the surplus kept yet. */
  readonly openSurplusPaise: number;
  readonly openSurplusBeforePaise: number;
  readonly totalPaise: number;
  readonly totalBeforePaise: number;
};

/** Entries of a year's closing: statements of income leave them out, or a closed year would show nothing. */
async function closingsIn(tx: Tx, { bookId, from, to, asKnownOn = null }: Between & { bookId: string }) {
  const { rows } = await sql<{ account: string; paise: number }>`select p.account, sum(p.amount_paise)::bigint as paise
    from journal j join posting p on p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq
    where j.org_id = ${tx.orgId} and j.book_id = ${bookId} and j.source_kind = 'year_close'
      and j.event_on between ${from}::date and ${to}::date and j.entered_on <= ${asKnownOn ?? 'infinity'}::date group by 1`.execute(
    tx.db,
  );
  return new Map(rows.map((row) => [row.account, row.paise]));
}

/** Debit positive, per account of income and expense. */
async function movedIn(tx: Tx, ask: Between & { bookId: string }): Promise<Map<string, number>> {
  const { bookId, from, to, asKnownOn } = ask;
  const before = new Map(
    (await accountSums(tx, { bookId, asOf: addDays(from, -1), asKnownOn })).map((sum) => [sum.account, balanceOf(sum)]),
  );
  const closings = await closingsIn(tx, ask);
  const moved = (await accountSums(tx, { bookId, asOf: to, asKnownOn }))
    .filter((sum) => /^[45]/.test(sum.account))
    .map(
      (sum) =>
        [sum.account, balanceOf(sum) - (before.get(sum.account) ?? 0) - (closings.get(sum.account) ?? 0)] as const,
    );
  return new Map(moved.filter(([, paise]) => paise !== 0));
}

const yearBefore = (on: IsoDate): IsoDate => addMonths(on, -12);
const sum = (lines: readonly StatementLine[], key: 'paise' | 'beforePaise') =>
  lines.reduce((total, line) => total + line[key], 0);

const linesOf = (
  [now, before]: readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>],
  { accounts, sign }: { accounts: RegExp; sign: 1 | -1 },
): StatementLine[] =>
  [...new Set([...now.keys(), ...before.keys()])]
    .filter((account) => accounts.test(account))
    .sort()
    .map((account) => ({
      account,
      paise: sign * (now.get(account) ?? 0) || 0,
      beforePaise: sign * (before.get(account) ?? 0) || 0,
    }));

/** Beside the same span a year before. */
export async function incomeStatement(tx: Tx, ask: Between & { bookId: string }): Promise<IncomeStatement> {
  const earlier = { ...ask, from: yearBefore(ask.from), to: addDays(yearBefore(addDays(ask.to, 1)), -1) };
  const both = [await movedIn(tx, ask), await movedIn(tx, earlier)] as const;
  const income = linesOf(both, { accounts: /^4/, sign: -1 });
  const expense = linesOf(both, { accounts: /^5/, sign: 1 });
  return {
    income,
    expense,
    surplusPaise: sum(income, 'paise') - sum(expense, 'paise'),
    surplusBeforePaise: sum(income, 'beforePaise') - sum(expense, 'beforePaise'),
  };
}

const standing = async (tx: Tx, at: At & { bookId: string }): Promise<Map<string, number>> =>
  new Map(
    (await accountSums(tx, at)).map((one) => [one.account, balanceOf(one)] as const).filter(([, paise]) => paise !== 0),
  );

/** Beside the same day a year before. Assets equal the two other sides and the surplus still open, or the books are broken. */
export async function bookBalanceSheet(tx: Tx, ask: At & { bookId: string }): Promise<BookBalanceSheet> {
  const asOf = ask.asOf ?? tx.today;
  const earlier = addDays(yearBefore(addDays(asOf, 1)), -1);
  const both = [await standing(tx, { ...ask, asOf }), await standing(tx, { ...ask, asOf: earlier })] as const;
  const assets = linesOf(both, { accounts: /^1/, sign: 1 });
  const open = linesOf(both, { accounts: /^[45]/, sign: -1 });
  return {
    assets,
    liabilities: linesOf(both, { accounts: /^2/, sign: -1 }),
    equity: linesOf(both, { accounts: /^3/, sign: -1 }),
    openSurplusPaise: sum(open, 'paise'),
    openSurplusBeforePaise: sum(open, 'beforePaise'),
    totalPaise: sum(assets, 'paise'),
    totalBeforePaise: sum(assets, 'beforePaise'),
  };
}
