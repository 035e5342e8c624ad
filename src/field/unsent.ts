/** What waits on this phone and of whom, told before anyone unlocks: the first screen needs this and nothing of the sending. */
import { openVaultDb, type VaultRow } from './database.ts';
import { countByStatus } from './outbox.ts';
import { listVaults, type Phone } from './vault.ts';

/** Unsent commands per user of this phone, those of her earlier places on it included: shown before anyone signs in. */
export async function unsentPerUser(phone: Phone): Promise<{ vault: VaultRow; unsentCount: number }[]> {
  const rows = (await listVaults(phone)).filter((row) => row.userId !== null && !row.broughtOver);
  const counted = await Promise.all(rows.map(async (vault) => ({ vault, unsentCount: await unsentIn(phone, vault) })));
  return counted
    .filter(({ vault }) => vault.replacedBy === undefined)
    .map(({ vault, unsentCount }) => {
      const earlier = counted.filter((one) => one.vault.replacedBy === vault.vaultId);
      return { vault, unsentCount: earlier.reduce((sum, one) => sum + one.unsentCount, unsentCount) };
    });
}

async function unsentIn(phone: Phone, { vaultId }: VaultRow): Promise<number> {
  const db = await openVaultDb(phone.prefix, vaultId);
  const counts = await countByStatus(db);
  db.close();
  return counts.unsent + counts.sending;
}
