/** What may be done about backups on the screen. The work itself is the keeper's, in the process that started the app. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import * as model from './model.ts';
import type { SetFolder } from './model.ts';

const whole = () => null;

export const commands = defineCommands('backup', {
  ask: { input: model.Nothing, may: 'backup.manage', scope: whole, run: ask },
  setFolder: { input: model.SetFolder, may: 'backup.manage', scope: whole, run: setFolder },
  /** The trail's line alone; the key itself never passes the door (see `showKey` in show-key.server.ts). */
  showKey: { input: model.Nothing, may: 'backup.manage', scope: whole, run: showKey },
});

/** Matters of the installation are for the organisation above all others that have administrators. */
export async function keepsInstallation(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select keeps_installation(${tx.orgId}) as mine`.execute(tx.db);
  return rows[0]?.mine ?? false;
}

/** @returns the run that is waiting already, if one is; refused `backup.not_yours` */
async function ask(tx: Tx, _who: Actor): Promise<Outcome<{ runId: string }>> {
  if (!(await keepsInstallation(tx))) return refused('backup.not_yours');
  const { rows } = await sql<{ run_id: string }>`select run_id from backup_run
    where kind = 'backup' and state in ('asked', 'running') order by asked_at limit 1`.execute(tx.db);
  if (rows[0]) return applied({ runId: rows[0].run_id });
  const runId = newId();
  await sql`insert into backup_run (run_id, kind, reason, state) values (${runId}, 'backup', 'asked', 'asked')`.execute(
    tx.db,
  );
  await sql`select pg_notify('bakhiya_backup', '')`.execute(tx.db);
  return applied({ runId });
}

/** @returns refused `backup.not_yours` */
async function setFolder(tx: Tx, _who: Actor, { folder }: SetFolder): Promise<Outcome<Record<string, never>>> {
  if (!(await keepsInstallation(tx))) return refused('backup.not_yours');
  await sql`update backup_setting set second_folder = ${folder}`.execute(tx.db);
  await sql`select pg_notify('bakhiya_backup', '')`.execute(tx.db);
  return applied({});
}

/** @returns refused `backup.not_yours` */
async function showKey(tx: Tx): Promise<Outcome<Record<string, never>>> {
  return (await keepsInstallation(tx)) ? applied({}) : refused('backup.not_yours');
}
