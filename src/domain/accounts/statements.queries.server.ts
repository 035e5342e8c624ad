/** An office's statements on accrual basis, each "as known on" a day, with the year before beside it (reference: microfinance.md §9, §10). */
import { addDays, addMonths, financialYear, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { balanceOf } from '#domain/ledger/index.server.ts';
import { groupsOf, headsOf, type GroupRow, type HeadRow } from './books.server.ts';
import { groupStatement, totalOfKind, type HeadPlace, type HeadSum, type StatementGroup } from './statement.rules.ts';
import { headsAndSums, movements, type Sum } from './sums.server.ts';

/** Heads and groups with their names of the statement's day, beside the figures that name them by id. */
export type Masters = { readonly heads: readonly HeadRow[]; readonly groups: readonly GroupRow[] };
type Ground = Masters & {
  readonly ids: ReadonlySet<string>;
  readonly placeOf: (sum: { headId: string | null; account: string }) => HeadPlace;
};

const groundAt = async (tx: Tx, bookId: string, on: IsoDate): Promise<Ground> =>
  groundOf(await headsOf(tx, bookId, on), await groupsOf(tx, bookId, on));

function groundOf(heads: readonly HeadRow[], groups: readonly GroupRow[]): Ground {
  const byId = new Map(heads.map((head) => [head.headId, head]));
  return {
    heads,
    groups,
    ids: new Set(byId.keys()),
    placeOf: ({ headId, account }) => {
      const head = headId ? byId.get(headId) : undefined;
      return { kind: head?.kind ?? kindOfAccount(account), groupId: head?.groupId ?? null };
    },
  };
}

/** The chart's thousands: the loader keeps every code in its own. */
const kindOfAccount = (account: string): HeadPlace['kind'] =>
  ({ '1': 'asset', '2': 'liability', '3': 'equity', '4': 'income', '5': 'expense' } as const)[account[0] as '1'] ??
  'asset';
const inBooks = (sum: { account: string }): boolean => !sum.account.startsWith('9');

type AsOf = { readonly bookId: string; readonly asOf?: IsoDate | null; readonly asKnownOn?: IsoDate | null };
export type TrialRow = Sum & { readonly balancePaise: number };
export type OfficeTrialBalance = Pick<Masters, 'heads'> & {
  readonly asOf: IsoDate;
  readonly rows: readonly TrialRow[];
  readonly debitPaise: number;
  readonly creditPaise: number;
};

/** Codes and ids, which no language orders in its own way. */
const inOrder = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Every head that ever moved, with its turnover and balance; the two columns are equal unless the books are broken. */
export async function trialBalance(tx: Tx, { bookId, asOf, asKnownOn }: AsOf): Promise<OfficeTrialBalance> {
  const on = asOf ?? tx.today;
  const { heads, sums } = await headsAndSums(tx, { bookId, days: [on], asKnownOn }, on);
  const rows = sums[0]!
    .map((sum) => ({ ...sum, balancePaise: balanceOf(sum) }))
    .sort((a, b) => inOrder(a.account, b.account) || inOrder(a.headId ?? '', b.headId ?? ''));
  const column = (sign: 1 | -1) => rows.reduce((all, row) => all + Math.max(0, sign * row.balancePaise), 0);
  return { heads, asOf: on, rows, debitPaise: column(1), creditPaise: column(-1) };
}

type Between = {
  readonly bookId: string;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly asKnownOn?: IsoDate | null;
};
export type IncomeAndExpenditure = Masters & {
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The same span a year earlier. */
  readonly beforeFrom: IsoDate;
  readonly beforeTo: IsoDate;
  readonly income: readonly StatementGroup[];
  readonly expense: readonly StatementGroup[];
  readonly incomePaise: number;
  readonly incomeBeforePaise: number;
  readonly expensePaise: number;
  readonly expenseBeforePaise: number;
  /** Excess of income over expenditure; a deficit is negative. */
  readonly surplusPaise: number;
  readonly surplusBeforePaise: number;
};

export async function incomeAndExpenditure(tx: Tx, ask: Between): Promise<IncomeAndExpenditure> {
  const { bookId, from, to, asKnownOn = null } = ask;
  const [beforeFrom, beforeTo] = [addMonths(from, -12), addDays(addMonths(addDays(to, 1), -12), -1)];
  const ground = await groundAt(tx, bookId, to);
  const span = async (from: IsoDate, to: IsoDate) =>
    movements(tx, { bookId, from, to, asKnownOn }, { heads: ground.ids, dayBefore: addDays(from, -1) });
  const now = await span(from, to);
  const before = new Map((await span(beforeFrom, beforeTo)).map((sum) => [`${sum.account}|${sum.headId}`, sum.paise]));
  const sums: HeadSum[] = now
    .filter((sum) => ['income', 'expense'].includes(ground.placeOf(sum).kind) && inBooks(sum))
    .map((sum) => ({ ...sum, beforePaise: before.get(`${sum.account}|${sum.headId}`) ?? 0 }));
  const groups = groupStatement(sums, ground);
  const income = totalOfKind(groups, 'income');
  const expense = totalOfKind(groups, 'expense');
  return {
    heads: ground.heads,
    groups: ground.groups,
    ...{ from, to, beforeFrom, beforeTo },
    income: groups.filter((group) => group.kind === 'income'),
    expense: groups.filter((group) => group.kind === 'expense'),
    incomePaise: income.paise,
    incomeBeforePaise: income.beforePaise,
    expensePaise: expense.paise,
    expenseBeforePaise: expense.beforePaise,
    surplusPaise: income.paise - expense.paise,
    surplusBeforePaise: income.beforePaise - expense.beforePaise,
  };
}

export type BalanceSheet = Masters & {
  readonly asOf: IsoDate;
  /** The last day of the financial year before. */
  readonly beforeOn: IsoDate;
  /** Each group is a schedule; its lines stand beneath. */
  readonly sources: readonly StatementGroup[];
  readonly assets: readonly StatementGroup[];
  /** Income over expenditure that no closing has carried to a fund yet. */
  readonly surplusPaise: number;
  readonly surplusBeforePaise: number;
  readonly sourcesPaise: number;
  readonly sourcesBeforePaise: number;
  readonly assetsPaise: number;
  readonly assetsBeforePaise: number;
};

/** Funds and liabilities with the surplus not yet carried, against assets: equal to the paisa. */
export async function balanceSheet(tx: Tx, { bookId, asOf, asKnownOn }: AsOf): Promise<BalanceSheet> {
  const on = asOf ?? tx.today;
  const beforeOn = addDays(financialYear(on).from, -1);
  const { heads, sums: found } = await headsAndSums(tx, { bookId, days: [on, beforeOn], asKnownOn }, on);
  const ground = groundOf(heads, await groupsOf(tx, bookId, on));
  const [now, then] = found;
  const before = new Map(then!.map((sum) => [`${sum.account}|${sum.headId}`, balanceOf(sum)]));
  const sums: HeadSum[] = now!.filter(inBooks).map((sum) => ({
    headId: sum.headId,
    account: sum.account,
    paise: balanceOf(sum),
    beforePaise: before.get(`${sum.account}|${sum.headId}`) ?? 0,
  }));
  const groups = groupStatement(sums, ground);
  const total = (kind: StatementGroup['kind']) => totalOfKind(groups, kind);
  const surplus = (pick: 'paise' | 'beforePaise') => total('income')[pick] - total('expense')[pick];
  const owed = (pick: 'paise' | 'beforePaise') => total('equity')[pick] + total('liability')[pick] + surplus(pick);
  return {
    heads: ground.heads,
    groups: ground.groups,
    asOf: on,
    beforeOn,
    sources: groups.filter((group) => group.kind === 'equity' || group.kind === 'liability'),
    assets: groups.filter((group) => group.kind === 'asset'),
    surplusPaise: surplus('paise'),
    surplusBeforePaise: surplus('beforePaise'),
    sourcesPaise: owed('paise'),
    sourcesBeforePaise: owed('beforePaise'),
    assetsPaise: total('asset').paise,
    assetsBeforePaise: total('asset').beforePaise,
  };
}

export type EarnedShare = readonly {
  readonly year: number;
  readonly grantPaise: number;
  readonly earnedPaise: number;
  /** Numerator and denominator of the share that is earned; a year without income has none. */
  readonly incomePaise: number;
}[];

/** How much of each year's income was given as grants and how much earned: by the nature of the group each head stands in. */
export async function earnedShare(
  tx: Tx,
  {
    bookId,
    fromYear,
    toYear,
    asKnownOn = null,
  }: { bookId: string; fromYear: number; toYear: number; asKnownOn?: IsoDate | null },
): Promise<EarnedShare> {
  const years: { year: number; grantPaise: number; earnedPaise: number; incomePaise: number }[] = [];
  // a century of years asked for in one question is nobody's question
  for (let year = fromYear; year <= Math.min(toYear, fromYear + 29); year += 1) {
    const [from, to] = [`${year}-04-01`, `${year + 1}-03-31`];
    const ground = await groundAt(tx, bookId, to);
    const natures = new Map(ground.groups.map((group) => [group.groupId, group.nature]));
    const moved = await movements(
      tx,
      { bookId, from, to, asKnownOn },
      { heads: ground.ids, dayBefore: addDays(from, -1) },
    );
    let [grantPaise, earnedPaise] = [0, 0];
    for (const sum of moved.filter((one) => ground.placeOf(one).kind === 'income')) {
      const { groupId } = ground.placeOf(sum);
      if (groupId !== null && natures.get(groupId) === 'grant') grantPaise -= sum.paise;
      else earnedPaise -= sum.paise;
    }
    years.push({
      year,
      grantPaise: grantPaise || 0,
      earnedPaise: earnedPaise || 0,
      incomePaise: grantPaise + earnedPaise || 0,
    });
  }
  return years;
}
