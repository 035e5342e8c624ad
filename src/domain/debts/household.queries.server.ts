/** The page of one woman: her income against what is asked of her, her debts, the way out, and her road to a bank. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { consentInForce } from '#domain/people/index.server.ts';
import { enterpriseDebts, type EnterpriseDebt } from '#domain/loans/index.server.ts';
import { modeOn, type Income } from '#domain/obligations/index.server.ts';
import { monthlyPaise, type Mode } from '#domain/obligations/index.ts';
import { balanceOn, costOfDebt, isInstitution, obligationOf } from './balance.rules.ts';
import type { PersonRef, SourceKind } from './model.ts';
import { loadHousehold, safetyOf, wayOutOf, type HerSafety, type Household } from './safety.server.ts';
import type { StoredDebt } from './store.server.ts';
import type { WayOut } from './way-out.rules.ts';

export type DebtCard = StoredDebt & {
  readonly owedPaise: number;
  readonly monthlyPaise: number;
  /** Hundredths of a percent a year; null when there is no such rate. */
  readonly costBps: number | null;
};
export type SourceCard = {
  readonly sourceId: string;
  readonly name: string;
  readonly kind: SourceKind;
  readonly rateBps: number;
};
export type Road = {
  /** Whose hand works her bank accounts. */
  readonly accounts: readonly { bankName: string | null; ending: string; operatedBy: string; addedOn: IsoDate }[];
  /** The first loan from a lender that keeps to rules: her group's or trust's, a bank's. */
  readonly firstFormal: { on: IsoDate; from: 'own' | 'outside' | 'application'; lender: string | null } | null;
  readonly applications: readonly {
    applicationId: string;
    lenderKind: string;
    lenderName: string;
    appliedOn: IsoDate;
    amountPaise: number;
    result: string;
    decidedOn: IsoDate | null;
    grantedPaise: number | null;
    refusal: string | null;
    note: string | null;
  }[];
  /** Of all she owes today, what she owes to lenders that keep to rules. */
  readonly institutionalPaise: number;
  readonly owedPaise: number;
};
export type HouseholdPage =
  | { readonly consent: 'missing' }
  | {
      readonly consent: 'stands';
      readonly income: Income | null;
      readonly mode: Mode;
      readonly safety: HerSafety;
      readonly debts: readonly DebtCard[];
      readonly sources: readonly SourceCard[];
      readonly wayOut: WayOut;
      readonly road: Road;
      /** What her enterprises borrow: told beside hers, in none of her sums. */
      readonly enterprises: readonly EnterpriseDebt[];
    };

/** Null for nobody of this organisation; without her consent nothing is told but that. */
export async function household(tx: Tx, _who: Actor, { personId }: PersonRef): Promise<HouseholdPage | null> {
  const consent = await consentInForce(tx, 'income_and_debts', personId);
  if (consent === 'unknown') return null;
  if (consent === 'missing') return { consent: 'missing' };
  const loaded = await loadHousehold(tx, personId);
  const { wayOut, sources } = await wayOutOf(tx, loaded);
  const debts = loaded.debts.filter((debt) => debt.personId === personId).map((debt) => cardOf(debt, tx.today));
  return {
    consent: 'stands',
    income: loaded.income,
    mode: await modeOn(tx, tx.today),
    safety: safetyOf(loaded, { on: tx.today }),
    debts,
    sources: sources.map(({ sheet: { sourceId, name, kind, rateBps } }) => ({ sourceId, name, kind, rateBps })),
    wayOut,
    road: await roadOf(tx, loaded, debts),
    enterprises: await enterpriseDebts(tx, [personId]),
  };
}

export function cardOf(debt: StoredDebt, on: IsoDate): DebtCard {
  const owed = balanceOn(debt, debt.payments, on);
  const cost = costOfDebt(debt);
  const stands = debt.state === 'standing';
  return {
    ...debt,
    owedPaise: stands ? owed.owedPaise : 0,
    monthlyPaise: stands ? monthlyPaise(obligationOf(debt, { owed, on })) : 0,
    costBps: cost.kind === 'rate' ? cost.nominalBps : null,
  };
}

async function roadOf(tx: Tx, { personId, loans }: Household, debts: readonly DebtCard[]): Promise<Road> {
  const accounts = await sql<Road['accounts'][number]>`select bank_name as "bankName", right(number, 4) as ending,
      operated_by as "operatedBy", added_on as "addedOn" from person_bank_account
    where org_id = ${tx.orgId} and person_id = ${personId} order by added_on, bank_account_id`.execute(tx.db);
  const applications = await sql<
    Road['applications'][number]
  >`select application_id as "applicationId", lender_kind as "lenderKind",
      lender_name as "lenderName", applied_on as "appliedOn", amount_paise as "amountPaise", result, decided_on as "decidedOn",
      granted_paise as "grantedPaise", refusal, note
    from credit_application where org_id = ${tx.orgId} and person_id = ${personId} order by applied_on desc, application_id`.execute(
    tx.db,
  );
  const first = await sql<NonNullable<Road['firstFormal']>>`
    select min(l.disbursed_on) as "on", 'own' as "from", null as lender from loan l
      where l.org_id = ${tx.orgId} and l.borrower_id = ${personId} and l.state <> 'withdrawn' having count(*) > 0
    union all select a.decided_on, 'application', a.lender_name from credit_application a
      where a.org_id = ${tx.orgId} and a.person_id = ${personId} and a.result = 'granted'
    union all select d.borrowed_on, 'outside', d.lender_name from outside_debt d where d.org_id = ${tx.orgId} and d.person_id = ${personId}
      and d.lender_kind in ('microfinance', 'bank', 'cooperative') and d.state <> 'struck'
    order by 1 limit 1`.execute(tx.db);
  const own = loans.filter((loan) => loan.personId === personId).reduce((sum, loan) => sum + loan.leftPaise, 0);
  const sum = (list: readonly DebtCard[]) => list.reduce((total, debt) => total + debt.owedPaise, 0);
  return {
    accounts: accounts.rows,
    applications: applications.rows,
    firstFormal: first.rows[0] ?? null,
    institutionalPaise: own + sum(debts.filter((debt) => isInstitution(debt.lenderKind))),
    owedPaise: own + sum(debts),
  };
}
