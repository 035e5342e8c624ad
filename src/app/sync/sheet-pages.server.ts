/**
 * A loan officer's collection sheet rides as one more group, under her own id: whole, sealed, hidden and counted on top like the others. It
 * is made anew at each pull and sent when it says something else, since any payment anywhere may change it; a long one comes in pages, and
 * is shown when the last of them is there.
 */
import { createHash } from 'node:crypto';
import { sheetInParts } from '#domain/collections/index.ts';
import { collectionSheet } from '#domain/collections/index.server.ts';
import type { PullGroup } from '#field/wire.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';

/** hash: of the sheet the phone has; coming: of the one it is being sent, how many parts it has, how often it began anew. */
export type SheetCursor = {
  readonly hash: string | null;
  readonly coming: { readonly hash: string; readonly parts: number; readonly begun: number } | null;
};
export type SheetPage = { readonly unit: PullGroup | null; readonly more: boolean; readonly cursor: SheetCursor };

/** Some 110 KB of small loans: an answer that a slow line carries within the phone's patience. */
const LOANS_A_PART = 100;
/** In an office that never rests the sheet would be another at each page: after so many beginnings the rest comes in one piece. */
const MOST_BEGINNINGS = 4;

type Given = {
  readonly known: SheetCursor | undefined;
  readonly version: string;
  readonly loansAPart?: number | undefined;
};
/** The next part of the sheet, or nothing when the phone has it as it is. @param who with those of her grants alone that let her record */
export async function sheetPage(tx: Tx, who: Actor, given: Given): Promise<SheetPage> {
  const { known, version, loansAPart = LOANS_A_PART } = given;
  const doc = await collectionSheet(tx, who);
  const hash = createHash('sha256').update(JSON.stringify(doc)).digest('base64url');
  if (known?.hash === hash && !known.coming) return { unit: null, more: false, cursor: known };
  const all = sheetInParts(doc, { userId: who.userId, loansAPart });
  const coming = known?.coming ?? null;
  const [from, begun] = coming?.hash === hash ? [coming.parts, coming.begun] : [0, (coming?.begun ?? 0) + 1];
  const to = begun >= MOST_BEGINNINGS ? all.length : from + 1;
  const complete = to >= all.length;
  const unit = { groupId: who.userId, version, base: null, complete, parts: all.slice(from, to) };
  const cursor = complete ? { hash, coming: null } : { hash: known?.hash ?? null, coming: { hash, parts: to, begun } };
  return { unit, more: !complete, cursor };
}
