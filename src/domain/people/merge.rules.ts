/** One person, counted once: dated aliases, undone by a date as well; and what is left of a person after the retention term. */
import { addMonths, type IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';

/** From `mergedOn` on `aliasId` means `keptId`, until `undoneOn`. Nothing of the alias is moved or deleted. */
export type Alias = {
  readonly aliasId: string;
  readonly keptId: string;
  readonly mergedOn: IsoDate;
  readonly undoneOn: IsoDate | null;
};

const standsOn = (alias: Alias, on: IsoDate): boolean =>
  alias.mergedOn <= on && (alias.undoneOn === null || alias.undoneOn > on);

/** Who `personId` is, as known on a day: follows chains of merges. */
export function personOn(aliases: readonly Alias[], personId: string, on: IsoDate): string {
  let at = personId;
  const seen = new Set<string>();
  for (;;) {
    const next = aliases.find((alias) => alias.aliasId === at && standsOn(alias, on));
    if (!next || seen.has(at)) return at;
    seen.add(at);
    at = next.keptId;
  }
}

/** How many persons these ids are, as known on a day. */
export const countPersons = (aliases: readonly Alias[], ids: Iterable<string>, on: IsoDate): number =>
  new Set(Array.from(ids, (id) => personOn(aliases, id, on))).size;

/** @returns refused `people.merge_same` | `people.merge_already {keptId}` | `people.merge_into_alias {keptId}` */
export function decideMerge(
  aliases: readonly Alias[],
  { keptId, aliasId }: { readonly keptId: string; readonly aliasId: string },
  on: IsoDate,
): Ruling<Alias> {
  if (keptId === aliasId) return ruledOut('people.merge_same');
  const standing = (id: string) => aliases.find((alias) => alias.aliasId === id && alias.undoneOn === null);
  const earlier = standing(aliasId);
  if (earlier) return ruledOut('people.merge_already', { keptId: earlier.keptId });
  // kept must stand for herself, so chains never close into a circle
  const other = standing(keptId);
  if (other) return ruledOut('people.merge_into_alias', { keptId: other.keptId });
  return ruled({ aliasId, keptId, mergedOn: on, undoneOn: null });
}

/** @returns refused `people.merge_not_found` | `people.undo_before_merge {mergedOn}` */
export function decideUndo(aliases: readonly Alias[], aliasId: string, on: IsoDate): Ruling<Alias> {
  const standing = aliases.find((alias) => alias.aliasId === aliasId && alias.undoneOn === null);
  if (!standing) return ruledOut('people.merge_not_found');
  if (on < standing.mergedOn) return ruledOut('people.undo_before_merge', { mergedOn: standing.mergedOn });
  return ruled({ ...standing, undoneOn: on });
}

/** Fields cleared when the retention term is over. What money was booked under (ids, dates, birth year, place, commitments) stays. */
export const ERASED_FIELDS = [
  'nameLatin',
  'nameDevanagari',
  'nameUrdu',
  'relationName',
  'phone',
  'birthDate',
  'photoId',
  'pictureSign',
  'aadhaarLastFour',
  'note',
] as const;

/** The first day a leaver's personal fields may be erased. `retentionMonths` is the organisation's dated setting. */
export const erasableFrom = (leftOn: IsoDate, retentionMonths: number): IsoDate => addMonths(leftOn, retentionMonths);

/** What may bind somebody who left: while one of these is open her name is needed. */
export type TieKind =
  | 'group'
  | 'enterprise'
  | 'loan'
  | 'guaranty'
  | 'swap'
  | 'case'
  | 'group_loan'
  | 'savings'
  | 'advance'
  | 'held';
/** `numbers`: of the loans it is about, as the office calls them; empty where nothing has a number. */
export type Tie = { readonly kind: TieKind; readonly count: number; readonly numbers: string };

/** Each is a sentence that names what is open. */
export const TIE_CODES: Readonly<Record<TieKind, string>> = {
  group: 'people.erase_open_group',
  enterprise: 'people.erase_open_enterprise',
  loan: 'people.erase_open_loan',
  guaranty: 'people.erase_open_guaranty',
  swap: 'people.erase_open_swap',
  case: 'people.erase_open_case',
  group_loan: 'people.erase_open_group_loan',
  savings: 'people.erase_open_savings',
  advance: 'people.erase_open_advance',
  held: 'people.erase_open_held',
};
export const tieRefusal = ({ kind, count, numbers }: Tie) => ({ code: TIE_CODES[kind], params: { count, numbers } });

/**
 * @param ties what still binds her.
 * @returns refused `people.erase_not_left` | `people.erase_too_early {from}` | the first tie's code {count, numbers} | `people.erased`
 */
export function decideErasure(
  person: { readonly leftOn: IsoDate | null; readonly erasedOn: IsoDate | null },
  { retentionMonths, ties, on }: { retentionMonths: number; ties: readonly Tie[]; on: IsoDate },
): Ruling<readonly (typeof ERASED_FIELDS)[number][]> {
  if (person.erasedOn !== null) return ruledOut('people.erased');
  if (person.leftOn === null) return ruledOut('people.erase_not_left');
  const from = erasableFrom(person.leftOn, retentionMonths);
  if (on < from) return ruledOut('people.erase_too_early', { from });
  const [tie] = ties;
  if (tie) {
    const { code, params } = tieRefusal(tie);
    return ruledOut(code, params);
  }
  return ruled(ERASED_FIELDS);
}
