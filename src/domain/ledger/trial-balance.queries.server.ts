/** Does every debit have its credit: per book, per organisation, and rolled up for a parent. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { accountSums, balanceOf, partySums, windowOf, type AccountSum } from './buckets.server.ts';
import type { At } from './queries.model.ts';

export type TrialBalance = {
  /** `balancePaise`: debit positive. */
  readonly rows: readonly (AccountSum & { readonly balancePaise: number })[];
  /** The two columns of balances; equal unless the books are broken. */
  readonly debitPaise: number;
  readonly creditPaise: number;
};

const trial = (sums: readonly AccountSum[]): TrialBalance => {
  const rows = sums.map((sum) => ({ ...sum, balancePaise: balanceOf(sum) }));
  const column = (sign: 1 | -1) => rows.reduce((total, row) => total + Math.max(0, sign * row.balancePaise), 0);
  return { rows, debitPaise: column(1), creditPaise: column(-1) };
};

/** Every account of one book that ever moved, with its turnover and balance. */
export async function trialBalance(tx: Tx, ask: At & { bookId: string }): Promise<TrialBalance> {
  return trial(await accountSums(tx, ask));
}

export type MemberBalances = {
  /** Per party its balance (debit positive) in each account, loans added up. */
  readonly members: readonly { readonly partyId: string; readonly accounts: Readonly<Record<string, number>> }[];
  readonly totals: Readonly<Record<string, number>>;
};

/** What each member has and owes in one book: the sub-ledger of every account that is kept by member. */
export async function memberBalances(tx: Tx, ask: At & { bookId: string }): Promise<MemberBalances> {
  const { rows } = await sql<{ code: string }>`select code from account where party_kind = 'member'`.execute(tx.db);
  const kept = new Set(rows.map((row) => row.code));
  const members = new Map<string, Record<string, number>>();
  const totals: Record<string, number> = {};
  for (const sum of await partySums(tx, ask)) {
    if (!kept.has(sum.account)) continue;
    const hers = members.get(sum.partyId) ?? {};
    hers[sum.account] = (hers[sum.account] ?? 0) + balanceOf(sum);
    totals[sum.account] = (totals[sum.account] ?? 0) + balanceOf(sum);
    members.set(sum.partyId, hers);
  }
  return { members: [...members].map(([partyId, accounts]) => ({ partyId, accounts })), totals };
}

export type OrganisationTrialBalance = {
  readonly organisations: readonly (TrialBalance & { readonly orgId: string; readonly books: number })[];
  readonly whole: TrialBalance;
};

/**
 * All books of every organisation this question may see (`ask` shows one, or with `rollUp` those below it too), added up by
 * account: sums only, no body and no name.
 */
export async function organisationTrialBalance(tx: Tx, at: At): Promise<OrganisationTrialBalance> {
  const w = windowOf(tx.today, at);
  const { rows } = await sql<{ org_id: string; account: string; debit: number; credit: number }>`
    with seen as (select unnest(current_setting('app.orgs')::uuid[]) as org_id),
    cut as (
      select j.org_id, j.book_id, j.seq from seen join book b on b.org_id = seen.org_id join journal j on j.org_id = b.org_id and j.book_id = b.book_id
        and j.event_on >= ${w.eventBefore}::date and j.event_on <= ${w.eventTo}::date and j.entered_on <= ${w.entryTo}::date
      union all
      select j.org_id, j.book_id, j.seq from seen join book b on b.org_id = seen.org_id join journal j on j.org_id = b.org_id and j.book_id = b.book_id
        and j.entered_on >= ${w.entryBefore}::date and j.entered_on <= ${w.entryTo}::date and j.event_on < ${w.eventBefore}::date)
    select org_id, account, sum(debit_paise) as debit, sum(credit_paise) as credit from (
      select a.org_id, a.account, a.debit_paise, a.credit_paise from seen join account_balance a on a.org_id = seen.org_id
        and a.event_month < ${w.eventBefore}::date and a.entry_month < ${w.entryBefore}::date
      union all
      select p.org_id, p.account, greatest(p.amount_paise, 0), greatest(-p.amount_paise, 0) from cut
        join posting p on p.org_id = cut.org_id and p.book_id = cut.book_id and p.seq = cut.seq) s
    group by 1, 2 order by 1, 2`.execute(tx.db);
  const { rows: books } = await sql<{ org_id: string; count: number }>`
    select org_id, count(*) from book where org_id = any(current_setting('app.orgs')::uuid[]) group by 1 order by 1`.execute(
    tx.db,
  );
  const sumOf = (row: (typeof rows)[number]): AccountSum => ({
    account: row.account,
    debitPaise: row.debit,
    creditPaise: row.credit,
  });
  const organisations = books.map((org) => ({
    orgId: org.org_id,
    books: org.count,
    ...trial(rows.filter((row) => row.org_id === org.org_id).map(sumOf)),
  }));
  const whole = new Map<string, AccountSum>();
  for (const row of rows.map(sumOf)) {
    const so = whole.get(row.account) ?? { account: row.account, debitPaise: 0, creditPaise: 0 };
    whole.set(row.account, {
      ...so,
      debitPaise: so.debitPaise + row.debitPaise,
      creditPaise: so.creditPaise + row.creditPaise,
    });
  }
  return { organisations, whole: trial([...whole.values()].sort((a, b) => a.account.localeCompare(b.account))) };
}
