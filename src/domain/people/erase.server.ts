/** Which rows lose their words when a leaver's personal fields are erased. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

/** Clears what tells of her wherever it stands; ids, days and sums stay. */
export async function eraseRows(tx: Tx, personId: string): Promise<void> {
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
  await eraseGuaranties(tx, personId);
  await eraseTold(tx, personId);
  await eraseCases(tx, personId);
}

const records = (tx: Tx, personId: string) => sql`select person_id from person
  where org_id = ${tx.orgId} and (now_id = ${personId} or person_id = ${personId})`;

/** Enterprises of hers of which no other owner is left with a name: no group, and no woman who was not erased, ever owned a part beside her. */
export const nobodysEnterprises = (tx: Tx, personId: string) => sql`select o.enterprise_id from enterprise_owner o
  where o.org_id = ${tx.orgId} and o.person_id in (${records(tx, personId)}) and not exists (select from enterprise_owner x
    left join person p on p.org_id = x.org_id and p.person_id = x.person_id
    where x.org_id = o.org_id and x.enterprise_id = o.enterprise_id
      and (x.group_id is not null or p.erased_on is null and x.person_id not in (${records(tx, personId)})))`;

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

/**
 * What was written of her where she stands for another's loan, and of those outside the register who stood for hers: that somebody did,
 * from when and how, stays with the loan.
 */
async function eraseGuaranties(tx: Tx, personId: string): Promise<void> {
  const hers = sql`org_id = ${tx.orgId} and (person_id = ${personId} or person_id is null and loan_id in (select loan_id from office_loan
    where org_id = ${tx.orgId} and borrower_kind = 'person' and borrower_id = ${personId}))`;
  await sql`update command set payload = null, payload_salt = null where org_id = ${tx.orgId}
    and command_id in (select command_id from loan_guarantor where ${hers})`.execute(tx.db);
  await sql`update loan_guarantor_yes set witness = '-' where org_id = ${tx.orgId} and witness is not null
    and guarantor_id in (select guarantor_id from loan_guarantor where ${hers})`.execute(tx.db);
  await sql`update loan_guarantor set name = case when name is not null then '-' end, relation = null, phone = null,
    release_reason = case when release_reason is not null then '-' end where ${hers}`.execute(tx.db);
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
