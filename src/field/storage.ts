/** Room on the phone: ask the browser to keep our data, know what is free, leave a reserve that only money may use. */
import { FieldError } from './errors.ts';

export type StorageDoor = Pick<StorageManager, 'persist' | 'persisted' | 'estimate'>;

export type Room = { readonly freeBytes: number; readonly usedBytes: number; readonly persistent: boolean };

/** Below this much free room photos are refused; about 2,000 meetings fit into it. */
export const PHOTO_RESERVE_BYTES = 20_000_000;

/** Asks once more each time: browsers grant it after installation or use. Never throws; a browser without the interface counts as full of room. */
export async function askForRoom(storage: StorageDoor | undefined): Promise<Room> {
  if (!storage) return { freeBytes: Number.MAX_SAFE_INTEGER, usedBytes: 0, persistent: false };
  const persistent = (await storage.persisted().catch(() => false)) || (await storage.persist().catch(() => false));
  const { quota = Number.MAX_SAFE_INTEGER, usage = 0 } = await storage.estimate().catch((): StorageEstimate => ({}));
  return { freeBytes: Math.max(0, quota - usage), usedBytes: usage, persistent };
}

/** Throws `field.photoNoRoom`; asked for photos only, never for money. */
export async function requireRoomForPhoto(storage: StorageDoor | undefined, bytes: number): Promise<void> {
  const { freeBytes } = await askForRoom(storage);
  if (freeBytes - bytes < PHOTO_RESERVE_BYTES) throw new FieldError('field.photoNoRoom', { freeBytes });
}
