/** What there is to do behind: every duty and every job by name. Each bears being done twice. */
import { sql } from 'kysely';
import type { App } from '../app-type.server.ts';
import type { Auth } from '../auth.server.ts';
import { performKept } from '../desk/release.server.ts';
import { loadOne } from '../held.server.ts';
import { perform } from '../perform.server.ts';
import { systemActor } from '../actors.server.ts';
import { Again } from './again.ts';
import { findRecurring, RUN_RECURRING, runRecurring } from './recurring.server.ts';
import { enqueue, type Job } from './taking.server.ts';

export type Workplace = { readonly app: App; readonly auth: Pick<Auth, 'sweep'> };

export const DUTIES: Readonly<Record<string, (at: Workplace) => Promise<void>>> = {
  'accounts.find_recurring': findRecurring,
  'auth.sweep': ({ auth }) => auth.sweep(),
  'commands.find_stuck': findStuck,
};

export const JOBS: Readonly<Record<string, (at: Workplace, job: Job) => Promise<void>>> = {
  'commands.resume': resume,
  [RUN_RECURRING]: runRecurring,
};

/** One job for each command, under the command's own id, so that finding it again adds nothing. */
async function findStuck({ app }: Workplace): Promise<void> {
  const { rows } = await sql<{ org_id: string; command_id: string }>`select * from stuck_commands()`.execute(app.db);
  for (const { org_id: orgId, command_id: commandId } of rows) {
    await enqueue(app.db, orgId, { jobId: commandId, name: 'commands.resume', payload: { commandId } });
  }
}

/** Runs what was released and never ran, under its author's name. One that another process runs meanwhile is answered as done. */
async function resume({ app }: Workplace, { orgId, payload }: Job): Promise<void> {
  const commandId = String(payload['commandId']);
  const stuck = await loadOne(app.db, orgId, commandId);
  const outcome = stuck
    ? await perform(app, stuck.who, stuck.envelope)
    : await performKept(app, systemActor(orgId), commandId);
  if (outcome.kind === 'later') throw new Again(outcome.code);
}
