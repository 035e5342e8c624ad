/** From where on an entry is looked at: the house's dated limits, and over them the organisation's own. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { limitsOn, type LimitRow } from './limits.rules.ts';
import type { LimitName, SetLimit } from './model.ts';

export type LimitHistory = LimitRow & {
  /** Who decided it, or where the house has it from. */
  readonly source: string;
  readonly own: boolean;
  readonly setAt: Date | null;
  readonly setByName: string | null;
};

/** In the order in which they win: a limit of the organisation's own replaces the house's from its day on, whatever the house's later rows. */
export async function limitHistory(tx: Tx): Promise<LimitHistory[]> {
  const { rows } = await sql<LimitHistory>`
    select r.name, r.from_on as "fromOn", r.value, r.source, false as own, null::timestamptz as "setAt", null::text as "setByName"
      from ref_audit_limit r where not exists (select from audit_limit l where l.org_id = ${tx.orgId} and l.name = r.name and l.from_on <= r.from_on)
    union all
    select l.name, l.from_on, l.value, l.decided_by, true, l.set_at, u.name
      from audit_limit l left join app_user u on u.org_id = l.org_id and u.user_id = l.set_by where l.org_id = ${tx.orgId}
    order by 1, 2, 6 nulls first`.execute(tx.db);
  return rows;
}

export const limitRows = (tx: Tx): Promise<readonly LimitRow[]> => limitHistory(tx);

export type Limits = {
  readonly now: Readonly<Record<LimitName, number>>;
  readonly history: readonly LimitHistory[];
};
export async function limits(tx: Tx): Promise<Limits> {
  const history = await limitHistory(tx);
  return { now: limitsOn(history, tx.today), history };
}

/** The largest that makes sense; anything above would hide a whole list. */
const MOST: Readonly<Partial<Record<LimitName, number>>> = {
  back_dated_days: 3_650,
  hours_from: 1_440,
  hours_to: 1_440,
  split_entries: 100,
  split_share_bps: 10_000,
};
/** The fewest: one entry is not split, and a multiple of nothing is nothing. */
const LEAST: Readonly<Partial<Record<LimitName, number>>> = {
  split_entries: 2,
  round_multiple_paise: 100,
  split_limit_paise: 100,
};

/** @returns refused `audit.limit_out_of_range` */
export async function setLimit(tx: Tx, who: Actor, input: SetLimit): Promise<Outcome<{ name: string }>> {
  const least = LEAST[input.name] ?? 0;
  const most = MOST[input.name] ?? Number.MAX_SAFE_INTEGER;
  if (input.value < least || input.value > most) return refused('audit.limit_out_of_range', { field: 'value' });
  await sql`insert into audit_limit (org_id, name, from_on, value, decided_by, set_by, set_at)
    values (${tx.orgId}, ${input.name}, ${input.fromOn}::date, ${input.value}, ${input.decidedBy}, ${who.userId}, ${tx.now})`.execute(
    tx.db,
  );
  return applied({ name: input.name });
}
