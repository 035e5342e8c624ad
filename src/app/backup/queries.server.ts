import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import { keepsInstallation } from './commands.server.ts';
import * as model from './model.ts';
import { troublesOf, type Facts, type Trouble } from './rules.ts';

const whole = () => null;

export const questions = defineQuestions('backup', {
  state: { input: model.Nothing, may: 'backup.read', scope: whole, run: state },
  list: { input: model.Nothing, may: 'backup.manage', scope: whole, run: list },
});

export type BackupState = { readonly troubles: readonly Trouble[]; readonly lastBackupAt: Date | null };

/** Null for whom the installation is no concern: an organisation below one with administrators, or beside one. */
async function state(tx: Tx, _who: Actor): Promise<BackupState | null> {
  if (!(await keepsInstallation(tx))) return null;
  const facts = await factsOf(tx);
  return { troubles: troublesOf(facts, tx.now), lastBackupAt: facts.lastBackupAt };
}

async function factsOf(tx: Tx): Promise<Facts> {
  const { rows } = await sql<FactsRow>`
    with done as (select distinct on (kind) kind, ended_at, saved_at from backup_run where state = 'done' order by kind, ended_at desc),
    tried as (select distinct on (kind) kind, state, ended_at from backup_run where state in ('done', 'failed') and coalesce(fault, '') <> 'backup.cut'
      order by kind, ended_at desc)
    select s.created_at as since, (select saved_at from done where kind = 'backup') as "lastBackupAt",
      coalesce((select state = 'failed' from tried where kind = 'backup'), false) as "lastFailed",
      (select ended_at from tried where kind = 'trial') as "trialAt", (select state = 'done' from tried where kind = 'trial') as "trialOk",
      (select ended_at from done where kind = 'copy') as "lastCopyAt", b.second_folder as "secondFolder",
      (select ended_at from done where kind = 'restore') as "restoredAt", (select saved_at from done where kind = 'restore') as "restoredFrom",
      m.seen_at as "seenAt", m.disk_free_bytes as "diskFreeBytes", m.disk_total_bytes as "diskTotalBytes",
      m.clock_behind_seconds as "clockBehindSeconds", m.clock_jump_seconds as "clockJumpSeconds", m.clock_jumped_at as "clockJumpedAt"
    from server_state s, backup_setting b, machine_state m`.execute(tx.db);
  const { trialAt, trialOk, restoredAt, restoredFrom, ...row } = rows[0]!;
  return {
    ...row,
    lastTrial: trialAt && { at: trialAt, ok: trialOk ?? false },
    restored: restoredAt && restoredFrom && { at: restoredAt, savedAt: restoredFrom },
    machine: row,
  };
}

type FactsRow = Omit<Facts, 'lastTrial' | 'restored' | 'machine'> &
  Facts['machine'] & {
    trialAt: Date | null;
    trialOk: boolean | null;
    restoredAt: Date | null;
    restoredFrom: Date | null;
  };

export type RunRow = {
  runId: string;
  kind: 'backup' | 'copy' | 'trial' | 'restore';
  reason: string;
  state: 'asked' | 'running' | 'done' | 'failed';
  askedAt: Date;
  savedAt: Date | null;
  path: string | null;
  bytes: number | null;
  rowCount: number | null;
  fileCount: number | null;
  progressDone: number | null;
  progressOf: number | null;
  fault: string | null;
  faultDetail: string | null;
};
export type BackupList = { readonly rows: readonly RunRow[]; readonly secondFolder: string | null };

/** Newest first; null as for `state`. */
async function list(tx: Tx, _who: Actor): Promise<BackupList | null> {
  if (!(await keepsInstallation(tx))) return null;
  const { rows } =
    await sql<RunRow>`select run_id as "runId", kind, reason, state, asked_at as "askedAt", saved_at as "savedAt", path, bytes,
      row_count as "rowCount", file_count as "fileCount", progress_done as "progressDone", progress_of as "progressOf", fault,
      fault_detail as "faultDetail"
    from backup_run order by asked_at desc limit 30`.execute(tx.db);
  const setting = await sql<{ folder: string | null }>`select second_folder as folder from backup_setting`.execute(
    tx.db,
  );
  return { rows, secondFolder: setting.rows[0]?.folder ?? null };
}
