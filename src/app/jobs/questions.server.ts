import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';

export type WorkRow = {
  readonly name: string;
  /** Failures in a row of a duty; attempts of a job. */
  readonly tries: number;
  readonly failed: string | null;
  readonly failedAt: Date | null;
  readonly doneAt: Date | null;
  readonly nextAt: Date;
};
export type WorkList = { readonly duties: WorkRow[]; readonly jobs: WorkRow[]; readonly waiting: number };

/** The rounds of the installation, and of this organisation's jobs those still to do, the failing ones first. */
async function list(tx: Tx, _who: Actor): Promise<WorkList> {
  const duties =
    await sql<WorkRow>`select name, failures as tries, failed, failed_at as "failedAt", done_at as "doneAt", run_at as "nextAt"
    from duty order by name`.execute(tx.db);
  const jobs = await sql<WorkRow & { waiting: number }>`
    select name, attempts as tries, failed, failed_at as "failedAt", done_at as "doneAt", run_at as "nextAt", count(*) over ()::int as waiting
    from job where org_id = ${tx.orgId} and done_at is null order by failed_at desc nulls last, run_at limit 100`.execute(
    tx.db,
  );
  const waiting = jobs.rows[0]?.waiting ?? 0;
  return { duties: duties.rows, jobs: jobs.rows.map(({ waiting: _all, ...row }) => row), waiting };
}

export const questions = defineQuestions('jobs', {
  list: { input: z.strictObject({}), may: 'org.manage', scope: () => null, run: list },
});
