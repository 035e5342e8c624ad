/** Plans of a group, what its members asked for at meetings and did not get, and what its meetings decided. */
import { sql } from 'kysely';
import { addMonths, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Decision } from '#domain/meetings/index.ts';
import type { PlanLine, ShareKey } from './funds.model.ts';

export type PlanRow = {
  readonly planId: string;
  readonly madeOn: IsoDate;
  readonly totalPaise: number;
  readonly lines: readonly PlanLine[];
  readonly meetingId: string | null;
  readonly decision: Decision | null;
  readonly approvedOn: IsoDate | null;
};
export async function plansOf(tx: Tx, groupId: string): Promise<PlanRow[]> {
  const { rows } =
    await sql<PlanRow>`select plan_id as "planId", made_on as "madeOn", total_paise as "totalPaise", lines,
      meeting_id as "meetingId", decision, approved_on as "approvedOn"
    from credit_plan where org_id = ${tx.orgId} and group_id = ${groupId} order by made_on desc, entered_at desc limit 40`.execute(
      tx.db,
    );
  return rows;
}

export type DemandRow = {
  readonly meetingId: string;
  readonly heldOn: IsoDate;
  readonly personId: string;
  readonly purpose: string;
  readonly amountPaise: number;
  readonly grantedPaise: number;
};
const MONTHS = 12;
/** The last word of each woman on each purpose within a year, where less was given than asked. */
export async function openDemands(tx: Tx, groupId: string, on: IsoDate): Promise<DemandRow[]> {
  const { rows } = await sql<DemandRow>`select * from (
      select distinct on (d ->> 'personId', d ->> 'purpose') m.meeting_id as "meetingId", m.held_on as "heldOn",
        d ->> 'personId' as "personId", d ->> 'purpose' as purpose, (d ->> 'amountPaise')::bigint as "amountPaise",
        (d ->> 'grantedPaise')::bigint as "grantedPaise"
      from meeting m cross join lateral jsonb_array_elements(m.sheet -> 'demands') d
      where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.state = 'closed' and m.kind in ('regular', 'special')
        and jsonb_typeof(m.sheet -> 'demands') = 'array' and m.held_on between ${addMonths(on, -MONTHS)}::date and ${on}::date
      order by d ->> 'personId', d ->> 'purpose', m.held_on desc) last
    where "grantedPaise" < "amountPaise" order by "heldOn", "personId"`.execute(tx.db);
  return rows;
}

export type DecisionRow = {
  readonly meetingId: string;
  readonly heldOn: IsoDate;
  readonly no: number;
  readonly text: string;
  readonly votesFor: number;
  readonly votesAgainst: number;
};
/** Decisions in the minutes of the last year, newest first. */
export async function decisionsOf(tx: Tx, groupId: string, on: IsoDate): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`select m.meeting_id as "meetingId", m.held_on as "heldOn", d.no::int as no,
      d.decision ->> 'text' as text, (d.decision ->> 'votesFor')::int as "votesFor", (d.decision ->> 'votesAgainst')::int as "votesAgainst"
    from meeting m cross join lateral jsonb_array_elements(m.sheet #> '{minutes,decisions}') with ordinality d(decision, no)
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.state = 'closed' and m.kind in ('regular', 'special')
      and jsonb_typeof(m.sheet #> '{minutes,decisions}') = 'array' and m.held_on between ${addMonths(on, -MONTHS)}::date and ${on}::date
    order by m.held_on desc, d.no limit 60`.execute(tx.db);
  return rows;
}

export type ShareOutRow = {
  readonly shareOutId: string;
  readonly on: IsoDate;
  readonly from: IsoDate;
  readonly key: ShareKey;
  readonly totalPaise: number;
  readonly shares: readonly { readonly personId: string; readonly weight: number; readonly paise: number }[];
  readonly meetingId: string;
  readonly journalSeq: number;
};
export async function shareOutsOf(tx: Tx, groupId: string): Promise<ShareOutRow[]> {
  const { rows } =
    await sql<ShareOutRow>`select share_out_id as "shareOutId", shared_on as on, span_from as from, share_key as key,
      total_paise as "totalPaise", shares, meeting_id as "meetingId", journal_seq as "journalSeq"
    from share_out where org_id = ${tx.orgId} and group_id = ${groupId} order by shared_on desc, entered_at desc limit 20`.execute(
      tx.db,
    );
  return rows;
}
