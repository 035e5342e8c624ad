/** On a shared phone whoever has signal and a session carries the others' sealed outboxes, without being able to read or delete them. */
import { openVaultDb, type VaultRow } from './database.ts';
import { mustProbe, newPushMemory, pushChain, type Stop } from './push.ts';
import { releaseLeftovers, type Carrier } from './receipts.ts';
import type { Locks, Net } from './transport.ts';
import { listVaults, sendLock, type Phone } from './vault.ts';

export async function listOtherVaults(phone: Phone, mine: string): Promise<VaultRow[]> {
  return (await listVaults(phone)).filter((row) => row.vaultId !== mine && row.userId !== null && !row.broughtOver);
}

type Load = { readonly locks: Locks; readonly others: readonly VaultRow[]; readonly epoch: string | null };

/** The first stop met, after each of them had its turn. */
export async function sendForOthers(net: Net, phone: Phone, load: Load): Promise<Stop | null> {
  let stop: Stop | null = null;
  for (const { vaultId } of load.others) {
    const end = await load.locks.request(sendLock(phone, vaultId), { ifAvailable: true }, async (held) => {
      if (!held) return null;
      const db = await openVaultDb(phone.prefix, vaultId);
      try {
        return await sendFor(net, { db, author: null, now: phone.now }, load.epoch);
      } finally {
        db.close();
      }
    });
    stop ??= end;
    if (end?.why === 'noAnswer' || end?.why === 'wait' || end?.why === 'signIn') break;
  }
  return stop;
}

async function sendFor(net: Net, side: Carrier, epoch: string | null): Promise<Stop | null> {
  const { db } = side;
  const header = await db.get('header', 'header');
  if (!header || header.hidden) return null;
  await releaseLeftovers(db);
  let stop: Stop | null = null;
  for (const chain of await db.getAll('chains')) {
    const probe = mustProbe(chain, epoch);
    const end = await pushChain({ net, side, deviceId: chain.deviceId, path: '/push', probe, memory: newPushMemory() });
    stop ??= end;
  }
  return stop;
}
