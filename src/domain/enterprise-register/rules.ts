/** What may be written of an enterprise and its owners: pure decisions. */
import { readIdentity } from '#domain/people/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { readDigits } from '#platform/digits.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { WHOLE_BPS, type EnterpriseFields, type Owner } from './model.ts';

/**
 * The same person or group stands in a set once, and the shares make the whole.
 * @returns refused `enterprises.owner_twice` | `enterprises.shares_sum` {sumBps, wholeBps}
 */
export function judgeOwners(owners: readonly Owner[]): Ruling<readonly Owner[]> {
  if (new Set(owners.map((one) => one.id)).size < owners.length) return ruledOut('enterprises.owner_twice', {});
  const sumBps = owners.reduce((sum, one) => sum + one.shareBps, 0);
  return sumBps === WHOLE_BPS ? ruled(owners) : ruledOut('enterprises.shares_sum', { sumBps, wholeBps: WHOLE_BPS });
}

/** A mobile number, a PAN, an address of mail: what tells of a person and is no part of an enterprise's name or work. */
const PERSONAL = [/(?<!\d)(?:\+?91|0)?[\s-]*[6-9](?:[\s-]*\d){9}(?!\d)/, /\b[A-Z]{5}\d{4}[A-Z]\b/i, /\S+@\S+\.\S+/];
export const looksPersonal = (text: string): boolean => PERSONAL.some((one) => one.test(readDigits(text)));

/** Of free words by the field they stand in; a full Aadhaar number is refused at the door. @returns refused `enterprises.personal_in_text` {field} */
export function judgeWords(words: Readonly<Record<string, string | null>>): Ruling<true> {
  const field = Object.keys(words).find((name) => looksPersonal(words[name] ?? ''));
  return field === undefined ? ruled(true) : ruledOut('enterprises.personal_in_text', { field });
}

/**
 * As it is stored: the Udyam number in its own shape.
 * @returns refused `enterprises.name_missing` | `enterprises.activity_one` | `people.identity_shape` | `people.aadhaar_in_text` and as {@link judgeWords}
 */
export function judgeFields<F extends EnterpriseFields>(fields: F): Ruling<F> {
  const { nameEn, nameHi, nameUr, activity, activityWords } = fields;
  if (!nameEn && !nameHi && !nameUr) return ruledOut('enterprises.name_missing', {});
  if ((activity === null) === (activityWords === null)) return ruledOut('enterprises.activity_one', {});
  const words = judgeWords({ nameEn, nameHi, nameUr, activityWords });
  if (!words.ok) return words;
  if (fields.udyam === null) return ruled(fields);
  const udyam = readIdentity('udyam', fields.udyam);
  return udyam.ok ? ruled({ ...fields, udyam: udyam.value }) : udyam;
}

type Stand = { readonly startedOn: IsoDate; readonly ownersFromOn: IsoDate; readonly closedOn: IsoDate | null };

/**
 * Another set of owners from a day on; of the same day as the one before it puts that one right.
 * @returns refused `enterprises.closed` | `enterprises.in_the_future` {today} | `enterprises.owners_before` {fromOn} and as {@link judgeOwners}
 */
export function judgeChange(
  { fromOn, owners }: { readonly fromOn: IsoDate; readonly owners: readonly Owner[] },
  { stand, today }: { stand: Stand; today: IsoDate },
): Ruling<readonly Owner[]> {
  if (stand.closedOn !== null) return ruledOut('enterprises.closed', {});
  if (fromOn > today) return ruledOut('enterprises.in_the_future', { today });
  if (fromOn < stand.ownersFromOn) return ruledOut('enterprises.owners_before', { fromOn: stand.ownersFromOn });
  return judgeOwners(owners);
}

/**
 * It ends once it owes nothing and asks for nothing.
 * @returns refused `enterprises.closed` | `enterprises.in_the_future` {today} | `enterprises.owners_before` {fromOn} |
 * `enterprises.still_borrows` {count} and as {@link judgeWords}
 */
export function judgeClosing(
  { closedOn, reason }: { readonly closedOn: IsoDate; readonly reason: string },
  { stand, loans, today }: { stand: Stand; loans: number; today: IsoDate },
): Ruling<true> {
  if (stand.closedOn !== null) return ruledOut('enterprises.closed', {});
  if (closedOn > today) return ruledOut('enterprises.in_the_future', { today });
  if (closedOn < stand.ownersFromOn) return ruledOut('enterprises.owners_before', { fromOn: stand.ownersFromOn });
  if (loans > 0) return ruledOut('enterprises.still_borrows', { count: loans });
  return judgeWords({ reason });
}
