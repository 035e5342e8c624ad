/** What falls due on a group's own bank loan by the schedule of its letter, beside what its meetings paid on it so far. Pure; paise. */
import { addMonths, type IsoDate } from '#platform/dates.ts';
import type { Booked } from './booked.rules.ts';
import type { Instalments } from './prompt.rules.ts';

export type AgreedRow = { readonly dueOn: IsoDate; readonly paise: number };
const MOST_INSTALMENTS = 240;

const paidOn = ({ moves }: Booked, kinds: readonly string[]): number =>
  moves.reduce((all, move) => all + (kinds.includes(move.kind) ? move.paise : 0), 0);

/**
 * Instalments not covered yet, the oldest first, due up to a day. A letter says no last one: they go on while anything can be owed, that
 * is principal by the books with interest in the measure of what was paid; the last is counted whole, so that the money is there.
 */
export function agreedRows(booked: Booked, letter: Instalments, upTo: IsoDate): AgreedRow[] {
  const principal = paidOn(booked, ['paid']);
  const paid = paidOn(booked, ['paid', 'interest']);
  let left = principal > 0 ? Math.ceil((booked.owedPaise / principal) * paid) : booked.owedPaise;
  const rows: AgreedRow[] = [];
  for (let no = 1; no <= MOST_INSTALMENTS && left > 0; no += 1) {
    const dueOn = addMonths(letter.firstDueOn, no - 1);
    if (dueOn > upTo) break;
    const paise = Math.min(letter.instalmentPaise, Math.max(0, no * letter.instalmentPaise - paid));
    if (paise > 0) rows.push({ dueOn, paise });
    left -= paise;
  }
  return rows;
}
