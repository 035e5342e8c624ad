/** Taking a whole import back while nothing stands on it: what it made is removed, the trail of it stays. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { madeVouchers } from '#domain/accounts/index.server.ts';
import { withdrawGroups, withdrawMembers } from '#domain/groups/index.server.ts';
import { reverseMeeting } from '#domain/meetings/index.server.ts';
import { withdrawPersons } from '#domain/people/index.server.ts';
import { withdrawPlaces } from '#domain/places/index.server.ts';
import type { ImportRef } from './model.ts';

/** Why nothing is taken back: the first thing that stands on it. */
type Standing = { readonly what: string; readonly count: number };
type Made = { readonly kind: string | null; readonly ids: string[]; readonly commands: string[] };

/** @returns refused `imports.unknown` | `imports.not_done` | `imports.stands` {what, count} and nothing undone */
export async function undo(tx: Tx, _who: Actor, { importId }: ImportRef): Promise<Outcome<{ undone: number }>> {
  const found = await sql<{ state: string }>`select state from import
    where org_id = ${tx.orgId} and import_id = ${importId} for update`.execute(tx.db);
  if (!found.rows[0]) return refused('imports.unknown');
  if (!['done', 'stopped'].includes(found.rows[0].state)) return refused('imports.not_done');
  const { rows } = await sql<Made>`select subject_kind as kind, array_agg(distinct subject_id) as ids,
      coalesce((select array_agg(c) from import_line x, unnest(x.command_ids) c where x.org_id = ${tx.orgId}
        and x.import_id = ${importId} and x.outcome = 'applied' and x.subject_kind = l.subject_kind), '{}') as commands
    from import_line l where org_id = ${tx.orgId} and import_id = ${importId} and outcome = 'applied' group by 1`.execute(
    tx.db,
  );
  let undone = 0;
  for (const made of rows) {
    const standing = await withdraw(tx, made);
    if (standing && 'kind' in standing) return standing;
    if (standing) return refused('imports.stands', standing);
    undone += made.ids.length;
  }
  await sql`update import set state = 'undone', ended_at = ${tx.now}
    where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);
  await sql`delete from import_draft where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);
  return applied({ undone });
}

function withdraw(tx: Tx, { kind, ids, commands }: Made): Promise<Standing | Outcome<never> | null> {
  if (kind === 'person') return withdrawWomen(tx, ids, commands);
  if (kind === 'group') return withdrawGroups(tx, ids);
  if (kind === 'place') return withdrawPlaces(tx, ids);
  if (kind === 'voucher') return areTakenBack(tx, commands);
  if (kind === 'meeting') return reverseCutOffs(tx, commands);
  throw new Error(`An import made ${kind}`);
}

/** No money, no meeting, no office: only then her membership and her person go. */
async function withdrawWomen(tx: Tx, ids: readonly string[], commands: readonly string[]) {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'money' as what, count(*)::int as count from party_balance where org_id = ${tx.orgId} and party_id = any(${[...ids]}::uuid[])
    union all select 'meetings', count(*)::int from meeting_line where org_id = ${tx.orgId} and person_id = any(${[...ids]}::uuid[])
    union all select 'loans', count(*)::int from loan where org_id = ${tx.orgId} and borrower_id = any(${[...ids]}::uuid[])`.execute(
    tx.db,
  );
  const standing = rows.find((row) => row.count > 0);
  return standing ?? (await withdrawMembers(tx, ids)) ?? (await withdrawPersons(tx, ids, commands));
}

/** Their exact opposites were posted before, by the command that takes back a single one ({@link ./taking-back.server.ts}). */
async function areTakenBack(tx: Tx, ids: readonly string[]): Promise<Standing | null> {
  const left = (await madeVouchers(tx, ids)).filter((one) => one.state === 'posted' || one.state === 'waiting');
  const waits = left.some((one) => one.isBeingReversed);
  return left.length > 0 ? { what: waits ? 'limit' : 'vouchers', count: left.length } : null;
}

/** The opening journal of each group, its loans and fines, by their exact opposite; refused once a meeting stands on it. */
async function reverseCutOffs(tx: Tx, meetingIds: readonly string[]): Promise<Outcome<never> | null> {
  for (const meetingId of meetingIds) {
    const wrong = await reverseMeeting(tx, { meetingId, reason: 'import' });
    if (wrong) return wrong;
  }
  return null;
}
