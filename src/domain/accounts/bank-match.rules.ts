/** Which lines of the bank are which entries of the book: proposals for a person to confirm, never decided silently. */
import { daysBetween, type IsoDate } from '#platform/dates.ts';
import { sumPaise, type Paise } from '#platform/money.ts';

export type OpenLine = {
  readonly lineId: string;
  readonly onDate: IsoDate;
  readonly amountPaise: Paise;
  readonly text: string;
};
export type OpenEntry = {
  readonly seq: number;
  readonly line: number;
  readonly eventOn: IsoDate;
  /** Into the account positive. */
  readonly amountPaise: Paise;
  /** Number of the cheque or transfer. */
  readonly reference: string | null;
  /** Payee, party and narration. */
  readonly text: string;
};
export type Proposal = {
  readonly lineIds: readonly string[];
  readonly entries: readonly { readonly seq: number; readonly line: number }[];
  /** 0 to 100: how sure. */
  readonly score: number;
};

/** A cheque comes to the bank up to three months after it was written; a bank line is written down within some days. */
const WINDOW = { before: 10, after: 92 } as const;
const MANY = { most: 4, candidates: 14, days: 10 } as const;

const digits = (text: string): string => text.replace(/\D/g, '').replace(/^0+/, '');
const words = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{M}]{3,}/gu) ?? []);

/** 40 for the amount and a day near it, up to 40 for the reference found in the bank's words, up to 20 for names in common. */
export function scoreOf(line: OpenLine, entry: OpenEntry): number {
  const days = daysBetween(entry.eventOn, line.onDate);
  if (days < -WINDOW.before || days > WINDOW.after) return 0;
  const near = Math.max(0, 40 - Math.abs(days) * 2);
  const number = digits(entry.reference ?? '');
  const referred = number.length >= 4 && digits(line.text).includes(number) ? 40 : 0;
  const mine = words(entry.text);
  const common = [...words(line.text)].filter((word) => mine.has(word)).length;
  return near + referred + Math.min(20, common * 10) || 1;
}

const refOf = ({ seq, line }: OpenEntry) => ({ seq, line });

/** Best pairs first, each line and entry once; then one line against several entries, then one entry against several lines. */
export function propose(lines: readonly OpenLine[], entries: readonly OpenEntry[]): Proposal[] {
  const byAmount = new Map<Paise, OpenEntry[]>();
  for (const entry of entries) byAmount.set(entry.amountPaise, [...(byAmount.get(entry.amountPaise) ?? []), entry]);
  const pairs = lines
    .flatMap((line) =>
      (byAmount.get(line.amountPaise) ?? []).map((entry) => ({ line, entry, score: scoreOf(line, entry) })),
    )
    .filter((pair) => pair.score > 0)
    .sort((a, b) => b.score - a.score || a.line.lineId.localeCompare(b.line.lineId) || a.entry.seq - b.entry.seq);
  const [lineTaken, entryTaken] = [new Set<OpenLine>(), new Set<OpenEntry>()];
  const found: Proposal[] = [];
  for (const { line, entry, score } of pairs) {
    if (lineTaken.has(line) || entryTaken.has(entry)) continue;
    lineTaken.add(line);
    entryTaken.add(entry);
    found.push({ lineIds: [line.lineId], entries: [refOf(entry)], score });
  }
  const near = (line: OpenLine, entry: OpenEntry) =>
    Math.sign(line.amountPaise) === Math.sign(entry.amountPaise) &&
    Math.abs(daysBetween(entry.eventOn, line.onDate)) <= MANY.days;
  for (const line of lines.filter((one) => !lineTaken.has(one))) {
    const parts = subset(
      entries.filter((entry) => !entryTaken.has(entry) && near(line, entry)),
      line.amountPaise,
    );
    if (!parts) continue;
    lineTaken.add(line);
    for (const entry of parts) entryTaken.add(entry);
    found.push({ lineIds: [line.lineId], entries: parts.map(refOf), score: 30 });
  }
  for (const entry of entries.filter((one) => !entryTaken.has(one))) {
    const parts = subset(
      lines.filter((line) => !lineTaken.has(line) && near(line, entry)),
      entry.amountPaise,
    );
    if (!parts) continue;
    entryTaken.add(entry);
    for (const line of parts) lineTaken.add(line);
    found.push({ lineIds: parts.map((line) => line.lineId), entries: [refOf(entry)], score: 30 });
  }
  return found;
}

/** Two to four parts that make the total exactly; only when one choice alone does. */
function subset<T extends { readonly amountPaise: Paise }>(parts: readonly T[], total: Paise): T[] | null {
  const list = parts.filter((part) => Math.abs(part.amountPaise) < Math.abs(total)).slice(0, MANY.candidates);
  const found: T[][] = [];
  const go = (from: number, chosen: readonly T[], left: Paise): void => {
    if (left === 0 && chosen.length > 1) return void found.push([...chosen]);
    if (chosen.length === MANY.most || found.length > 1) return;
    for (let at = from; at < list.length; at += 1) go(at + 1, [...chosen, list[at]!], left - list[at]!.amountPaise);
  };
  go(0, [], total);
  return found.length === 1 ? found[0]! : null;
}

/** A match is the same money on both sides. */
export const isSameMoney = (
  lines: readonly { readonly amountPaise: Paise }[],
  entries: readonly { readonly amountPaise: Paise }[],
): boolean => sumPaise(lines.map((line) => line.amountPaise)) === sumPaise(entries.map((entry) => entry.amountPaise));
