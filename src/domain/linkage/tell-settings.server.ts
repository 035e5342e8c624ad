/** From when which sign is worth a look: an organisation's own dated settings, the installation's as default. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { TellRules, TellSetting } from './tells.model.ts';
import { tellRulesIn } from './tells.rules.ts';

type Row = { readonly rules: TellRules; readonly by: string | null; readonly isOwn: boolean };

async function defaultsOf(tx: Tx): Promise<TellRules[]> {
  const { rows } = await sql<{ content: TellRules }>`select content from tell_rules order by from_on`.execute(tx.db);
  return rows.map((row) => row.content);
}

/** In the order they were set: the last of one day counts. */
async function ownOf(tx: Tx): Promise<{ content: TellRules; by: string | null }[]> {
  const { rows } = await sql<{ content: TellRules; by: string | null }>`select content,
      (select u.name from app_user u where u.org_id = s.org_id and u.user_id = s.set_by) as by
    from tell_setting s where s.org_id = ${tx.orgId} order by from_on, set_at`.execute(tx.db);
  return rows;
}

/** What signs are judged by in this organisation, each version from its day on. */
export const tellRules = async (tx: Tx): Promise<TellRules[]> =>
  tellRulesIn(
    await defaultsOf(tx),
    (await ownOf(tx)).map((row) => row.content),
  );

export type TellSettings = { readonly now: TellRules | null; readonly rows: readonly Row[]; readonly today: string };
/** Newest first, the default last where it still counts for anything. */
export async function tellSettings(tx: Tx): Promise<TellSettings> {
  const own = await ownOf(tx);
  const inUse = await tellRules(tx);
  const rows = inUse.map((rules): Row => {
    const mine = own.findLast((row) => row.content.fromOn === rules.fromOn);
    return { rules, by: mine?.by ?? null, isOwn: mine !== undefined };
  });
  const now = inUse.findLast((one) => one.fromOn <= tx.today) ?? null;
  return { now, rows: rows.toReversed(), today: tx.today };
}

/**
 * From a day to come: what meetings up to today showed stays what it was.
 * @returns refused `linkage.tells_not_before` {today}
 */
export async function setTells(tx: Tx, who: Actor, input: TellSetting): Promise<Outcome<{ fromOn: string }>> {
  if (input.fromOn <= tx.today) return refused('linkage.tells_not_before', { today: tx.today, field: 'fromOn' });
  await sql`insert into tell_setting (org_id, from_on, content, set_by, set_at)
    values (${tx.orgId}, ${input.fromOn}::date, ${JSON.stringify(input)}::jsonb, ${who.userId}, ${tx.now}::timestamptz)`.execute(
    tx.db,
  );
  // phones judge their own meetings: each group is told
  const { rows } = await sql<{ id: string }>`select group_id as id from groups where org_id = ${tx.orgId}
    and state <> 'closed'`.execute(tx.db);
  for (const { id } of rows) tx.changed(id, 'group', id);
  return applied({ fromOn: input.fromOn });
}
