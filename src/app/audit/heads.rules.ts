/**
 * Reads heads that phones and slips carried away out of pasted text or a file, line by line: the addresses of slips (`/verify/#R1...`,
 * also the bare text of the code), slips of a phone without signal (`BAKHIYA-SLIP1:...`) and the lines of a collected file (a JSON object with bookId, seq, hash). Pure; whether a slip's
 * signature is genuine is judged by whoever has the keys.
 */
import { isId } from '#platform/ids.ts';

export type ReadHead =
  /** Signed by the office, or at the meeting by a phone. */
  | { readonly kind: 'slip' | 'phone'; readonly at: number; readonly text: string }
  | {
      readonly kind: 'line';
      readonly at: number;
      readonly bookId: string;
      readonly seq: number;
      readonly hash: string;
      readonly by: string | null;
      readonly seenAt: string | null;
    }
  | { readonly kind: 'unreadable'; readonly at: number; readonly text: string };

/** As many as one page compares at once. */
export const MOST_HEADS = 2_000;

export function readHeads(text: string): ReadHead[] {
  const lines = text
    .split(/\r?\n/)
    .map((line, at) => ({ line: line.trim(), at: at + 1 }))
    .filter(({ line }) => line !== '');
  return lines.slice(0, MOST_HEADS).map(({ line, at }) => slipOf(line, at) ?? lineOf(line, at));
}

function slipOf(line: string, at: number): ReadHead | null {
  const found = /R1\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/.exec(line);
  if (found) return { kind: 'slip', at, text: found[0] };
  const phone = /BAKHIYA-SLIP1:\S+/.exec(line);
  return phone ? { kind: 'phone', at, text: phone[0] } : null;
}

function lineOf(line: string, at: number): ReadHead {
  try {
    const head = JSON.parse(line) as Record<string, unknown> | null;
    const hash = typeof head?.hash === 'string' ? head.hash.toLowerCase() : '';
    const { bookId, seq } = head ?? {};
    if (
      typeof bookId === 'string' &&
      isId(bookId) &&
      Number.isSafeInteger(seq) &&
      Number(seq) > 0 &&
      /^[0-9a-f]{16,64}$/.test(hash)
    ) {
      const words = (value: unknown) => (typeof value === 'string' ? value.slice(0, 120) : null);
      return { kind: 'line', at, bookId, seq: Number(seq), hash, by: words(head?.by), seenAt: words(head?.seenAt) };
    }
  } catch {
    // told below, with its line
  }
  return { kind: 'unreadable', at, text: line.slice(0, 80) };
}
