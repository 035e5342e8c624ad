/**
 * The same user added twice on one phone is one user: the newer store is her place, the earlier one leaves the list of who may unlock.
 * Nothing of it is deleted. Its outbox goes on being sent sealed, and her old PIN or the office's code brings all of it over.
 */
import { openVaultDb, type VaultRow } from './database.ts';
import { viewBound } from './outbox.ts';
import { takeIn, unconfirmedOf, type Restored } from './rescue.ts';
import { openBytes, openJson, sealBytes, sealJson } from './sealing.ts';
import { headerOf, listVaults, lock, openWithCode, unlock, type Store } from './vault.ts';

export type EarlierPlace = { readonly vaultId: string; readonly waiting: number };

/** After enrolment: her other stores on this phone give way to this one. */
export async function replaceEarlier(store: Store): Promise<void> {
  const { userId, orgId } = await headerOf(store.db);
  for (const row of await listVaults(store.phone)) {
    if (row.vaultId === store.vaultId || row.userId !== userId || row.orgId !== orgId) continue;
    await store.phone.db.put('vaults', { ...row, replacedBy: store.vaultId });
  }
}

/** Those with something in them that is not in this store yet: records without a final answer, and begun forms. */
export async function earlierPlaces(store: Store): Promise<EarlierPlace[]> {
  const mine = (row: VaultRow): boolean => row.replacedBy === store.vaultId && !row.broughtOver;
  const found: EarlierPlace[] = [];
  for (const { vaultId } of (await listVaults(store.phone)).filter(mine)) {
    const db = await openVaultDb(store.phone.prefix, vaultId);
    const index = db.transaction('outbox').store.index('byStatus');
    const counts = await Promise.all(
      (['unsent', 'sending', 'refused', 'held'] as const).map((one) => index.count(one)),
    );
    const waiting = counts.reduce((sum, one) => sum + one, await db.count('drafts'));
    db.close();
    if (waiting > 0) found.push({ vaultId, waiting });
  }
  return found;
}

export type OldKey = { readonly pin: string } | { readonly code: string };

/**
 * All that waits in an earlier place, brought into this one; the old commands keep their signatures and are sent as what they are.
 * Throws `field.wrongPin`, `field.waitBeforePin`, `field.wrongRecoveryCode`, `field.noRoom`; then nothing is marked as brought over.
 */
export async function bringOver(store: Store, vaultId: string, key: OldKey): Promise<Restored> {
  const { phone } = store;
  const old = 'pin' in key ? await unlock(phone, vaultId, key.pin) : await openWithCode(phone, vaultId, key.code);
  try {
    const restored = await takeIn(store, old.dataKey, await unconfirmedOf(old));
    await bringViews(store, old);
    await bringPhotos(store, old);
    const row = await phone.db.get('vaults', vaultId);
    if (row) await phone.db.put('vaults', { ...row, broughtOver: true });
    return restored;
  } finally {
    lock(old);
  }
}

async function bringViews(store: Store, old: Store): Promise<void> {
  for (const { kind, id, view } of await old.db.getAll('views')) {
    if (await store.db.get('views', [kind, id])) continue;
    const plain = await openJson(old.dataKey, viewBound(kind, id), view);
    await store.db.put('views', { kind, id, view: await sealJson(store.dataKey, viewBound(kind, id), plain) });
  }
}

async function bringPhotos(store: Store, old: Store): Promise<void> {
  for (const row of await old.db.getAllFromIndex('photos', 'byStatus', 'queued')) {
    if (await store.db.get('photos', row.id)) continue;
    const info = await openJson(old.dataKey, `photo info ${row.id}`, row.info);
    const image = await openBytes(old.dataKey, `photo ${row.id}`, row.image);
    await store.db.put('photos', {
      ...row,
      info: await sealJson(store.dataKey, `photo info ${row.id}`, info),
      image: await sealBytes(store.dataKey, `photo ${row.id}`, image),
    });
  }
}
