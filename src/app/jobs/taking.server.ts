/** Taking work and giving it back: one process at a time, by row locks of the database that all of them share. */
import { sql } from 'kysely';
import { actAs, type Db } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { systemActor } from '../actors.server.ts';

/** Longer than any work takes; a process that died gives its work back after that. */
const HELD_SECONDS = 600;
const KEPT_DAYS = 7;

export type Job = {
  readonly orgId: string;
  readonly jobId: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};
export type NewJob = Pick<Job, 'name' | 'payload'> & { readonly jobId?: string };

/** Kind and code of a fault; its message may quote what somebody typed. */
export function faultWords(fault: unknown): string {
  if (!(fault instanceof Error)) return typeof fault;
  const code = 'code' in fault && typeof fault.code === 'string' ? ` ${fault.code}` : '';
  return `${fault.name}${code}`.slice(0, 120);
}

/** @returns the name of a duty that is due, now held by this process; null when there is none */
export async function takeDuty(db: Db, known: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    update duty set taken_until = now() + make_interval(secs => ${HELD_SECONDS}) where name = (
      select name from duty where name = any(${[...known]}) and run_at <= now() and (taken_until is null or taken_until < now())
      order by run_at limit 1 for update skip locked) returning name`.execute(db);
  return rows[0]?.name ?? null;
}

export async function giveBackDuty(db: Db, name: string, fault: unknown): Promise<void> {
  await (
    fault === undefined
      ? sql`update duty set taken_until = null, failures = 0, failed = null, done_at = now(),
        run_at = now() + make_interval(secs => every_seconds) where name = ${name}`
      : sql`update duty set taken_until = null, failures = failures + 1, failed = ${faultWords(fault)}, failed_at = now(),
        run_at = now() + retry_wait(failures + 1) where name = ${name}`
  ).execute(db);
}

const asSystem = <T>(db: Db, orgId: string, work: (trx: Db) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (trx) => {
    await actAs(trx, systemActor(orgId));
    return work(trx);
  });

/** Puts work behind. The same id again while it is to be done, or was done within the hour, adds nothing. */
export const enqueue = (db: Db, orgId: string, job: NewJob): Promise<void> =>
  asSystem(db, orgId, async (trx) => {
    await sql`insert into job as j (org_id, job_id, name, payload, run_at)
      values (${orgId}, ${job.jobId ?? newId()}, ${job.name}, ${JSON.stringify(job.payload)}::jsonb, now())
      on conflict (org_id, job_id) do update set done_at = null, attempts = 0, failed = null, run_at = now()
        where j.done_at < now() - interval '1 hour'`.execute(trx);
  });

/** @returns a job that is due, now held by this process; null when none is left for it */
export async function takeJob(db: Db): Promise<Job | null> {
  const due = await sql<{ org_id: string; job_id: string }>`select org_id, job_id from job_orgs(now())`.execute(db);
  for (const { org_id: orgId, job_id: jobId } of due.rows) {
    const taken = await asSystem(db, orgId, async (trx) => {
      const { rows } = await sql<Pick<Job, 'name' | 'payload'>>`
        update job set taken_until = now() + make_interval(secs => ${HELD_SECONDS}), attempts = attempts + 1
        where org_id = ${orgId} and job_id = (
          select job_id from job where org_id = ${orgId} and job_id = ${jobId} and done_at is null and run_at <= now()
            and (taken_until is null or taken_until < now()) for update skip locked) returning name, payload`.execute(
        trx,
      );
      return rows[0];
    });
    if (taken) return { orgId, jobId, ...taken };
  }
  return null;
}

export const giveBackJob = (db: Db, { orgId, jobId }: Job, fault: unknown): Promise<void> =>
  asSystem(db, orgId, async (trx) => {
    await (
      fault === undefined
        ? sql`with old as (delete from job where org_id = ${orgId} and done_at < now() - make_interval(days => ${KEPT_DAYS}))
          update job set taken_until = null, done_at = now(), failed = null where org_id = ${orgId} and job_id = ${jobId}`
        : sql`update job set taken_until = null, failed = ${faultWords(fault)}, failed_at = now(), run_at = now() + retry_wait(attempts)
          where org_id = ${orgId} and job_id = ${jobId}`
    ).execute(trx);
  });
