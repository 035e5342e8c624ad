import { sql } from 'kysely';
import type { Actor } from '#platform/door.ts';
import type { Outcome } from '#platform/outcomes.ts';
import type { App } from '../app-type.server.ts';

export type Shown = { readonly kind: 'shown'; readonly recoveryKey: string };

/** The key after the audited command, which alone knows the right. @returns the command's outcome when that was not applied */
export async function showRecoveryKey(
  app: App,
  who: Actor,
): Promise<Shown | Exclude<Outcome<never>, { kind: 'applied' | 'already' }>> {
  const outcome = await app.do('backup.showKey', who, {});
  if (outcome.kind !== 'applied' && outcome.kind !== 'already') return outcome;
  const { rows } = await sql<{ recovery_key: string }>`select recovery_key from backup_key`.execute(app.db);
  return { kind: 'shown', recoveryKey: rows[0]?.recovery_key ?? '' };
}
