/** The paper behind a receipt of an officer's cash: kept with it, shown to whoever sees the receipt. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, ruled, ruledOut, type Outcome, type Ruling } from '#platform/outcomes.ts';
import type { ReceiptPhoto } from './model.ts';

/** Both sides of a slip and a second try; more would be another paper. */
const MOST_PHOTOS = 4;

/** Photos of a receipt `r`, in the order they were added. */
export const PHOTO_IDS = sql`coalesce((select json_agg(x.photo_id order by x.added_at, x.photo_id) from cash_receipt_photo x
  where x.org_id = r.org_id and x.receipt_id = r.receipt_id), '[]')`;

/**
 * Her own upload of a slip and nothing else: a picture of somebody's face or another's paper is not hung to a receipt by its id.
 * Refuses `collections.photo_unknown`, `collections.photos_too_many` {most}.
 */
export async function keepReceiptPhoto(
  tx: Tx,
  who: Actor,
  { receiptId, photoId }: ReceiptPhoto,
): Promise<Ruling<true>> {
  const { rows } = await sql<{ isHers: boolean; count: number }>`select
      exists (select from file f where f.org_id = ${tx.orgId} and f.file_id = ${photoId} and f.purpose = 'slip'
        and f.created_by = ${who.userId}) as "isHers",
      (select count(*)::int from cash_receipt_photo x where x.org_id = ${tx.orgId} and x.receipt_id = ${receiptId}
        and x.photo_id <> ${photoId}) as count`.execute(tx.db);
  const { isHers, count } = rows[0]!;
  if (!isHers) return ruledOut('collections.photo_unknown', {});
  if (count >= MOST_PHOTOS) return ruledOut('collections.photos_too_many', { most: MOST_PHOTOS });
  await tx.db
    .insertInto('cash_receipt_photo')
    .values({ org_id: tx.orgId, receipt_id: receiptId, photo_id: photoId, added_by: who.userId, added_at: tx.now })
    .onConflict((oc) => oc.doNothing())
    .execute();
  return ruled(true);
}

/** To a receipt that was written without its paper. Refuses `collections.unknown_receipt`, `collections.own_receipt` and what {@link keepReceiptPhoto} refuses. */
export async function addPhoto(tx: Tx, who: Actor, input: ReceiptPhoto): Promise<Outcome<{ receiptId: string }>> {
  const { receiptId } = input;
  const { rows } = await sql<{ userId: string }>`select user_id as "userId" from cash_receipt
    where org_id = ${tx.orgId} and receipt_id = ${receiptId}`.execute(tx.db);
  if (!rows[0]) return refused('collections.unknown_receipt');
  if (rows[0].userId === who.userId) return refused('collections.own_receipt');
  const kept = await keepReceiptPhoto(tx, who, input);
  return kept.ok ? applied({ receiptId }) : refused(kept.code, kept.params);
}

/** By the hash its content is kept under; null when that receipt has no such photo. */
export async function receiptPhoto(
  tx: Tx,
  _who: Actor,
  { receiptId, photoId }: ReceiptPhoto,
): Promise<{ sha256: string; mediaType: string } | null> {
  const { rows } = await sql<{ sha256: string; mediaType: string }>`select f.sha256, f.media_type as "mediaType"
    from cash_receipt_photo x join file f on f.org_id = x.org_id and f.file_id = x.photo_id
    where x.org_id = ${tx.orgId} and x.receipt_id = ${receiptId} and x.photo_id = ${photoId}`.execute(tx.db);
  return rows[0] ?? null;
}
