/** What other modules ask about a woman: whether a consent stands, and who her household is. */
import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import { kept, type Tx } from '#platform/db.server.ts';
import type { CONSENT_PURPOSES } from './model.ts';

type Purpose = (typeof CONSENT_PURPOSES)[number];

/** Condition: her consent stands today. `column` holds a person's id; merged records speak for the person they are now. */
export const consentOn = (tx: Tx, purpose: Purpose, column: string): RawBuilder<boolean> => sql`exists (
  select from consent c join person cp on cp.org_id = c.org_id and cp.person_id = c.person_id
    join person me on me.org_id = cp.org_id and me.now_id = cp.now_id
  where c.org_id = ${tx.orgId} and me.person_id = ${sql.ref(column)} and c.purpose = ${purpose} and c.given_on <= ${tx.today}
    and (c.withdrawn_on is null or c.withdrawn_on > ${tx.today}))`;

/** `unknown` for nobody of this organisation, or one whose record was erased. */
export async function consentInForce(
  tx: Tx,
  purpose: Purpose,
  personId: string,
): Promise<'stands' | 'missing' | 'unknown'> {
  const { rows } = await sql<{
    stands: boolean;
  }>`select ${consentOn(tx, purpose, 'p.person_id')} as stands from person p
    where p.org_id = ${tx.orgId} and p.person_id = ${personId} and p.erased_on is null`.execute(tx.db);
  return rows[0] ? (rows[0].stands ? 'stands' : 'missing') : 'unknown';
}

/**
 * The household of the directions: husband, wife, unmarried children (and the head). Who lives there as anything else is by herself.
 * As `home` (of_id: who was asked about; now_id: a person of her household, herself always). Each step is looked up from the one before
 * (`offset 0`): a planner that knows the tables empty yet would join whole organisations, thousands of times slower a minute later.
 */
const HOMES = (tx: Tx, persons: readonly string[]): RawBuilder<unknown> => sql`
  her as (select person_id as of_id, now_id from person where org_id = ${tx.orgId} and person_id = any(${[...persons]}::uuid[])),
  home as (
    select her.of_id, h.now_id from her
      cross join lateral (select p.household_id from person p
        where p.org_id = ${tx.orgId} and p.person_id = her.now_id and p.household_role <> 'other' offset 0) me
      cross join lateral (select p.now_id from person p
        where p.org_id = ${tx.orgId} and p.household_id = me.household_id and p.household_role <> 'other' and p.erased_on is null offset 0) h
    union select of_id, now_id from her)`;

/** Every record, of merged persons too, of the homes of {@link HOMES}. */
const RECORDS = (tx: Tx): RawBuilder<unknown> => sql`home cross join lateral (
    select q.person_id from person q where q.org_id = ${tx.orgId} and q.now_id = home.now_id offset 0) p`;

/** All records of merged persons are among the ids. */
export async function householdOf(tx: Tx, personId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`with ${HOMES(tx, [personId])}
    select p.person_id from ${RECORDS(tx)}`.execute(tx.db);
  return rows.map((row) => row.person_id);
}

/**
 * Of members whose home is more than themselves, a mark that is the same for all of one household, in whatever group; who is not here
 * is by herself. It says nothing but that two live together.
 */
export async function homesIn(tx: Tx, groupId: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ person_id: string; home: string }>`${kept} select p.person_id,
      case when me.household_role <> 'other' then coalesce(me.household_id, me.person_id) else me.person_id end as home
    from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id
    join person me on me.org_id = p.org_id and me.person_id = p.now_id and me.erased_on is null
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.left_on is null`.execute(tx.db);
  return Object.fromEntries(rows.flatMap((row) => (row.home === row.person_id ? [] : [[row.person_id, row.home]])));
}

/** What phones of her groups hold only while she consents. */
export const SHOWN_ON_PHONES: readonly Purpose[] = ['income_and_debts', 'photo'];

export type GroupOfHome = { readonly personId: string; readonly groupId: string };

/** Of each of these persons the groups she or anybody of her household is in today. */
export const groupsOfHomes = (tx: Tx, persons: readonly string[]): RawBuilder<GroupOfHome> =>
  sql<GroupOfHome>`${kept} with ${HOMES(tx, persons)}
    select distinct home.of_id as "personId", m.group_id as "groupId" from ${RECORDS(tx)}
    cross join lateral (select q.group_id from membership q
      where q.org_id = ${tx.orgId} and q.person_id = p.person_id and q.left_on is null offset 0) m`;

/** Phones of those groups learn that something of her is other than they were told. @param besides a group that is told anyhow */
export function tellPhones(tx: Tx, homes: readonly GroupOfHome[], besides?: string): void {
  for (const { personId, groupId } of homes) if (groupId !== besides) tx.changed(groupId, 'safety', personId);
}

export async function tellPhonesOf(tx: Tx, persons: readonly string[], besides?: string): Promise<void> {
  if (persons.length > 0) tellPhones(tx, (await groupsOfHomes(tx, persons).execute(tx.db)).rows, besides);
}

export const tellHerPhones = (tx: Tx, personId: string): Promise<void> => tellPhonesOf(tx, [personId]);

/** Groups whose phones hold what a consent showed that ended after one day and up to another: nobody acted on that day. */
export async function groupsOfEndedConsent(
  tx: Tx,
  { after, upTo }: { after: IsoDate; upTo: IsoDate },
): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select distinct person_id from consent where org_id = ${tx.orgId}
    and withdrawn_on > ${after} and withdrawn_on <= ${upTo} and purpose = any(${[...SHOWN_ON_PHONES]}::text[])`.execute(
    tx.db,
  );
  const ended = rows.map((row) => row.person_id);
  const told = (await groupsOfHomes(tx, ended).execute(tx.db)).rows;
  return [...new Set(told.map((one) => one.groupId))];
}
