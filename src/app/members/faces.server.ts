/** Pictures of members on the phones of their groups, as long as her consent to it stands. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { Refused } from '#platform/outcomes.ts';
import { consentOn } from '#domain/people/index.server.ts';
import type { App } from '../app-type.server.ts';
import type { FaceAnswer, MemberFaces, OfPerson } from './model.ts';

/** Who has one and consents. */
export async function facesOf(tx: Tx, groupId: string): Promise<MemberFaces> {
  const { rows } = await sql<{
    personId: string;
    photoId: string;
  }>`select p.person_id as "personId", p.photo_id as "photoId"
    from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.left_on is null and p.photo_id is not null
      and ${consentOn(tx, 'photo', 'p.person_id')}`.execute(tx.db);
  return Object.fromEntries(rows.map(({ personId, photoId }) => [personId, photoId]));
}

export type StoredFace = { readonly photoId: string; readonly sha256: string; readonly mediaType: string };
export async function face(tx: Tx, _who: Actor, { personId }: OfPerson): Promise<StoredFace | null> {
  const { rows } = await sql<StoredFace>`select p.photo_id as "photoId", f.sha256, f.media_type as "mediaType"
    from person p join file f on f.org_id = p.org_id and f.file_id = p.photo_id
    where p.org_id = ${tx.orgId} and p.person_id = ${personId} and ${consentOn(tx, 'photo', 'p.person_id')}`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}

/** Null when she has none, or does not consent. */
export async function readFace(app: App, who: Actor, of: OfPerson): Promise<FaceAnswer | null | Refused> {
  const answer = await app.ask<StoredFace | null>('members.face', who, of);
  if (answer.kind !== 'answer') return answer;
  const bytes = answer.value && (await app.files.get(answer.value.sha256));
  if (!answer.value || !bytes) return null;
  const { photoId, mediaType: type } = answer.value;
  return { photoId, type, image: Buffer.from(bytes).toString('base64') };
}
