/** The list of backups, copies, trials and restores: what the first page and the settings read. Written as the owner of the tables. */
import type pg from 'pg';
import { newId } from '#platform/ids.ts';
import { StartFault } from '#platform/start-faults.server.ts';

export type RunKind = 'backup' | 'copy' | 'trial' | 'restore';
export type RunReason = 'daily' | 'weekly' | 'stop' | 'asked' | 'update' | 'plugged';
export type RunResult = {
  readonly path?: string;
  readonly savedAt?: Date;
  readonly bytes?: number;
  readonly rows?: number;
  readonly files?: number;
};

type NewRun = { readonly kind: RunKind; readonly reason: RunReason; readonly runId?: string };

export type OpenRun = {
  progress(done: number, of: number): Promise<void>;
  done(result: RunResult): Promise<void>;
  failed(fault: unknown): Promise<void>;
};

/** Begins a run, or one that somebody asked for on the screen (`runId`). */
export async function beginRun(owner: pg.Pool, { kind, reason, runId = newId() }: NewRun): Promise<OpenRun> {
  await owner.query(
    `insert into backup_run (run_id, kind, reason, state) values ($1, $2, $3, 'running')
     on conflict (run_id) do update set state = 'running'`,
    [runId, kind, reason],
  );
  return {
    async progress(done, of) {
      await owner.query('update backup_run set progress_done = $2, progress_of = $3 where run_id = $1', [
        runId,
        done,
        of,
      ]);
    },
    async done({ path, savedAt, bytes, rows, files }) {
      await owner.query(
        `update backup_run set state = 'done', ended_at = now(), path = $2, saved_at = $3, bytes = $4, row_count = $5, file_count = $6
         where run_id = $1`,
        [runId, path ?? null, savedAt ?? null, bytes ?? null, rows ?? null, files ?? null],
      );
    },
    async failed(fault) {
      const known = fault instanceof StartFault;
      await owner.query(
        `update backup_run set state = 'failed', ended_at = now(), fault = $2, fault_detail = $3 where run_id = $1`,
        [runId, known ? fault.code : 'fault', known ? fault.message : String((fault as Error)?.message ?? fault)],
      );
    },
  };
}

/** After a restore: from what, so that the office is told as the phones are. */
export async function noteRestore(owner: pg.Pool, { path, madeAt }: { path: string; madeAt: Date }): Promise<void> {
  await owner.query(
    `insert into backup_run (run_id, kind, reason, state, ended_at, path, saved_at) values ($1, 'restore', 'asked', 'done', now(), $2, $3)`,
    [newId(), path, madeAt],
  );
}
