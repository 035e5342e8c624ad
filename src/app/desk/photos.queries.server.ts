/** Photos by the hash their content is kept under; the bytes are read apart, by whoever was answered. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { MeetingRef, PersonRef } from './model.ts';

export type Photo = { sha256: string; mediaType: string };

/** The photographed page of one meeting; null when none was taken or it has not arrived. */
export async function pagePhoto(tx: Tx, _who: Actor, { groupId, meetingId }: MeetingRef): Promise<Photo | null> {
  const { rows } = await sql<Photo>`select f.sha256, f.media_type as "mediaType"
    from meeting m join file f on f.org_id = m.org_id
      and f.file_id::text = coalesce(m.sheet #>> '{minutes,pagePhotoId}', m.sheet ->> 'paperPhotoId', m.sheet ->> 'pagePhotoId')
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.meeting_id = ${meetingId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** A woman's picture; null when she has none. */
export async function personPhoto(tx: Tx, _who: Actor, { personId }: PersonRef): Promise<Photo | null> {
  const { rows } = await sql<Photo>`select f.sha256, f.media_type as "mediaType"
    from person p join file f on f.org_id = p.org_id and f.file_id = p.photo_id
    where p.org_id = ${tx.orgId} and p.person_id = ${personId}`.execute(tx.db);
  return rows[0] ?? null;
}
