/** Who took the pack of which year, and when. The pack itself passes no door: it is written while it is sent. */
import type { Tx } from '#platform/db.server.ts';
import { financialYear } from '#platform/dates.ts';
import { defineCommands, defineQuestions, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { ZIP_LIMITS } from '#platform/zip-write.server.ts';
import { MinutesOf, PackOf, VouchersOf } from './model.ts';
import { minutesOfYear, vouchersOfYear } from './papers.queries.server.ts';
import { plan } from './plan.queries.server.ts';

const whole = (): Scope => null;

export const commands = defineCommands('pack', {
  take: { input: PackOf, may: 'audit.read', scope: whole, run: take },
});
export const questions = defineQuestions('pack', {
  plan: { input: PackOf, may: 'audit.read', scope: whole, run: plan },
  vouchers: { input: VouchersOf, may: 'accounts.read', scope: whole, run: vouchersOfYear },
  minutes: {
    input: MinutesOf,
    may: 'meetings.read',
    scope: ({ groupId }: MinutesOf): Scope => ({ kind: 'group', id: groupId }),
    run: minutesOfYear,
  },
});

/** Files of one book at the most, its bills apart: an office has a file for each head. */
const FILES_OF = { office: 300, group: 8 } as const;

/** @returns refused `pack.year_ahead` | `pack.nothing` (no book with an entry up to that year) | `pack.too_large` {files} for one archive */
async function take(
  tx: Tx,
  who: Actor,
  of: PackOf,
): Promise<Outcome<{ year: number; books: number; journals: number }>> {
  if (of.year > financialYear(tx.today).year) return refused('pack.year_ahead');
  const { books, bills, billBytes, year } = await plan(tx, who, of);
  if (books.length === 0) return refused('pack.nothing');
  const files = bills + books.reduce((sum, { isOffice }) => sum + FILES_OF[isOffice ? 'office' : 'group'], 0);
  if (files > ZIP_LIMITS.entries - 1_000 || billBytes > ZIP_LIMITS.bytes * 0.8)
    return refused('pack.too_large', { files });
  return applied({ year, books: books.length, journals: books.reduce((sum, book) => sum + book.journals, 0) });
}
