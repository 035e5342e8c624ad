/** Photos travel apart from money: sealed on the phone, own queue, sent in the author's session, refused first when room is short. */
import { sha256Hex } from '#platform/canonical.ts';
import { newId } from '#platform/ids.ts';
import { toBase64Url, type Bytes } from './bytes.ts';
import { asRoomError, FieldError } from './errors.ts';
import { stopOf, type Stop } from './push.ts';
import { openBytes, openJson, sealBytes, sealJson } from './sealing.ts';
import { requireRoomForPhoto, type StorageDoor } from './storage.ts';
import { send, type Net } from './transport.ts';
import { headerOf, type Store } from './vault.ts';
import { PhotoAnswer } from './wire.ts';

export type PhotoInfo = { readonly type: string; readonly sha256: string; readonly takenAt: string };

export type PhotoDeps = {
  /** Makes it small before anything is stored (canvas in the browser). */
  readonly downscale: (image: Blob) => Promise<Blob>;
  readonly storage: StorageDoor | undefined;
};

export type NewPhoto = { readonly image: Blob; readonly commandId: string | null };

/** Over the base64url text of the bytes: the same helper on both sides. */
export const photoHash = (bytes: Uint8Array): Promise<string> => sha256Hex(toBase64Url(bytes));

/** Id of the stored photo, to be named in a command's payload. Throws `field.photoNoRoom`, `field.photoUnreadable`, `field.noRoom`. */
export async function addPhoto(store: Store, photo: NewPhoto, deps: PhotoDeps): Promise<string> {
  const { image, commandId } = photo;
  const small = await deps.downscale(image).catch(() => {
    throw new FieldError('field.photoUnreadable');
  });
  await requireRoomForPhoto(deps.storage, small.size);
  const bytes: Bytes = new Uint8Array(await small.arrayBuffer());
  const id = newId(store.phone.now());
  const takenAt = new Date(store.phone.now()).toISOString();
  const info: PhotoInfo = { type: small.type, sha256: await photoHash(bytes), takenAt };
  try {
    await store.db.put('photos', {
      id,
      commandId,
      bytes: bytes.length,
      status: 'queued',
      info: await sealJson(store.dataKey, `photo info ${id}`, info),
      image: await sealBytes(store.dataKey, `photo ${id}`, bytes),
    });
  } catch (fault) {
    throw asRoomError(fault);
  }
  return id;
}

export async function readPhoto(store: Store, id: string): Promise<Blob | null> {
  const row = await store.db.get('photos', id);
  if (!row || (await headerOf(store.db)).hidden) return null;
  const info = await openJson<PhotoInfo>(store.dataKey, `photo info ${id}`, row.info);
  return new Blob([await openBytes(store.dataKey, `photo ${id}`, row.image)], { type: info.type });
}

export const countQueuedPhotos = (store: Store): Promise<number> =>
  store.db.countFromIndex('photos', 'byStatus', 'queued');

/** Sends the queue, `PUT /photos/<id>`; a photo counts as sent only when the server names its id and hash. One bad photo stops only itself. */
export async function sendPhotos(net: Net, store: Store): Promise<Stop | null> {
  const { deviceId } = await headerOf(store.db);
  if (!deviceId) return null;
  let stop: Stop | null = null;
  for (const id of await store.db.getAllKeysFromIndex('photos', 'byStatus', 'queued')) {
    const row = await store.db.get('photos', id);
    const image = await readPhoto(store, id);
    if (!row || !image) continue;
    const info = await openJson<PhotoInfo>(store.dataKey, `photo info ${id}`, row.info);
    const headers = { 'content-type': info.type, 'x-photo-sha256': info.sha256, 'x-device-id': deviceId };
    const reply = await send(net, `/photos/${id}`, { method: 'PUT', body: image, headers, shape: PhotoAnswer });
    if (reply.kind === 'ok' && reply.body.id === id && reply.body.sha256 === info.sha256) {
      await store.db.put('photos', { ...row, status: 'sent' });
      continue;
    }
    stop =
      reply.kind === 'ok' ? { why: 'noAnswer', code: 'sync.strangeAnswer' } : await stopOf(store.db, deviceId, reply);
    if (['noAnswer', 'wait', 'signIn', 'revoked'].includes(stop.why)) return stop;
  }
  return stop;
}
