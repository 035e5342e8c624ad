/** Pure decisions about one person's record. */
import type { IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import { foldToken, namesOf } from './names.rules.ts';
import { scriptOf } from './name-sounds.rules.ts';
import type { PersonFields, RecordConsent } from './model.ts';
import { readPhone } from './identities.rules.ts';

const SCRIPT_OF_FIELD = { nameLatin: 'latin', nameDevanagari: 'devanagari', nameUrdu: 'urdu' } as const;

/**
 * The whole record as it would stand after a write, tidied (phone as 10 digits, birth year taken from the date).
 * @returns refused `people.name_missing` | `people.name_script {field}` | `people.birth_ahead {on}` | `people.birth_disagrees {year}` |
 * `people.household_role_alone` | `people.craft_twice {craft}` | `people.craft_ahead {craft}`
 */
export function checkPerson(person: PersonFields, today: IsoDate): Ruling<PersonFields> {
  if (namesOf(person).length === 0) return ruledOut('people.name_missing');
  for (const field of ['nameLatin', 'nameDevanagari', 'nameUrdu'] as const) {
    const name = person[field];
    if (name && (!/\p{L}/u.test(name) || scriptOf(foldToken(name)) !== SCRIPT_OF_FIELD[field]))
      return ruledOut('people.name_script', { field });
  }
  const born = checkBirth(person, today);
  if (!born.ok) return born;
  if (person.householdRole && !person.householdId) return ruledOut('people.household_role_alone');
  const seen = new Set<string>();
  for (const { craft, sinceYear } of person.crafts ?? []) {
    if (seen.has(craft)) return ruledOut('people.craft_twice', { craft });
    if (sinceYear !== null && sinceYear > Number(today.slice(0, 4))) return ruledOut('people.craft_ahead', { craft });
    seen.add(craft);
  }
  const phone = person.phone ? readPhone(person.phone) : null;
  if (phone && !phone.ok) return phone;
  return ruled({
    ...person,
    ...(phone ? { phone: phone.value } : {}),
    birthYear: person.birthDate ? Number(person.birthDate.slice(0, 4)) : person.birthYear,
    flags: [...new Set(person.flags ?? [])].sort(),
  });
}

function checkBirth({ birthDate, birthYear }: PersonFields, today: IsoDate): Ruling<true> {
  if (birthDate && birthDate > today) return ruledOut('people.birth_ahead', { on: birthDate });
  if (birthYear && birthYear > Number(today.slice(0, 4)))
    return ruledOut('people.birth_ahead', { on: String(birthYear) });
  if (birthDate && birthYear && Number(birthDate.slice(0, 4)) !== birthYear) {
    return ruledOut('people.birth_disagrees', { year: birthYear });
  }
  return ruled(true);
}

/** A new date of birth brings its own year; a new year alone drops a date that disagrees. */
export function applyChanges(before: PersonFields, changes: PersonFields): PersonFields {
  const after = { ...before, ...changes };
  if (changes.birthDate && changes.birthYear === undefined) after.birthYear = Number(changes.birthDate.slice(0, 4));
  else if (changes.birthYear !== undefined && changes.birthDate === undefined && before.birthDate) {
    if (Number(before.birthDate.slice(0, 4)) !== changes.birthYear) after.birthDate = null;
  }
  if (changes.householdId === null && changes.householdRole === undefined) after.householdRole = null;
  return after;
}

export type Consent = Pick<RecordConsent, 'consentId' | 'purpose' | 'language' | 'givenOn'> & {
  readonly withdrawnOn: IsoDate | null;
};

/** Given on or before the day and not withdrawn by then. Withdrawal works from its own day on; nothing before it becomes unlawful. */
export const consentStands = (consents: readonly Consent[], purpose: Consent['purpose'], on: IsoDate): boolean =>
  consents.some(
    (one) => one.purpose === purpose && one.givenOn <= on && (one.withdrawnOn === null || one.withdrawnOn > on),
  );

/** @returns refused `people.consent_not_found` | `people.consent_withdrawn {on}` | `people.consent_dates {givenOn}` */
export function decideWithdrawal(consent: Consent | null, on: IsoDate): Ruling<Consent> {
  if (!consent) return ruledOut('people.consent_not_found');
  if (consent.withdrawnOn !== null) return ruledOut('people.consent_withdrawn', { on: consent.withdrawnOn });
  if (on < consent.givenOn) return ruledOut('people.consent_dates', { givenOn: consent.givenOn });
  return ruled({ ...consent, withdrawnOn: on });
}
