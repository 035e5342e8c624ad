/** The recovery key of this installation: made once, kept in the database so that every process on it seals with the same. */
import type pg from 'pg';
import { makeRecoveryKey } from '#platform/backup/recovery-key.server.ts';

export type KeyOf = { readonly recoveryKey: string; readonly isNew: boolean };

/** @param owner connects as the owner of the tables */
export async function recoveryKeyOf(owner: pg.Pool): Promise<KeyOf> {
  const made = await owner.query<{ recovery_key: string }>(
    'insert into backup_key (recovery_key) values ($1) on conflict do nothing returning recovery_key',
    [makeRecoveryKey()],
  );
  if (made.rows[0]) return { recoveryKey: made.rows[0].recovery_key, isNew: true };
  const { rows } = await owner.query<{ recovery_key: string }>('select recovery_key from backup_key');
  return { recoveryKey: rows[0]!.recovery_key, isNew: false };
}
