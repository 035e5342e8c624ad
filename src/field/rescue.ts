/**
 * The rescue file: everything not yet confirmed, as it lies sealed on the phone, with the key wrapped under the recovery code only
 * (a 6-digit PIN would not protect a file that travels). Restoring twice changes nothing; restoring works at a new address.
 */
import * as z from 'zod/mini';
import { sha256Hex } from '#platform/canonical.ts';
import { fromBase64Url, toBase64Url } from './bytes.ts';
import type { Chain, OutboxRow } from './database.ts';
import { FieldError } from './errors.ts';
import { answerBound, headBound, rowBound, rowsWith, type CommandBody } from './outbox.ts';
import { dataKeyFrom, openJson, readRecoveryCode, sealJson, unwrapKey, type Sealed, type Wrap } from './sealing.ts';
import { draftBound, type Draft } from './store.ts';
import { headerOf, recoveryKnownToOffice, type Store } from './vault.ts';

const File = z.object({ format: z.literal('bakhiya-rescue'), v: z.literal(1), check: z.string(), content: z.string() });

type Content = {
  readonly madeAt: string;
  readonly vaultId: string;
  readonly userId: string | null;
  readonly recovery: Wrap;
  readonly chains: readonly Chain[];
  readonly outbox: readonly OutboxRow[];
  readonly drafts: readonly { readonly id: string; readonly draft: Sealed }[];
};

export type Restored = { readonly commands: number; readonly drafts: number; readonly alreadyHere: number };

const pack = (value: unknown): string =>
  JSON.stringify(value, (_key, held: unknown) => (held instanceof Uint8Array ? { $b: toBase64Url(held) } : held));
const unpack = (text: string): unknown =>
  JSON.parse(text, (_key, held: unknown) => {
    const bytes = held !== null && typeof held === 'object' && '$b' in held ? held.$b : undefined;
    return typeof bytes === 'string' ? fromBase64Url(bytes) : held;
  });

/** Everything not yet confirmed, as it lies sealed. */
export async function unconfirmedOf(store: Store): Promise<Content> {
  const { db } = store;
  const header = await headerOf(db);
  const { vaultId, userId } = header;
  // a code nobody has yet opens nothing: the file is wrapped under one that can be read out
  const recovery = recoveryKnownToOffice(header);
  const outbox = await rowsWith(db, 'unsent', 'sending', 'refused', 'held');
  const [chains, drafts] = [await db.getAll('chains'), await db.getAll('drafts')];
  const madeAt = new Date(store.phone.now()).toISOString();
  return { madeAt, vaultId, userId, recovery, chains, outbox, drafts };
}

/** Text of the file. */
export async function makeRescueFile(store: Store): Promise<string> {
  const content = pack(await unconfirmedOf(store));
  return JSON.stringify({ format: 'bakhiya-rescue', v: 1, check: await sha256Hex(content), content });
}

async function readFile(text: string): Promise<Content> {
  try {
    const file = File.parse(JSON.parse(text));
    if ((await sha256Hex(file.content)) === file.check) return unpack(file.content) as Content;
  } catch {
    // Falls through: whatever was wrong with it, the file is damaged.
  }
  throw new FieldError('field.rescueDamaged');
}

async function keyOf(store: Store, content: Content, recoveryCode?: string): Promise<CryptoKey> {
  if (content.vaultId === store.vaultId) return store.dataKey;
  if (recoveryCode === undefined) throw new FieldError('field.rescueNeedsCode');
  const raw = await unwrapKey(content.recovery, readRecoveryCode(recoveryCode));
  if (!raw) throw new FieldError('field.wrongRecoveryCode');
  return dataKeyFrom(raw);
}

/**
 * Into her own open store. At a new address she enrols first (new device id); the old commands keep their signatures and are sent as
 * what they are. Throws `field.rescueDamaged`, `rescueOfOther`, `rescueNeedsCode`, `wrongRecoveryCode`; then nothing was changed.
 */
export async function restoreRescueFile(store: Store, text: string, recoveryCode?: string): Promise<Restored> {
  const content = await readFile(text);
  const { userId } = await headerOf(store.db);
  if (content.userId !== userId) throw new FieldError('field.rescueOfOther');
  const key = await keyOf(store, content, recoveryCode);
  return takeIn(store, key, content);
}

/** Seals anew under the store's own key and writes what it does not have yet. Throws `field.rescueDamaged`. */
export async function takeIn(store: Store, key: CryptoKey, content: Content): Promise<Restored> {
  const sealed = await resealed(store, key, content).catch(() => {
    throw new FieldError('field.rescueDamaged');
  });
  return writeAll(store, sealed);
}

type Resealed = { chains: Chain[]; rows: OutboxRow[]; drafts: { draft: Draft; row: { id: string; draft: Sealed } }[] };

async function resealed(store: Store, key: CryptoKey, content: Content): Promise<Resealed> {
  const mine = store.dataKey;
  const again = async (bound: string, old: Sealed): Promise<Sealed> =>
    sealJson(mine, bound, await openJson(key, bound, old));
  const chains: Chain[] = [];
  for (const chain of content.chains) {
    const head = chain.head ? await again(headBound(chain.deviceId), chain.head) : null;
    chains.push({ ...chain, head });
  }
  const rows: OutboxRow[] = [];
  for (const row of content.outbox) {
    const body = await openJson<CommandBody>(key, rowBound(row), row.body);
    if (body.envelope.id !== row.id) throw new Error('row and command differ');
    const answer = row.answer ? await again(answerBound(row.id), row.answer) : null;
    const status = row.status === 'sending' ? 'unsent' : row.status;
    rows.push({ ...row, status, body: await sealJson(mine, rowBound(row), body), answer });
  }
  const drafts: Resealed['drafts'] = [];
  for (const { id, draft } of content.drafts) {
    const plain = await openJson<Draft>(key, draftBound(id), draft);
    drafts.push({ draft: plain, row: { id, draft: await sealJson(mine, draftBound(id), plain) } });
  }
  return { chains, rows, drafts };
}

async function writeAll(store: Store, found: Resealed): Promise<Restored> {
  const revs = await draftRevs(store, found);
  const tx = store.db.transaction(['chains', 'outbox', 'drafts'], 'readwrite', { durability: 'strict' });
  let [commands, drafts, alreadyHere] = [0, 0, 0];
  for (const chain of found.chains) {
    const here = await tx.objectStore('chains').get(chain.deviceId);
    if (!here || here.seq < chain.seq) await tx.objectStore('chains').put({ ...chain, ...(here ? seen(here) : {}) });
  }
  for (const row of found.rows) {
    if (await tx.objectStore('outbox').get([row.deviceId, row.seq])) {
      alreadyHere += 1;
      continue;
    }
    await tx.objectStore('outbox').add(row);
    commands += 1;
  }
  for (const { draft, row } of found.drafts) {
    if ((revs.get(draft.id) ?? 0) >= draft.rev) {
      alreadyHere += 1;
      continue;
    }
    await tx.objectStore('drafts').put(row);
    drafts += 1;
  }
  await tx.done;
  return { commands, drafts, alreadyHere };
}

const seen = ({ lastReceipt, epochSeen }: Chain): Partial<Chain> => ({ lastReceipt, epochSeen });

async function draftRevs(store: Store, found: Resealed): Promise<Map<string, number>> {
  const revs = new Map<string, number>();
  for (const { row } of found.drafts) {
    const here = await store.db.get('drafts', row.id);
    if (here) revs.set(row.id, (await openJson<Draft>(store.dataKey, draftBound(row.id), here.draft)).rev);
  }
  return revs;
}
