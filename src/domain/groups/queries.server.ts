import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { groupIsHers } from '#domain/people/index.server.ts';
import { GroupRef } from './model.ts';

const ListGroups = z.strictObject({
  text: z.optional(z.string().check(z.maxLength(80))),
  state: z.optional(z.enum(['active', 'dormant', 'closed'])),
});
type ListGroups = z.infer<typeof ListGroups>;

export const questions = defineQuestions('groups', {
  list: { input: ListGroups, may: 'groups.read', scope: () => OWN, run: list },
  card: {
    input: GroupRef,
    may: 'groups.read',
    scope: (input: GroupRef) => ({ kind: 'group', id: input.groupId }),
    run: card,
  },
});

export type GroupRow = {
  groupId: string;
  name: string;
  nameHi: string | null;
  nameUr: string | null;
  kind: string;
  state: string;
  practice: boolean;
  placeId: string | null;
  place: string | null;
  placeHi: string | null;
  placeUr: string | null;
  formedOn: string;
  members: number;
  lastMeetingOn: string | null;
  nextMeetingOn: string | null;
  cashPaise: number;
  savingsPaise: number;
  loansPaise: number;
};

/** Groups the actor may see: all with a grant on the organisation, else those of her groups and places. */
async function list(tx: Tx, who: Actor, input: ListGroups): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    with chosen as (
      select g.* from groups g where g.org_id = ${tx.orgId} and ${groupIsHers(tx, who, 'g.group_id')}
        and (${input.state ?? null}::text is null or g.state = ${input.state ?? null})
        and (${input.text ?? null}::text is null or g.name ilike '%' || ${likeText(input.text)} || '%'
          or g.name_hi like '%' || ${likeText(input.text)} || '%' or g.name_ur like '%' || ${likeText(input.text)} || '%')),
    money as (
      select b.book_id, sum(b.debit_paise - b.credit_paise) filter (where b.account = '1010') as cash,
        sum(b.credit_paise - b.debit_paise) filter (where b.account in ('2010', '2020')) as savings,
        sum(b.debit_paise - b.credit_paise) filter (where b.account in ('1110', '1120')) as loans
      from account_balance b where b.org_id = ${tx.orgId} and b.book_id in (select book_id from chosen)
        and b.account in ('1010', '2010', '2020', '1110', '1120') group by b.book_id),
    met as (
      select distinct on (m.group_id) m.group_id, m.held_on, m.next_on from meeting m
      where m.org_id = ${tx.orgId} and m.state = 'closed' and m.group_id in (select group_id from chosen)
      order by m.group_id, m.held_on desc)
    select g.group_id as "groupId", g.name, g.name_hi as "nameHi", g.name_ur as "nameUr", g.kind, g.state, g.practice,
      g.place_id as "placeId", p.name_en as place, p.name_hi as "placeHi", p.name_ur as "placeUr", g.formed_on as "formedOn",
      (select count(*) from membership ms where ms.org_id = g.org_id and ms.group_id = g.group_id and ms.left_on is null)::int as members,
      met.held_on as "lastMeetingOn", met.next_on as "nextMeetingOn",
      coalesce(money.cash, 0)::bigint as "cashPaise", coalesce(money.savings, 0)::bigint as "savingsPaise",
      coalesce(money.loans, 0)::bigint as "loansPaise"
    from chosen g left join place p on p.org_id = g.org_id and p.place_id = g.place_id
      left join money on money.book_id = g.book_id left join met on met.group_id = g.group_id
    order by g.practice, g.name`.execute(tx.db);
  return rows;
}

const likeText = (text: string | undefined): string => (text ?? '').replace(/[\\%_]/g, (char) => `\\${char}`);

export type GroupCard = GroupRow & {
  bookId: string | null;
  sizeException: string | null;
  membersNow: {
    personId: string;
    nameEn: string;
    nameHi: string | null;
    nameUr: string | null;
    joinedOn: string;
    savingsPaise: number;
    loansPaise: number;
  }[];
  officers: {
    personId: string;
    nameEn: string;
    nameHi: string | null;
    nameUr: string | null;
    office: string;
    fromOn: string;
    untilOn: string | null;
  }[];
  bankAccounts: { bankAccountId: string; bank: string; branch: string | null; last4: string }[];
};

async function card(tx: Tx, who: Actor, { groupId }: GroupRef): Promise<GroupCard | null> {
  const everything = {
    ...who,
    grants: [{ role: 'reader', scope: { kind: 'group' as const, id: groupId } }],
    kind: 'user' as const,
  };
  const row = (await list(tx, everything, {})).find((found) => found.groupId === groupId);
  if (!row) return null;
  const group = await tx.db
    .selectFrom('groups')
    .select(['book_id', 'size_exception'])
    .where('org_id', '=', tx.orgId)
    .where('group_id', '=', groupId)
    .executeTakeFirstOrThrow();
  const members = await sql<GroupCard['membersNow'][number]>`
    select m.person_id as "personId", coalesce(p.name_latin, p.name_devanagari, p.name_urdu) as "nameEn",
      p.name_devanagari as "nameHi", p.name_urdu as "nameUr", m.joined_on as "joinedOn",
      coalesce(sum(b.credit_paise - b.debit_paise) filter (where b.account in ('2010', '2020')), 0)::bigint as "savingsPaise",
      coalesce(sum(b.debit_paise - b.credit_paise) filter (where b.account in ('1110', '1120')), 0)::bigint as "loansPaise"
    from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id
      left join party_balance b on b.org_id = m.org_id and b.party_id = m.person_id and b.book_id = ${group.book_id}
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.left_on is null
    group by 1, 2, 3, 4, 5 order by 2`.execute(tx.db);
  const officers = await sql<GroupCard['officers'][number]>`
    select o.person_id as "personId", coalesce(p.name_latin, p.name_devanagari, p.name_urdu, '') as "nameEn", p.name_devanagari as "nameHi",
      p.name_urdu as "nameUr", o.role as office, o.from_on as "fromOn", o.until_on as "untilOn"
    from officer o left join person p on p.org_id = o.org_id and p.person_id = o.person_id
    where o.org_id = ${tx.orgId} and o.group_id = ${groupId} order by o.from_on desc, o.role`.execute(tx.db);
  const banks = await sql<GroupCard['bankAccounts'][number]>`
    select bank_account_id as "bankAccountId", bank, branch, right(number, 4) as last4 from bank_account
    where org_id = ${tx.orgId} and group_id = ${groupId} and closed_on is null order by bank`.execute(tx.db);
  return {
    ...row,
    bookId: group.book_id,
    sizeException: group.size_exception,
    membersNow: members.rows,
    officers: officers.rows,
    bankAccounts: banks.rows,
  };
}
