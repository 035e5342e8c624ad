import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { renewAllPairs, renewPairs, tellsLikeness } from './duplicates.server.ts';
import { SHOWN_ON_PHONES, tellHerPhones } from './household.server.ts';
import { comeBack, erase, leave, setRetention } from './leaving.commands.server.ts';
import { merge, undoMerge } from './merge.commands.server.ts';
import * as model from './model.ts';
import type { RecordConsent, RegisterPerson, SaveHousehold, UpdatePerson, WithdrawConsent } from './model.ts';
import { addBankAccount, addIdentity, noteAadhaar, viewNumber } from './numbers.commands.server.ts';
import { keepHistory, loadPerson, savePerson } from './records.server.ts';
import { registerMany } from './register-many.server.ts';
import { applyChanges, checkPerson, decideWithdrawal, type Consent } from './rules.ts';

const ofPerson = (input: { personId: string }): Scope => ({ kind: 'person', id: input.personId });
const ofPlace = (placeId: string | null | undefined): Scope => (placeId ? { kind: 'place', id: placeId } : null);
const whole = (): Scope => null;

export const commands = defineCommands('people', {
  register: {
    input: model.RegisterPerson,
    may: 'people.write',
    offline: true,
    scope: (input: RegisterPerson) => ofPlace(input.person.placeId),
    secret: ['person'],
    run: register,
    runMany: registerMany,
  },
  update: {
    input: model.UpdatePerson,
    may: 'people.write',
    offline: true,
    scope: ofPerson,
    secret: ['changes'],
    run: update,
  },
  saveHousehold: {
    input: model.SaveHousehold,
    may: 'people.write',
    offline: true,
    scope: (input: SaveHousehold) => ofPlace(input.placeId),
    secret: ['label'],
    run: saveHousehold,
  },
  addIdentity: {
    input: model.AddIdentity,
    may: 'people.write',
    scope: ofPerson,
    secret: ['number'],
    // e-Shram alone is a plain 12-digit number; under any other kind such a number is somebody's Aadhaar
    typed: (payload) => ((payload as { kind?: unknown } | null)?.kind === 'eshram' ? ['number'] : []),
    run: addIdentity,
  },
  addBankAccount: {
    input: model.AddBankAccount,
    may: 'people.write',
    scope: ofPerson,
    secret: ['number'],
    typed: ['number'],
    run: addBankAccount,
  },
  noteAadhaar: {
    input: model.NoteAadhaar,
    may: 'people.write',
    scope: ofPerson,
    secret: ['aadhaarLastFour'],
    run: noteAadhaar,
  },
  viewNumber: { input: model.ViewNumber, may: 'people.view_identity', scope: ofPerson, run: viewNumber },
  recordConsent: {
    input: model.RecordConsent,
    may: 'people.write',
    offline: true,
    scope: ofPerson,
    secret: ['note'],
    run: recordConsent,
  },
  withdrawConsent: {
    input: model.WithdrawConsent,
    may: 'people.write',
    offline: true,
    scope: ofPerson,
    run: withdrawConsent,
  },
  merge: { input: model.MergePersons, may: 'people.merge', scope: whole, run: merge },
  undoMerge: { input: model.UndoMerge, may: 'people.merge', scope: whole, run: undoMerge },
  renewPairs: {
    input: model.Nothing,
    may: 'people.merge',
    scope: whole,
    run: async (tx: Tx) => applied({ pairs: await renewAllPairs(tx) }),
  },
  leave: { input: model.LeavePerson, may: 'people.write', scope: ofPerson, run: leave },
  comeBack: { input: model.PersonRef, may: 'people.write', scope: ofPerson, run: comeBack },
  setRetention: { input: model.SetRetention, may: 'people.erase', scope: whole, run: setRetention },
  erase: { input: model.ErasePerson, may: 'people.erase', scope: ofPerson, run: erase },
});

/** @returns refused `people.already_registered` and all of {@link checkPerson} */
async function register(tx: Tx, who: Actor, input: RegisterPerson): Promise<Outcome<{ personId: string }>> {
  if (await loadPerson(tx, input.personId)) return refused('people.already_registered');
  const ruling = checkPerson(input.person, tx.today);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await savePerson(tx, input.personId, ruling.value);
  await keepHistory(tx, who.userId, { personId: input.personId, before: {}, after: ruling.value });
  await renewPairs(tx, [input.personId]);
  return applied({ personId: input.personId });
}

/** The last write of each field wins; what it said before is kept. @returns refused `people.not_found` and all of {@link checkPerson} */
async function update(
  tx: Tx,
  who: Actor,
  input: UpdatePerson,
): Promise<Outcome<{ personId: string; changed: string[] }>> {
  const stored = await loadPerson(tx, input.personId, { lock: true });
  if (!stored || stored.erasedOn) return refused('people.not_found');
  const ruling = checkPerson(applyChanges(stored.fields, input.changes), tx.today);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  // whom she leaves behind at home are told too
  if (hasMoved(stored.fields, ruling.value)) await tellHerPhones(tx, input.personId);
  await savePerson(tx, input.personId, ruling.value);
  const changed = await keepHistory(tx, who.userId, {
    personId: input.personId,
    before: stored.fields,
    after: ruling.value,
  });
  if (tellsLikeness(changed)) await renewPairs(tx, [input.personId]);
  if (changed.some((field) => ON_PHONES.has(field))) await tellHerPhones(tx, input.personId);
  return applied({ personId: input.personId, changed });
}

/** Fields by which phones of her groups show her, or reckon her home. */
const ON_PHONES: ReadonlySet<string> = new Set([
  ...['nameLatin', 'nameDevanagari', 'nameUrdu', 'pictureSign', 'photoId'],
  ...['householdId', 'householdRole'],
]);
type AtHome = { readonly householdId?: string | null | undefined; readonly householdRole?: string | null | undefined };
const hasMoved = (before: AtHome, after: AtHome): boolean =>
  (before.householdId ?? null) !== (after.householdId ?? null) ||
  (before.householdRole ?? null) !== (after.householdRole ?? null);

async function saveHousehold(tx: Tx, _who: Actor, input: SaveHousehold): Promise<Outcome<{ householdId: string }>> {
  await sql`insert into household (org_id, household_id, place_id, label)
    values (${tx.orgId}, ${input.householdId}, ${input.placeId}, ${input.label})
    on conflict (org_id, household_id) do update set place_id = excluded.place_id, label = excluded.label`.execute(
    tx.db,
  );
  return applied({ householdId: input.householdId });
}

/** @returns refused `people.not_found` | `people.consent_ahead {today}` */
async function recordConsent(tx: Tx, who: Actor, input: RecordConsent): Promise<Outcome<{ consentId: string }>> {
  const person = await loadPerson(tx, input.personId);
  if (!person || person.erasedOn) return refused('people.not_found');
  if (input.givenOn > tx.today) return refused('people.consent_ahead', { today: tx.today });
  await sql`insert into consent (org_id, consent_id, person_id, purpose, language, given_on, note, recorded_by)
    values (${tx.orgId}, ${input.consentId}, ${input.personId}, ${input.purpose}, ${input.language}, ${input.givenOn}, ${input.note ?? null},
      ${who.userId})`.execute(tx.db);
  if (SHOWN_ON_PHONES.includes(input.purpose)) await tellHerPhones(tx, input.personId);
  return applied({ consentId: input.consentId });
}

/** Taking back the consent for the last four digits clears them. @returns refused as {@link decideWithdrawal} */
async function withdrawConsent(tx: Tx, _who: Actor, input: WithdrawConsent): Promise<Outcome<{ consentId: string }>> {
  const { rows } =
    await sql<Consent>`select consent_id as "consentId", purpose, language, given_on as "givenOn", withdrawn_on as "withdrawnOn"
    from consent where org_id = ${tx.orgId} and consent_id = ${input.consentId} and person_id = ${input.personId} for update`.execute(
      tx.db,
    );
  const ruling = decideWithdrawal(rows[0] ?? null, input.withdrawnOn);
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  await sql`update consent set withdrawn_on = ${input.withdrawnOn} where org_id = ${tx.orgId} and consent_id = ${input.consentId}`.execute(
    tx.db,
  );
  await sql`update person set aadhaar_last_four = null, aadhaar_consent_id = null
    where org_id = ${tx.orgId} and person_id = ${input.personId} and aadhaar_consent_id = ${input.consentId}`.execute(
    tx.db,
  );
  // what was shown with it goes from the phones too
  if (rows[0] && SHOWN_ON_PHONES.includes(rows[0].purpose)) await tellHerPhones(tx, input.personId);
  return applied({ consentId: input.consentId });
}
