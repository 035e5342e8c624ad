/** What the keeper reads and notes: what is due, what was asked, how the machine does. As the owner, over the whole installation. */
import type pg from 'pg';
import type { Disk } from '#platform/backup/machine.server.ts';

export type Asked = { readonly runId: string };
export type Due = {
  readonly asked: readonly Asked[];
  readonly backup: boolean;
  readonly trial: boolean;
  /** There is an organisation, and something was done since the last backup. */
  readonly changedSinceBackup: boolean;
};

/** Not every 24 hours but once a day: a laptop that is opened at nine each morning must not drift into the evening. */
const DAILY = "interval '20 hours'";
const WEEKLY = "interval '7 days'";
/** What failed is tried again after this. */
const AGAIN = "interval '1 hour'";

export async function dueNow(owner: pg.Pool): Promise<Due> {
  const { rows } = await owner.query<Omit<Due, 'asked'>>(
    `with ran as (select kind, max(ended_at) filter (where state = 'done') as done, max(asked_at) filter (where state = 'failed') as failed
       from backup_run group by kind),
     last as (select (select done from ran where kind = 'backup') as backup, (select failed from ran where kind = 'backup') as backup_failed,
       (select done from ran where kind = 'trial') as trial, (select failed from ran where kind = 'trial') as trial_failed,
       exists (select from org) as furnished)
     select furnished and coalesce(backup < now() - ${DAILY}, true) and coalesce(backup_failed < now() - ${AGAIN}, true) as backup,
       backup is not null and coalesce(trial < now() - ${WEEKLY}, true) and coalesce(trial_failed < now() - ${AGAIN}, true) as trial,
       furnished and (backup is null or exists (select from org o where exists (select from audit a where a.org_id = o.org_id and a.at > backup)))
         as "changedSinceBackup"
     from last`,
  );
  const asked = await owner.query<Asked>(
    `select run_id as "runId" from backup_run where kind = 'backup' and state = 'asked' order by asked_at`,
  );
  return { ...rows[0]!, asked: asked.rows };
}

/** Whoever holds the lock runs nothing else: what still says "running" was cut by a kill. */
export async function openRuns(owner: pg.Pool): Promise<void> {
  await owner.query(
    `update backup_run set state = 'failed', ended_at = now(), fault = 'backup.cut', fault_detail = 'The app was stopped meanwhile.'
     where state = 'running'`,
  );
}

export async function readSettings(owner: pg.Pool): Promise<{ secondFolder: string | null }> {
  const { rows } = await owner.query<{ secondFolder: string | null }>(
    'select second_folder as "secondFolder" from backup_setting',
  );
  return { secondFolder: rows[0]?.secondFolder ?? null };
}

type Seen = { readonly disk: Disk | null; readonly jumpSeconds: number };

/** The books know the latest time that ever was: a clock before it is wrong. */
export async function noteMachine(owner: pg.Pool, { disk, jumpSeconds }: Seen): Promise<void> {
  await owner.query(
    `update machine_state set seen_at = now(), disk_path = $1, disk_free_bytes = $2, disk_total_bytes = $3,
       clock_behind_seconds = greatest(0, coalesce(extract(epoch from
         greatest((select max(last_entered_at) from book), (select max(ended_at) from backup_run)) - now()), 0))::int8,
       clock_jump_seconds = case when $4::int8 = 0 then clock_jump_seconds else $4 end,
       clock_jumped_at = case when $4::int8 = 0 then clock_jumped_at else now() end`,
    [disk?.path ?? null, disk?.freeBytes ?? null, disk?.totalBytes ?? null, jumpSeconds],
  );
}
