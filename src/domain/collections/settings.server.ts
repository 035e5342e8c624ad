/** Dated data: when and where repayment may be asked for (of the country), and how much cash an officer may carry (of the organisation). */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, type Outcome } from '#platform/outcomes.ts';
import type { CashLimitOn } from './cash.rules.ts';
import type { CashLimit } from './model.ts';
import type { RecoveryRule } from './recovery.rules.ts';

export async function rulesOf(tx: Tx): Promise<RecoveryRule[]> {
  const { rows } = await sql<RecoveryRule>`select from_on as "fromOn", from_minute as "fromMinute",
      until_minute as "untilMinute", missed_before_home as "missedBeforeHome", source from recovery_rule order by from_on`.execute(
    tx.db,
  );
  return rows;
}

/** In the order they were set: the last of one day counts. */
export async function limitsOf(tx: Tx): Promise<(CashLimitOn & { readonly decidedBy: string })[]> {
  const { rows } = await sql<
    CashLimitOn & { decidedBy: string }
  >`select from_on as "fromOn", limit_paise as "limitPaise",
      days, decided_by as "decidedBy" from officer_cash_limit where org_id = ${tx.orgId} order by from_on, set_at`.execute(
    tx.db,
  );
  return rows;
}

export async function setLimit(tx: Tx, who: Actor, input: CashLimit): Promise<Outcome<{ fromOn: string }>> {
  await tx.db
    .insertInto('officer_cash_limit')
    .values({
      org_id: tx.orgId,
      from_on: input.fromOn,
      limit_paise: input.limitPaise,
      days: input.days,
      decided_by: input.decidedBy,
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();
  return applied({ fromOn: input.fromOn });
}
