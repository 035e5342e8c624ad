/** Recurring vouchers make themselves: once a day for each book, whichever process finds it, under one command id. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { dayInIndia, type IsoDate } from '#platform/dates.ts';
import { uuidFrom } from '#platform/ids.ts';
import { systemActor } from '../actors.server.ts';
import type { App } from '../app-type.server.ts';
import { perform } from '../perform.server.ts';
import { Again } from './again.ts';
import { enqueue, type Job } from './taking.server.ts';

export const RUN_RECURRING = 'accounts.run_recurring';

/** The same for the same book and day, on every process. */
const idOf = (what: string, bookId: string, day: IsoDate): string =>
  uuidFrom(
    createHash('sha256').update(`${what} ${bookId} ${day}`).digest().subarray(0, 16),
    Date.parse(`${day}T00:00:00Z`),
  );

type Found = { org_id: string; book_id: string; body_kind: string; body_id: string };

/** One job for each book with recurring vouchers; found again on the same day, it is the same job and the same command. */
export async function findRecurring({ app }: { app: App }): Promise<void> {
  const upTo = dayInIndia(new Date());
  const { rows } = await sql<Found>`select * from recurring_books(${upTo}::date)`.execute(app.db);
  for (const { org_id: orgId, book_id: bookId, body_kind: bodyKind, body_id: bodyId } of rows)
    await enqueue(app.db, orgId, {
      jobId: idOf('job', bookId, upTo),
      name: RUN_RECURRING,
      payload: { bookId, bodyKind, bodyId, upTo },
    });
}

/** As the system, which is nobody's first person: above the limit each voucher still waits, and not for who set it up. */
export async function runRecurring({ app }: { app: App }, { orgId, payload }: Job): Promise<void> {
  const { bookId, bodyKind, bodyId, upTo } = payload as {
    bookId: string;
    bodyKind: string;
    bodyId: string;
    upTo: string;
  };
  const outcome = await perform(app, systemActor(orgId), {
    id: idOf('command', bookId, upTo),
    name: 'accounts.runRecurring',
    schemaVersion: 1,
    payload: { bodyKind, bodyId, upTo },
  });
  if (outcome.kind === 'later') throw new Again(outcome.code);
}
