/** Photos of pages and people: kept as what their own bytes say they are, seen only by those in scope. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { actAs } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { mediaTypeOf } from '#platform/files.server.ts';
import { log } from '#platform/log.server.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import { StartFault } from '#platform/start-faults.server.ts';
import type { App } from '../app-type.server.ts';

export const MAX_PHOTO_BYTES = 2 * 1024 * 1024;

export type StoredPhoto = { readonly kind: 'stored'; readonly id: string; readonly sha256: string };

type Photo = { readonly id: string; readonly bytes: Uint8Array; readonly phoneHash: string; readonly purpose?: string };

/** The same id with the same content again is the same photo; with other content it is refused. */
export async function storePhoto(
  app: App,
  who: Actor,
  { id, bytes, phoneHash, purpose = 'page' }: Photo,
): Promise<StoredPhoto | Refused> {
  if (bytes.length === 0 || bytes.length > MAX_PHOTO_BYTES)
    return refused('files.size', { mostBytes: MAX_PHOTO_BYTES });
  const type = mediaTypeOf(bytes);
  if (!type) return refused('files.type', {});
  // the phone hashes the text it keeps the photo as (base64url), see `photoHash` of the field kit
  const sent = createHash('sha256').update(Buffer.from(bytes).toString('base64url')).digest('hex');
  if (sent !== phoneHash) return refused('files.damaged', {});
  const sha256 = await app.files.put(bytes);
  return app.db.transaction().execute(async (trx) => {
    await actAs(trx, { ...who, orgIds: [who.orgId] });
    const { rows } = await sql<{ sha256: string }>`
      with made as (insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by)
        values (${who.orgId}, ${id}, ${sha256}, ${type}, ${bytes.length}, ${purpose}, ${who.userId}) on conflict do nothing returning sha256),
      line as (insert into audit (org_id, user_id, device_id, action, subject_kind, subject_id, outcome)
        select ${who.orgId}, ${who.userId}, ${who.deviceId ?? null}, 'files.store', 'file', ${id}, 'applied' from made)
      select sha256 from made union all select sha256 from file where org_id = ${who.orgId} and file_id = ${id}`.execute(
      trx,
    );
    if (rows[0]?.sha256 !== sha256) return refused('files.id_taken', {});
    return { kind: 'stored' as const, id, sha256: phoneHash };
  });
}

/**
 * At a desk somebody waits: refuses `files.away` where a store that does not answer, or a full disk, would be a fault. A phone gets
 * the fault and sends its photo again by itself.
 */
export async function storePhotoAtDesk(app: App, who: Actor, photo: Photo): Promise<StoredPhoto | Refused> {
  try {
    return await storePhoto(app, who, photo);
  } catch (fault) {
    const isAway = fault instanceof StartFault && fault.code.startsWith('bucket.');
    const isFull = ['ENOSPC', 'EDQUOT'].includes((fault as NodeJS.ErrnoException).code ?? '');
    if (!isAway && !isFull) throw fault;
    log.error('files.away', { fault });
    return refused('files.away', {});
  }
}
