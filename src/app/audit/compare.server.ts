/** Pasted texts and files compared line by line: what a slip says counts only when this installation signed it. */
import type { Actor } from '#platform/door.ts';
import type { App } from '../app-type.server.ts';
import type { Answer } from '../ask.server.ts';
import { readReceipt, type VerifyKey } from '../receipts/receipt.ts';
import { receiptKeys } from '../keys.server.ts';
import type { BodyName } from './book-names.server.ts';
import type { HeadVerdict } from './heads.queries.server.ts';
import { readHeads, type ReadHead } from './heads.rules.ts';
import type { SeenHeads } from './model.ts';

export type ComparedLine = {
  /** Line of the text, from 1. */
  readonly at: number;
  readonly verdict: HeadVerdict['verdict'] | 'not_genuine' | 'unreadable';
  readonly bookId: string | null;
  readonly body: BodyName | null;
  readonly seq: number | null;
  readonly hash: string | null;
  readonly found: string | null;
  /** What stood there, where it names no book. */
  readonly words: string | null;
};
/** What a phone's slip says when it is genuine; handed in, since how it is written is the phone's. */
export type PhoneSlipReader = (
  text: string,
  keys: readonly VerifyKey[],
) => Promise<{ readonly groupId: string; readonly headHash: string } | null>;
type Asked = SeenHeads['heads'][number];

/** @returns the answer of `audit.compareHeads`, or its refusal */
export async function compareText(
  app: App,
  who: Actor,
  { text, readPhoneSlip }: { text: string; readPhoneSlip: PhoneSlipReader },
): Promise<Answer<ComparedLine[]>> {
  const keys = await receiptKeys(app.db);
  const read = readHeads(text);
  const asked = await Promise.all(read.map((head) => headOf(head, { keys, readPhoneSlip })));
  const heads = asked.flatMap((head) => (head ? [head] : []));
  if (heads.length === 0) return { kind: 'answer', value: read.map(unread) };
  const answer = await app.ask<HeadVerdict[]>('audit.compareHeads', who, { heads });
  if (answer.kind !== 'answer') return answer;
  const verdicts = answer.value[Symbol.iterator]();
  const value = read.map((head, at): ComparedLine => {
    const wanted = asked[at];
    if (!wanted) return unread(head);
    const verdict = verdicts.next().value as HeadVerdict;
    return { at: head.at, ...verdict, words: wanted.group };
  });
  return { kind: 'answer', value };
}

const unread = (head: ReadHead): ComparedLine => ({
  ...{ at: head.at, bookId: null, body: null, seq: null, hash: null, found: null },
  verdict: head.kind === 'slip' || head.kind === 'phone' ? 'not_genuine' : 'unreadable',
  words: head.kind === 'line' ? null : head.text.slice(0, 40),
});

async function headOf(
  head: ReadHead,
  { keys, readPhoneSlip }: { keys: readonly VerifyKey[]; readPhoneSlip: PhoneSlipReader },
): Promise<Asked | null> {
  if (head.kind === 'line') return { bookId: head.bookId, group: null, seq: head.seq, hash: head.hash };
  if (head.kind === 'phone') {
    const phone = await readPhoneSlip(head.text, keys);
    return phone && { bookId: null, group: phone.groupId, seq: null, hash: phone.headHash };
  }
  if (head.kind !== 'slip') return null;
  const slip = await readReceipt(head.text, keys);
  return slip && { bookId: null, group: slip.receipt.g, seq: slip.receipt.q, hash: slip.receipt.h };
}
