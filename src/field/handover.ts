/**
 * A half-recorded draft moves to another phone by a run of QR codes or one file, and continues under both names. The sender keeps her
 * copy, read-only once she confirms that it arrived; a file is closed by a short code that is told by mouth.
 */
import * as z from 'zod/mini';
import { canonicalJson, sha256Hex } from '#platform/canonical.ts';
import { deflate, fromBase64Url, fromUtf8, inflate, toBase64Url, utf8, type Bytes } from './bytes.ts';
import { FieldError } from './errors.ts';
import { openBytes, unwrapKey, wrapKey, dataKeyFrom, newDataKey, sealBytes, type Wrap } from './sealing.ts';
import { putDraft, readDraft, type Draft } from './store.ts';
import { headerOf, type Store } from './vault.ts';

const MARK = 'BAKHIYA1';

const Moved = z.object({
  id: z.uuid(),
  kind: z.string(),
  groupId: z.nullable(z.string()),
  rev: z.int().check(z.gte(1)),
  savedAt: z.string(),
  recordedBy: z.array(z.object({ userId: z.string(), displayName: z.string() })),
  body: z.unknown(),
});

/** What travels: plain (QR, seen only by who stands beside) or closed by a code (file). */
const Parcel = z.discriminatedUnion('closed', [
  z.object({ closed: z.literal(false), draft: z.string() }),
  z.object({
    closed: z.literal(true),
    iterations: z.int().check(z.gte(1), z.lte(5_000_000)),
    salt: z.string(),
    keyIv: z.string(),
    key: z.string(),
    iv: z.string(),
    draft: z.string(),
  }),
]);

async function closeWith(store: Store, code: string, bytes: Bytes): Promise<z.infer<typeof Parcel>> {
  const raw = newDataKey();
  const wrap = await wrapKey(raw, code, store.phone.rules);
  const sealed = await sealBytes(await dataKeyFrom(raw), 'handover', bytes);
  return {
    closed: true,
    iterations: wrap.iterations,
    salt: toBase64Url(wrap.salt),
    keyIv: toBase64Url(wrap.key.iv),
    key: toBase64Url(wrap.key.data),
    iv: toBase64Url(sealed.iv),
    draft: toBase64Url(sealed.data),
  };
}

/**
 * The draft as numbered pieces, each for one QR; one piece when `pieceChars` is left out (the file). Throws `field.draftHandedOver`.
 * @param options.code closes it (use for files). @param options.pieceChars about 600 scans well on a cheap camera.
 */
export async function packDraft(
  store: Store,
  draftId: string,
  options: { code?: string; pieceChars?: number } = {},
): Promise<string[]> {
  const draft = await readDraft(store, draftId);
  if (!draft) throw new FieldError('field.handoverDamaged');
  if (draft.handedOverAt) throw new FieldError('field.draftHandedOver');
  const { handedOverAt: _stays, ...moved } = draft;
  const small = await deflate(utf8(JSON.stringify(moved)));
  const parcel = options.code
    ? await closeWith(store, options.code, small)
    : { closed: false, draft: toBase64Url(small) };
  const text = toBase64Url(utf8(JSON.stringify(parcel)));
  const sum = (await sha256Hex(text)).slice(0, 16);
  const size = options.pieceChars ?? text.length;
  const count = Math.ceil(text.length / size);
  return Array.from({ length: count }, (_, index) =>
    [MARK, sum, index + 1, count, text.slice(index * size, (index + 1) * size)].join(':'),
  );
}

export type Collected = {
  readonly have: number;
  readonly total: number;
  /** Numbers of the pieces still to be scanned. */
  readonly missing: readonly number[];
  /** All pieces joined and checked; hand it to `acceptDraft`. */
  readonly whole: string | null;
};

/** Takes pieces in any order, twice or mixed with other QR codes; a piece of another parcel starts anew. */
export function makeCollector(): { add: (piece: string) => Promise<Collected> } {
  let sum = '';
  let total = 0;
  let pieces = new Map<number, string>();
  return {
    async add(piece) {
      const match = /^BAKHIYA1:([0-9a-f]{16}):(\d{1,3}):(\d{1,3}):([A-Za-z0-9_-]+)$/.exec(piece.trim());
      const [, ofSum = '', number = '0', count = '0', text = ''] = match ?? [];
      if (match && Number(number) >= 1 && Number(number) <= Number(count)) {
        if (ofSum !== sum || Number(count) !== total) {
          [sum, total, pieces] = [ofSum, Number(count), new Map()];
        }
        pieces.set(Number(number), text);
      }
      const numbers = Array.from({ length: total }, (_, index) => index + 1);
      const missing = numbers.filter((n) => !pieces.has(n));
      if (total === 0 || missing.length > 0) return { have: pieces.size, total, missing, whole: null };
      const whole = numbers.map((n) => pieces.get(n)).join('');
      const sound = (await sha256Hex(whole)).startsWith(sum);
      if (sound) return { have: total, total, missing, whole };
      pieces = new Map();
      return { have: 0, total, missing: numbers, whole: null };
    },
  };
}

async function draftBytes(whole: string, code?: string): Promise<Bytes> {
  const parcel = Parcel.parse(JSON.parse(fromUtf8(fromBase64Url(whole))));
  if (!parcel.closed) return fromBase64Url(parcel.draft);
  if (code === undefined) throw new FieldError('field.handoverNeedsCode');
  const key = { iv: fromBase64Url(parcel.keyIv), data: fromBase64Url(parcel.key) };
  const { iterations } = parcel;
  const wrap: Wrap = { kdf: 'PBKDF2-SHA256', iterations, salt: fromBase64Url(parcel.salt), peppered: false, key };
  const raw = await unwrapKey(wrap, code);
  if (!raw) throw new FieldError('field.handoverNeedsCode', { wrong: 1 });
  const sealed = { iv: fromBase64Url(parcel.iv), data: fromBase64Url(parcel.draft) };
  return openBytes(await dataKeyFrom(raw), 'handover', sealed);
}

/**
 * Stores the draft under both names. The same parcel twice gives the same draft. Throws `field.handoverDamaged`,
 * `field.handoverNeedsCode` (params.wrong when one was given), `field.draftIsNewer` when this phone went on with it.
 */
export async function acceptDraft(store: Store, whole: string, code?: string): Promise<Draft> {
  const header = await headerOf(store.db);
  if (header.hidden) throw new FieldError('field.hidden');
  const moved = await readMoved(whole, code);
  const here = await readDraft(store, moved.id);
  if (here && here.rev === moved.rev && !here.handedOverAt && sameBody(here, moved)) return here;
  if (here && here.rev >= moved.rev && !(here.handedOverAt && here.rev === moved.rev)) {
    throw new FieldError('field.draftIsNewer');
  }
  const me = { userId: header.userId ?? header.vaultId, displayName: header.displayName };
  const known = moved.recordedBy.some((person) => person.userId === me.userId);
  const recordedBy = known ? moved.recordedBy : [...moved.recordedBy, me];
  const draft: Draft = { ...moved, body: moved.body, recordedBy, handedOverAt: null };
  await putDraft(store, draft);
  return draft;
}

const sameBody = (a: { body?: unknown }, b: { body?: unknown }): boolean =>
  canonicalJson(a.body ?? null) === canonicalJson(b.body ?? null);

async function readMoved(whole: string, code?: string): Promise<z.infer<typeof Moved>> {
  try {
    return Moved.parse(JSON.parse(fromUtf8(await inflate(await draftBytes(whole, code)))));
  } catch (fault) {
    throw fault instanceof FieldError ? fault : new FieldError('field.handoverDamaged');
  }
}

/** The sender saw that it arrived: her copy stays, read-only. */
export async function confirmHandover(store: Store, draftId: string): Promise<void> {
  const draft = await readDraft(store, draftId);
  if (draft) await putDraft(store, { ...draft, handedOverAt: new Date(store.phone.now()).toISOString() });
}

/** The other phone was lost or she changed her mind: she records on; the office will see two records if both are closed. */
export async function takeBack(store: Store, draftId: string): Promise<void> {
  const draft = await readDraft(store, draftId);
  if (draft) await putDraft(store, { ...draft, handedOverAt: null });
}

/** The file's single piece back to what `acceptDraft` takes. */
export async function readHandoverFile(text: string): Promise<string> {
  const { whole } = await makeCollector().add(text);
  if (!whole) throw new FieldError('field.handoverDamaged');
  return whole;
}
