/** All that a bank's branch asks of a group, in one answer: what the dossier's paper and sheets are made of. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { accountSumsOf, chart } from '#domain/ledger/index.server.ts';
import type { GroupRef } from './grading.model.ts';
import { factsOn, groundOf } from './ground.server.ts';
import { group, namesIn, type LinkageGroup, type Named, type PersonNames } from './group.queries.server.ts';
import { standingOf, type MeetingFact } from './measures.rules.ts';
import type { PlanRow } from './plans.server.ts';

export type DossierMember = {
  readonly names: PersonNames;
  readonly personId: string;
  readonly joinedOn: IsoDate;
  readonly offices: readonly string[];
  readonly savingsPaise: number;
  readonly lentPaise: number;
  readonly leftPaise: number;
  readonly overduePaise: number;
};
export type DossierAccount = {
  readonly code: string;
  readonly names: Named;
  readonly kind: string;
  /** On the side the account belongs to: what is owned, or what is owed. */
  readonly paise: number;
};
export type Dossier = {
  readonly group: LinkageGroup;
  readonly place: Named | null;
  readonly formedOn: IsoDate;
  readonly booksFromOn: IsoDate;
  readonly banks: readonly {
    readonly bank: string;
    readonly branch: string | null;
    readonly ifsc: string | null;
    readonly last4: string;
  }[];
  readonly members: readonly DossierMember[];
  readonly meetings: readonly MeetingFact[];
  readonly accounts: readonly DossierAccount[];
  readonly surplusPaise: number;
  /** The last one the group resolved; else the last draft. */
  readonly plan: PlanRow | null;
  readonly names: Readonly<Record<string, PersonNames>>;
};

export async function dossier(tx: Tx, who: Actor, { groupId }: GroupRef): Promise<Dossier | null> {
  const ground = await groundOf(tx, groupId);
  const page = await group(tx, who, { groupId });
  if (!ground || !page) return null;
  const { context, bookId } = ground;
  const { windowMonths, graceDays, closeDays } = page.five.scheme;
  const facts = await factsOn(tx, ground, { on: tx.today, windowMonths, graceDays, closeDays });
  const { rows } = await sql<{
    place: Named | null;
    formedOn: IsoDate;
    banks: Dossier['banks'];
  }>`select g.formed_on as "formedOn",
      case when p.place_id is not null then jsonb_build_object('en', p.name_en, 'hi', p.name_hi, 'ur', p.name_ur) end as place,
      coalesce((select jsonb_agg(jsonb_build_object('bank', a.bank, 'branch', a.branch, 'ifsc', a.ifsc, 'last4', right(a.number, 4)) order by a.bank)
        from bank_account a where a.org_id = g.org_id and a.group_id = g.group_id and a.closed_on is null), '[]') as banks
    from groups g left join place p on p.org_id = g.org_id and p.place_id = g.place_id
    where g.org_id = ${tx.orgId} and g.group_id = ${groupId}`.execute(tx.db);
  const row = rows[0]!;
  const savings = new Map(context.balances.map((one) => [one.personId, one.compulsoryPaise + one.voluntaryPaise]));
  const members = context.members
    .filter((one) => one.leftOn === null)
    .map((one) => {
      const hers = facts.loans.filter((loan) => loan.personId === one.personId);
      const stands = hers.map((loan) => standingOf(loan, { on: tx.today }));
      const offices = context.officers.filter(
        (office) =>
          office.personId === one.personId &&
          office.fromOn <= tx.today &&
          (office.untilOn === null || tx.today < office.untilOn),
      );
      return {
        personId: one.personId,
        names: one.names,
        joinedOn: one.joinedOn,
        offices: offices.map((office) => office.office),
        savingsPaise: savings.get(one.personId) ?? 0,
        lentPaise: hers.reduce((all, loan) => all + loan.principalPaise, 0),
        leftPaise: stands.reduce((all, stand) => all + stand.leftPaise, 0),
        overduePaise: stands.reduce((all, stand) => all + stand.overduePaise, 0),
      };
    });
  return {
    group: page,
    place: row.place,
    formedOn: row.formedOn,
    booksFromOn: context.booksFromOn,
    banks: row.banks,
    members,
    meetings: facts.meetings,
    ...(await balanceSheet(tx, bookId)),
    plan: page.plans.find((one) => one.approvedOn !== null) ?? page.plans[0] ?? null,
    names: namesIn(ground),
  };
}

/** What is owned and owed by the accounts of the book; income less expense is the surplus that belongs to neither account yet. */
async function balanceSheet(tx: Tx, bookId: string): Promise<Pick<Dossier, 'accounts' | 'surplusPaise'>> {
  const sums = await accountSumsOf(tx, { bookId, asOf: tx.today });
  const byCode = new Map((await chart(tx)).map((account) => [account.code, account]));
  const accounts: DossierAccount[] = [];
  let surplusPaise = 0;
  for (const { account: code, debitPaise, creditPaise } of sums) {
    const named = byCode.get(code);
    if (!named) continue;
    const { kind } = named;
    if (kind === 'income' || kind === 'expense') surplusPaise += creditPaise - debitPaise;
    const paise = kind === 'asset' ? debitPaise - creditPaise : creditPaise - debitPaise;
    if (paise !== 0 && ['asset', 'liability', 'equity'].includes(kind))
      accounts.push({ code, names: named, kind, paise });
  }
  return { accounts, surplusPaise };
}
