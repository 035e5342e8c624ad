/** Everything the repayment test and the way out need of one woman and her household, loaded once. */
import { addMonths } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { consentInForce, householdOf } from '#domain/people/index.server.ts';
import { monthlyPaise, testSafety, type Claim, type Limits, type Safety } from '#domain/obligations/index.ts';
import { incomeOf, limitsOn, type Income } from '#domain/obligations/index.server.ts';
import { balanceOn, obligationOf } from './balance.rules.ts';
import { SWAP_MONTHS, type StandingDebt } from './path.rules.ts';
import type { ClaimOf } from './phone-safety.model.ts';
import { asSource } from './quote.rules.ts';
import { standingOn } from './standing.rules.ts';
import { debtsOf, ownLoans, sourcesFor, type OwnLoan, type StoredDebt, type StoredSource } from './store.server.ts';
import { findWayOut, MOST_SOURCES, type WayOut } from './way-out.rules.ts';

export type HerSafety = Safety<ClaimOf> & {
  /** Women of the household whose debts may not be shown: their claims are missing above. */
  readonly hidden: number;
};

export type Household = {
  readonly personId: string;
  readonly persons: readonly string[];
  readonly income: Income | null;
  readonly limits: Limits;
  /** Hers first, then those of her household that may be seen; standing, paid and free. */
  readonly debts: readonly StoredDebt[];
  readonly hidden: number;
  readonly loans: readonly OwnLoan[];
};

export async function loadHousehold(tx: Tx, personId: string): Promise<Household> {
  const persons = await householdOf(tx, personId);
  const debts = await debtsOf(tx, persons);
  const hiddenOf = new Set<string>();
  for (const owner of new Set(debts.map((debt) => debt.personId)))
    if ((await consentInForce(tx, 'income_and_debts', owner)) !== 'stands') hiddenOf.add(owner);
  return {
    personId,
    persons,
    income: await incomeOf(tx, persons, tx.today),
    limits: await limitsOn(tx, tx.today),
    debts: debts.filter((debt) => !hiddenOf.has(debt.personId)),
    hidden: hiddenOf.size,
    loans: await ownLoans(tx, persons),
  };
}

const debtClaim = (debt: StoredDebt, on: string): Claim<ClaimOf> => ({
  label: { kind: 'debt', id: debt.debtId, lender: debt.lenderName },
  obligation: obligationOf(debt, { owed: balanceOn(debt, debt.payments, on), on }),
});
const loanClaim = ({ loanId, obligation }: OwnLoan): Claim<ClaimOf> => ({
  label: { kind: 'loan', id: loanId, lender: null },
  obligation,
});

/** @param instead a debt that the wanted loan pays off */
export function safetyOf(
  { debts, loans, income, limits, hidden }: Household,
  { on, wanted = [], instead = null }: { on: string; wanted?: readonly Claim<ClaimOf>[]; instead?: string | null },
): HerSafety {
  const standing = debts.filter((debt) => debt.state === 'standing' && debt.debtId !== instead);
  const claims = [...standing.map((debt) => debtClaim(debt, on)), ...loans.map(loanClaim)];
  return { ...testSafety({ incomeYearlyPaise: income?.yearlyPaise ?? null, claims, wanted, limits }), hidden };
}

/** Her own debts against the money open to her, the rest of the household's claims taken off what repayments may take. */
export async function wayOutOf(
  tx: Tx,
  household: Household,
): Promise<{ wayOut: WayOut; sources: StoredSource[]; standing: StandingDebt[] }> {
  const { debts, loans, income, limits, personId } = household;
  const on = tx.today;
  const hers = (debt: StoredDebt): boolean => debt.personId === personId;
  const standing = debts.flatMap((debt) => {
    const one = debt.state === 'standing' && hers(debt) ? standingOn(debt, debt.payments, on) : null;
    return one ? [one] : [];
  });
  // only the four cheapest: more would not be searched exactly
  const sources = (await sourcesFor(tx, [personId], on)).slice(0, MOST_SOURCES);
  const others = debts.filter((debt) => debt.state === 'standing' && !hers(debt)).map((debt) => debtClaim(debt, on));
  const kin = others.reduce((sum, { obligation }) => sum + monthlyPaise(obligation), 0);
  const otherPaise = Array.from({ length: SWAP_MONTHS }, (_, month) => {
    const running = loans.filter((loan) => month === 0 || loan.lastOn > addMonths(on, month));
    return running.reduce((sum, loan) => sum + monthlyPaise(loan.obligation), kin);
  });
  const wayOut = findWayOut({
    debts: standing,
    sources: sources.map((one) => asSource(one.sheet, { on, lentPaise: one.lentPaise })),
    limitPaise: income === null ? null : Number((BigInt(income.yearlyPaise) * BigInt(limits.ratioBps)) / 120_000n),
    otherPaise,
  });
  return { wayOut, sources, standing };
}
