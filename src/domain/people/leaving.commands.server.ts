/** Leaving the organisation, for how long a leaver's fields are kept, and erasing them. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { renewPairs } from './duplicates.server.ts';
import { tellHerPhones } from './household.server.ts';
import { decideErasure } from './merge.rules.ts';
import type { ErasePerson, LeavePerson, PersonRef, SetRetention } from './model.ts';
import { loadPerson, saveTokens } from './records.server.ts';

/** @returns refused `people.not_found` | `people.left {on}` | `people.leave_ahead {today}` | `people.leave_open_ties {count}` */
export async function leave(tx: Tx, _who: Actor, input: LeavePerson): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, input.personId, { lock: true });
  if (!person || person.erasedOn) return refused('people.not_found');
  if (person.leftOn) return refused('people.left', { on: person.leftOn });
  if (input.leftOn > tx.today) return refused('people.leave_ahead', { today: tx.today });
  const { ties } = await termsOf(tx, input.personId);
  if (ties > 0) return refused('people.leave_open_ties', { count: ties });
  await sql`update person set left_on = ${input.leftOn} where org_id = ${tx.orgId} and person_id = ${input.personId}`.execute(
    tx.db,
  );
  return applied({ personId: input.personId });
}

/** Her leaving was a mistake, or she came back. @returns refused `people.not_found` | `people.leave_not_left` */
export async function comeBack(tx: Tx, _who: Actor, { personId }: PersonRef): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, personId, { lock: true });
  if (!person || person.erasedOn) return refused('people.not_found');
  if (!person.leftOn) return refused('people.leave_not_left');
  await sql`update person set left_on = null where org_id = ${tx.orgId} and person_id = ${personId}`.execute(tx.db);
  return applied({ personId });
}

export async function setRetention(tx: Tx, _who: Actor, input: SetRetention): Promise<Outcome<{ fromOn: string }>> {
  await sql`insert into person_retention (org_id, from_on, months, source) values (${tx.orgId}, ${input.fromOn}, ${input.months}, ${input.source})
    on conflict (org_id, from_on) do update set months = excluded.months, source = excluded.source`.execute(tx.db);
  return applied({ fromOn: input.fromOn });
}

/** The term in force, and in how many groups and open enterprises she still has a part. */
export async function termsOf(tx: Tx, personId: string): Promise<{ months: number | null; ties: number }> {
  const { rows } = await sql<{ months: number | null; ties: number }>`select
    (select months from person_retention where org_id = ${tx.orgId} and from_on <= ${tx.today} order by from_on desc limit 1) as months,
    (select count(*)::int from membership where org_id = ${tx.orgId} and person_id = ${personId} and left_on is null)
      + (select count(*)::int from enterprise_owner o join enterprise e on e.org_id = o.org_id and e.enterprise_id = o.enterprise_id
        where o.org_id = ${tx.orgId} and o.person_id = ${personId} and o.until_on is null and e.closed_on is null) as ties`.execute(
    tx.db,
  );
  return rows[0]!;
}

/** Clears her personal fields, numbers, history and the payloads of her commands; ids, dates, postings and commitments stay. */
export async function erase(tx: Tx, _who: Actor, { personId }: ErasePerson): Promise<Outcome<{ personId: string }>> {
  const person = await loadPerson(tx, personId, { lock: true });
  if (!person) return refused('people.not_found');
  const { months, ties } = await termsOf(tx, personId);
  if (months === null) return refused('people.retention_unset');
  const ruling = decideErasure(person, { retentionMonths: months, openTies: ties, on: tx.today });
  if (!ruling.ok) return refused(ruling.code, ruling.params);
  // her home is one fewer
  await tellHerPhones(tx, personId);
  await eraseRows(tx, personId);
  await saveTokens(tx, personId, []);
  await renewPairs(tx, [personId]);
  return applied({ personId });
}

async function eraseRows(tx: Tx, personId: string): Promise<void> {
  const hers = sql`org_id = ${tx.orgId} and person_id = ${personId}`;
  const commands = sql`org_id = ${tx.orgId} and command_id <> ${tx.commandId}
    and ((scope_kind = 'person' and scope_id = ${personId}) or command_id in (select command_id from person_change where ${hers}))`;
  // what looking at a number answered is stored with the command: it goes too
  await sql`update command set payload = null, payload_salt = null,
    outcome = case when outcome ->> 'kind' = 'applied' then '{"kind":"applied","receipt":null}'::jsonb else outcome end
    where ${commands}`.execute(tx.db);
  // nobody reaches the picture any more
  await sql`delete from file where org_id = ${tx.orgId} and file_id = (select photo_id from person where ${hers})`.execute(
    tx.db,
  );
  await sql`update person set name_latin = null, name_devanagari = null, name_urdu = null, relation_kind = null, relation_name = null,
    phone = null, birth_date = null, photo_id = null, picture_sign = null, note = null, aadhaar_last_four = null, flags = '{}',
    social_category = null, erased_on = ${tx.today} where ${hers}`.execute(tx.db);
  await sql`update person_change set before = null, after = null where ${hers}`.execute(tx.db);
  await sql`delete from person_identity where ${hers}`.execute(tx.db);
  await sql`delete from person_bank_account where ${hers}`.execute(tx.db);
  await sql`update consent set note = null where ${hers}`.execute(tx.db);
  await sql`update household_assessment set sheet = '{}' where ${hers}`.execute(tx.db);
  await sql`update credit_application set note = null where ${hers}`.execute(tx.db);
  // whom she owed and what she pledged tell of her; the amounts stay in the sums of her village
  await sql`update outside_debt set lender_name = '-', note = null,
    terms = case when terms ? 'pledged' then terms || '{"pledged":"-"}' else terms end where ${hers}`.execute(tx.db);
  await eraseEnterprises(tx, personId);
  await eraseLoans(tx, personId);
  await eraseTold(tx, personId);
  await eraseCases(tx, personId);
}

/** Enterprises of hers of which no owner is left with a name: no group, and no woman who was not erased, ever owned a part. */
const nobodysEnterprises = (tx: Tx, personId: string) => sql`select o.enterprise_id from enterprise_owner o
  where o.org_id = ${tx.orgId} and o.person_id = ${personId} and not exists (select from enterprise_owner x
    left join person p on p.org_id = x.org_id and p.person_id = x.person_id
    where x.org_id = o.org_id and x.enterprise_id = o.enterprise_id and (x.group_id is not null or p.erased_on is null))`;

/** A woman's trade is often called by her name, and its number leads to her: both go with the last of its owners. */
async function eraseEnterprises(tx: Tx, personId: string): Promise<void> {
  const nobodys = sql`org_id = ${tx.orgId} and enterprise_id in (${nobodysEnterprises(tx, personId)})`;
  await sql`update command set payload = null, payload_salt = null where org_id = ${tx.orgId}
    and (command_id in (select command_id from enterprise where ${nobodys})
      or scope_kind = 'enterprise' and scope_id in (select enterprise_id from enterprise where ${nobodys}))`.execute(
    tx.db,
  );
  await sql`update enterprise set name_en = null, name_hi = null, name_ur = null, activity_words = null, udyam = null, close_reason = null
    where ${nobodys}`.execute(tx.db);
}

/** What was written of her with loans of the office, and to whom their money went; sums, days and what was signed stay. */
async function eraseLoans(tx: Tx, personId: string): Promise<void> {
  const hers = sql`org_id = ${tx.orgId} and loan_id in (select loan_id from office_loan
    where org_id = ${tx.orgId} and (borrower_kind = 'person' and borrower_id = ${personId}
      or borrower_kind = 'enterprise' and borrower_id in (${nobodysEnterprises(tx, personId)})))`;
  await sql`update command set payload = null, payload_salt = null where org_id = ${tx.orgId} and scope_kind = 'loan'
    and scope_id in (select loan_id from office_loan where ${hers})`.execute(tx.db);
  await sql`update loan_event set money = jsonb_set(money, '{payee,name}', '"-"')
    where ${hers} and money #>> '{payee,name}' is not null`.execute(tx.db);
  await sql`update office_loan set note = null where ${hers}`.execute(tx.db);
  await sql`update loan_step set note = null where ${hers}`.execute(tx.db);
  await sql`update collection_visit set note = null, lat_e6 = null, lon_e6 = null, accuracy_m = null where ${hers}`.execute(
    tx.db,
  );
  await sql`update collection set lat_e6 = null, lon_e6 = null, accuracy_m = null where ${hers}`.execute(tx.db);
}

/** Her name in statements shown to her at meetings: the hash of what was shown stays, as a commitment. */
async function eraseTold(tx: Tx, personId: string): Promise<void> {
  const told = sql`select k.meeting_id from meeting_key_facts k join loan l on l.org_id = k.org_id and l.loan_id = k.loan_id
    where k.org_id = ${tx.orgId} and l.borrower_id = ${personId}`;
  const nobody = sql`'{"en":"-","hi":null,"ur":null}'::jsonb`;
  // the command's payload says the same as the sheet that stands with the meeting
  await sql`update command set payload = null, payload_salt = null where org_id = ${tx.orgId} and command_id in (${told})`.execute(
    tx.db,
  );
  await sql`update meeting set sheet = jsonb_set(sheet, '{loans}', (select jsonb_agg(case when l ? 'keyFacts' and l ->> 'personId' = ${personId}
      then jsonb_set(l, '{keyFacts,borrower}', ${nobody}) else l end order by place)
      from jsonb_array_elements(sheet -> 'loans') with ordinality x(l, place)))
    where org_id = ${tx.orgId} and meeting_id in (${told})`.execute(tx.db);
  await sql`delete from file where org_id = ${tx.orgId} and file_id in (select k.photo_id from meeting_key_facts k
    join loan l on l.org_id = k.org_id and l.loan_id = k.loan_id where k.org_id = ${tx.orgId} and l.borrower_id = ${personId})`.execute(
    tx.db,
  );
  await sql`update meeting_key_facts k set statement = jsonb_set(k.statement, '{borrower}', ${nobody}) from loan l
    where k.org_id = ${tx.orgId} and l.org_id = k.org_id and l.loan_id = k.loan_id and l.borrower_id = ${personId}`.execute(
    tx.db,
  );
}

/** What is told in a case tells of all its women: it goes with the last of them. */
async function eraseCases(tx: Tx, personId: string): Promise<void> {
  const nobodysNow = sql`org_id = ${tx.orgId} and case_id in (select c.case_id from case_person c
    where c.org_id = ${tx.orgId} and c.person_id = ${personId} and not exists (select from case_person o
      join person p on p.org_id = o.org_id and p.person_id = o.person_id
      where o.org_id = c.org_id and o.case_id = c.case_id and p.erased_on is null))`;
  await sql`update case_file set happened = null, against_name = null where ${nobodysNow}`.execute(tx.db);
  await sql`update case_step set words = null where ${nobodysNow}`.execute(tx.db);
}
