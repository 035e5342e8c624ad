/** Money for swaps, and paying a lender directly out of it. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { modeOn } from '#domain/obligations/index.server.ts';
import { balanceOn } from './balance.rules.ts';
import type { EndSource, PaySwap, SwapSource } from './model.ts';
import { asSource } from './quote.rules.ts';
import { loadHousehold, safetyOf, type HerSafety } from './safety.server.ts';
import { standingOn } from './standing.rules.ts';
import { lockDebt, moveDebt, sourcesFor, type StoredSource } from './store.server.ts';
import { costAsNow } from './way-out.rules.ts';

/** @returns refused `debts.source_taken` | `debts.source_dates` | `debts.group_unknown` */
export async function offerSource(tx: Tx, who: Actor, input: SwapSource): Promise<Outcome<{ sourceId: string }>> {
  if (input.untilOn !== null && input.untilOn <= input.fromOn) return refused('debts.source_dates');
  const group = await sql`select from groups where org_id = ${tx.orgId} and group_id = ${input.groupId}`.execute(tx.db);
  if (input.groupId !== null && group.rows.length === 0) return refused('debts.group_unknown');
  const { numAffectedRows } =
    await sql`insert into swap_source (org_id, source_id, group_id, from_on, until_on, sheet, recorded_by)
    values (${tx.orgId}, ${input.sourceId}, ${input.groupId}, ${input.fromOn}, ${input.untilOn}, ${JSON.stringify(input)}, ${who.userId})
    on conflict do nothing`.execute(tx.db);
  return numAffectedRows === 0n ? refused('debts.source_taken') : applied({ sourceId: input.sourceId });
}

/** @returns refused `debts.source_unknown` | `debts.source_dates` */
export async function endSource(tx: Tx, _who: Actor, input: EndSource): Promise<Outcome<{ sourceId: string }>> {
  const { rows } = await sql<{ from_on: string }>`select from_on from swap_source
    where org_id = ${tx.orgId} and source_id = ${input.sourceId}`.execute(tx.db);
  if (!rows[0]) return refused('debts.source_unknown');
  if (input.untilOn < rows[0].from_on) return refused('debts.source_dates');
  await sql`update swap_source set until_on = ${input.untilOn}
    where org_id = ${tx.orgId} and source_id = ${input.sourceId}`.execute(tx.db);
  return applied({ sourceId: input.sourceId });
}

type Swapped = { savedPaise: number; verdict: HerSafety['verdict'] };
/**
 * The lender gets his money directly, once and for all; she owes the source instead. What it saves is kept with it: the debt as it would
 * have gone on from that day, less all that the new loan will take. The loan itself is given by the meeting or the office.
 * @returns refused `debts.not_found` | `debts.not_standing` | `debts.in_the_future` | `debts.paid_before_borrowed` |
 * `debts.source_unknown` | `debts.source_empty` {leftPaise} | `debts.loan_unknown` | `debts.payment_taken` | `debts.no_income` |
 * `debts.over_limit` {allMonthlyPaise, limitMonthlyPaise} | `debts.over_ceiling` (the last three only where the organisation says so)
 */
export async function paySwap(tx: Tx, who: Actor, input: PaySwap): Promise<Outcome<Swapped>> {
  const debt = await lockDebt(tx, input);
  if ('kind' in debt) return debt;
  if (debt.state !== 'standing') return refused('debts.not_standing');
  if (input.paidOn > tx.today) return refused('debts.in_the_future', { today: tx.today });
  if (input.paidOn < debt.borrowedOn) return refused('debts.paid_before_borrowed', { borrowedOn: debt.borrowedOn });
  const source = (await sourcesFor(tx, [input.personId], input.paidOn)).find(
    (one) => one.sheet.sourceId === input.sourceId,
  );
  if (!source) return refused('debts.source_unknown');
  const lender = asSource(source.sheet, { on: input.paidOn, lentPaise: source.lentPaise });
  const quote = lender.quote(input.amountPaise);
  if (!quote || input.amountPaise > lender.moneyPaise[0]!)
    return refused('debts.source_empty', { leftPaise: lender.moneyPaise[0]! });
  if (!(await isHerLoan(tx, input))) return refused('debts.loan_unknown');
  const household = await loadHousehold(tx, input.personId);
  const wanted = [
    {
      label: { kind: 'wanted' as const, id: input.swapId, lender: source.sheet.name },
      obligation: {
        kind: 'instalments' as const,
        amountPaise: quote.instalmentPaise,
        unit: 'month' as const,
        every: 1,
      },
    },
  ];
  const safety = safetyOf(household, { on: tx.today, wanted, instead: debt.debtId });
  const barred = await barredBy(tx, safety, source);
  if (barred) return barred;
  const going = standingOn(debt, debt.payments, input.paidOn);
  const asNowPaise = going ? costAsNow(going) : balanceOn(debt, debt.payments, input.paidOn).owedPaise;
  const { numAffectedRows } =
    await sql`insert into debt_payment (org_id, payment_id, debt_id, paid_on, amount_paise, closes, source_id, loan_id,
      payable_paise, as_now_paise, recorded_by)
    values (${tx.orgId}, ${input.swapId}, ${input.debtId}, ${input.paidOn}, ${input.amountPaise}, true, ${input.sourceId}, ${input.loanId},
      ${quote.payablePaise}, ${asNowPaise}, ${who.userId}) on conflict do nothing`.execute(tx.db);
  if (numAffectedRows === 0n) return refused('debts.payment_taken');
  await moveDebt(tx, debt.debtId, { state: 'paid', paidOn: input.paidOn });
  return applied({ savedPaise: asNowPaise - quote.payablePaise, verdict: safety.verdict });
}

async function isHerLoan(tx: Tx, { loanId, personId }: PaySwap): Promise<boolean> {
  if (loanId === null) return true;
  const { rows } =
    await sql`select from loan where org_id = ${tx.orgId} and loan_id = ${loanId} and borrower_id = ${personId}`.execute(
      tx.db,
    );
  return rows.length > 0;
}

/** A group's own money is the group's to lend: it is told, never barred. */
export async function barredBy(tx: Tx, safety: HerSafety, { sheet }: StoredSource): Promise<Refused | null> {
  if (safety.verdict === 'within' || sheet.kind === 'group') return null;
  if ((await modeOn(tx, tx.today)) === 'advises') return null;
  if (safety.verdict === 'no_income') return refused('debts.no_income');
  if (safety.verdict === 'over_ceiling')
    return refused('debts.over_ceiling', { ceilingPaise: safety.limits.ceilingPaise });
  return refused('debts.over_limit', {
    allMonthlyPaise: safety.allMonthlyPaise,
    limitMonthlyPaise: safety.limitMonthlyPaise ?? 0,
  });
}
