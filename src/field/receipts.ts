/** What an answer changes on the phone: one transaction per answered batch. */
import { NO_MARKS, type Chain, type CommandStatus, type OutboxRow, type VaultDb } from './database.ts';
import { answerBound, withoutOverlay, type AnswerNote } from './outbox.ts';
import { sealJson, type Sealed } from './sealing.ts';
import type { Store } from './vault.ts';
import type { Answer, PushResponse, WireOutcome } from './wire.ts';

/** Whose database, and her open store when it is her own session. */
export type Carrier = { readonly db: VaultDb; readonly author: Store | null; readonly now: () => number };

const isAnswered = (status: CommandStatus): boolean =>
  status === 'applied' || status === 'refused' || status === 'held';

const statusOf = (outcome: WireOutcome): CommandStatus | null =>
  outcome.kind === 'later' ? null : outcome.kind === 'already' ? 'applied' : outcome.kind;

async function sealAnswers(
  side: Carrier,
  answers: readonly { id: string; outcome: WireOutcome }[],
): Promise<Map<string, Sealed>> {
  const sealed = new Map<string, Sealed>();
  const { author } = side;
  if (!author) return sealed;
  const at = new Date(side.now()).toISOString();
  for (const { id, outcome } of answers) {
    const note: AnswerNote = { outcome, at };
    sealed.set(id, await sealJson(author.dataKey, answerBound(id), note));
  }
  return sealed;
}

/** Records a believed response, and notices a server that knows less than it once confirmed (then nothing is deleted: it goes again). */
export async function recordResponse(
  side: Carrier,
  response: PushResponse,
  about: { readonly deviceId: string; readonly answers: readonly Answer[] },
): Promise<{ wentBack: boolean }> {
  const { deviceId, answers } = about;
  const notes = await sealAnswers(side, answers);
  const tx = side.db.transaction(['outbox', 'chains', 'marks'], 'readwrite', { durability: 'strict' });
  const outbox = tx.objectStore('outbox');
  let chain = await tx.objectStore('chains').get(deviceId);
  const marks = (await tx.objectStore('marks').get('marks')) ?? NO_MARKS;
  if (!chain) throw new Error(`no chain ${deviceId}`);
  const { epoch, lastSeqKnown } = response;
  const otherEpoch = chain.epochSeen !== null && chain.epochSeen !== epoch;
  const wentBack = otherEpoch || lastSeqKnown < chain.lastReceipt;
  if (wentBack) {
    const later = await outbox.getAll(IDBKeyRange.bound([deviceId, lastSeqKnown + 1], [deviceId, Infinity]));
    for (const row of later) if (isAnswered(row.status)) await outbox.put(reopened(row));
    chain = { ...chain, lastReceipt: Math.min(chain.lastReceipt, lastSeqKnown) };
  }
  let anySent = false;
  for (const { id, outcome } of answers) {
    const row = await outbox.index('byId').get(id);
    const status = statusOf(outcome);
    // Never a step back: what a later answer settled is not undone by this one.
    if (!row || !status || row.status === 'applied') continue;
    anySent = true;
    await outbox.put({ ...row, status, answer: notes.get(id) ?? null });
  }
  let { lastReceipt }: Chain = chain;
  for (;;) {
    const next = await outbox.get([deviceId, lastReceipt + 1]);
    if (!next || !isAnswered(next.status)) break;
    lastReceipt += 1;
  }
  await tx.objectStore('chains').put({ ...chain, lastReceipt, epochSeen: epoch });
  const lastSentAt = anySent ? new Date(side.now()).toISOString() : marks.lastSentAt;
  await tx
    .objectStore('marks')
    .put({ ...marks, lastSentAt, serverWentBack: marks.serverWentBack || wentBack }, 'marks');
  await tx.done;
  return { wentBack };
}

const reopened = (row: OutboxRow): OutboxRow => ({ ...row, status: 'unsent', answer: null, overlayGroup: row.groupId });

/** Rows that were being sent and got no final answer are unsent again. */
export async function releaseRows(db: VaultDb, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  const tx = db.transaction('outbox', 'readwrite');
  for (const { deviceId, seq } of rows) {
    const row = await tx.store.get([deviceId, seq]);
    if (row?.status === 'sending') await tx.store.put({ ...row, status: 'unsent' });
  }
  await tx.done;
}

/** Called by the one sender before it starts: whatever still says `sending` was cut off. */
export async function releaseLeftovers(db: VaultDb): Promise<void> {
  await releaseRows(db, await db.transaction('outbox').store.index('byStatus').getAll('sending'));
}

export type SettledNote = { readonly id: string; readonly status: CommandStatus; readonly note: Sealed };

export async function settledNotes(
  side: Carrier,
  settled: readonly { id: string; outcome: WireOutcome }[],
): Promise<SettledNote[]> {
  const notes = await sealAnswers(side, settled);
  return settled.flatMap(({ id, outcome }) => {
    const status = statusOf(outcome);
    const note = notes.get(id);
    return status && note ? [{ id, status, note }] : [];
  });
}

/** A row whose effect the pulled figures now include. */
export const included = (row: OutboxRow): OutboxRow => (row.status === 'applied' ? withoutOverlay(row) : row);
