/** Identities, bank accounts, the last four digits of Aadhaar; and the one way to see a full number, which leaves an audit line. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { readAadhaarLastFour } from './aadhaar.rules.ts';
import { readBankAccount, readIdentity, readIfsc } from './identities.rules.ts';
import type { AddBankAccount, AddIdentity, NoteAadhaar, ViewNumber } from './model.ts';
import { loadPerson } from './records.server.ts';

/** @returns refused `people.not_found` | `people.identity_shape {kind}` | `people.identity_taken {kind}` */
export async function addIdentity(tx: Tx, _who: Actor, input: AddIdentity): Promise<Outcome<{ identityId: string }>> {
  const number = readIdentity(input.kind, input.number);
  if (!number.ok) return refused(number.code, number.params);
  const person = await loadPerson(tx, input.personId);
  if (!person || person.erasedOn) return refused('people.not_found');
  const { rows } = await sql<{ person_id: string }>`select person_id from person_identity
    where org_id = ${tx.orgId} and kind = ${input.kind} and number = ${number.value}`.execute(tx.db);
  if (rows[0]) return refused('people.identity_taken', { kind: input.kind, personId: rows[0].person_id });
  await sql`insert into person_identity (org_id, identity_id, person_id, kind, number, added_on)
    values (${tx.orgId}, ${input.identityId}, ${input.personId}, ${input.kind}, ${number.value}, ${tx.today})`.execute(
    tx.db,
  );
  return applied({ identityId: input.identityId });
}

export async function addBankAccount(
  tx: Tx,
  _who: Actor,
  input: AddBankAccount,
): Promise<Outcome<{ bankAccountId: string }>> {
  const [number, ifsc] = [readBankAccount(input.number), readIfsc(input.ifsc)];
  if (!number.ok) return refused(number.code, number.params);
  if (!ifsc.ok) return refused(ifsc.code, ifsc.params);
  const person = await loadPerson(tx, input.personId);
  if (!person || person.erasedOn) return refused('people.not_found');
  await sql`insert into person_bank_account (org_id, bank_account_id, person_id, number, ifsc, bank_name, operated_by, added_on)
    values (${tx.orgId}, ${input.bankAccountId}, ${input.personId}, ${number.value}, ${ifsc.value}, ${input.bankName}, ${input.operatedBy},
      ${tx.today})`.execute(tx.db);
  return applied({ bankAccountId: input.bankAccountId });
}

/** @returns refused `people.consent_needed {purpose}` without a standing consent of this person for exactly this. */
export async function noteAadhaar(tx: Tx, _who: Actor, input: NoteAadhaar): Promise<Outcome<{ personId: string }>> {
  const { numUpdatedRows } =
    await sql`update person p set aadhaar_last_four = ${readAadhaarLastFour(input.aadhaarLastFour)},
      aadhaar_consent_id = ${input.consentId}
    where p.org_id = ${tx.orgId} and p.person_id = ${input.personId} and p.erased_on is null and exists (
      select from consent c where c.org_id = ${tx.orgId} and c.consent_id = ${input.consentId} and c.person_id = p.person_id
        and c.purpose = 'aadhaar_last_four' and c.withdrawn_on is null)`
      .execute(tx.db)
      .then((result) => ({ numUpdatedRows: Number(result.numAffectedRows ?? 0) }));
  if (numUpdatedRows === 0) return refused('people.consent_needed', { purpose: 'aadhaar_last_four' });
  return applied({ personId: input.personId });
}

/** The door writes the audit line for every command: looking is one. */
export async function viewNumber(tx: Tx, _who: Actor, input: ViewNumber): Promise<Outcome<{ number: string }>> {
  const { rows } = await (
    input.what === 'identity'
      ? sql<{ number: string }>`select number from person_identity
        where org_id = ${tx.orgId} and identity_id = ${input.id} and person_id = ${input.personId}`
      : sql<{ number: string }>`select number from person_bank_account
        where org_id = ${tx.orgId} and bank_account_id = ${input.id} and person_id = ${input.personId}`
  ).execute(tx.db);
  return rows[0] ? applied({ number: rows[0].number }) : refused('people.not_found');
}
