/** What waits on this phone and of whom, told before anyone unlocks: the first screen needs this and nothing of the sending. */
import { openVaultDb, type VaultRow } from './database.ts';
import { countByStatus } from './outbox.ts';
import { listVaults, type Phone } from './vault.ts';

/** Unsent commands per user of this phone: shown before anyone signs in. */
export async function unsentPerUser(phone: Phone): Promise<{ vault: VaultRow; unsentCount: number }[]> {
  const rows = (await listVaults(phone)).filter((row) => row.userId !== null);
  return Promise.all(
    rows.map(async (vault) => {
      const db = await openVaultDb(phone.prefix, vault.vaultId);
      const counts = await countByStatus(db);
      db.close();
      return { vault, unsentCount: counts.unsent + counts.sending };
    }),
  );
}
