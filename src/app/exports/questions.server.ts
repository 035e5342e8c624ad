/** What an export needs beside the questions of its screen. */
import * as z from 'zod/mini';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor, type Scope } from '#platform/door.ts';
import { BodyRef, Id } from '#domain/ledger/index.ts';
import { chart } from '#domain/ledger/index.server.ts';
import { exportGroup } from './group-file.server.ts';

const Members = z.strictObject({
  groupId: z.optional(Id),
  placeId: z.optional(Id),
  craft: z.optional(z.string().check(z.maxLength(40))),
  flag: z.optional(z.string().check(z.maxLength(40))),
  /** Only these: what a search found. */
  personIds: z.optional(z.array(Id).check(z.maxLength(100))),
  withLeavers: z._default(z.boolean(), false),
});
type Members = z.infer<typeof Members>;
const OfGroup = z.strictObject({ groupId: Id });

export const questions = defineQuestions('exports', {
  /** Personal data of many at once: more than the people's screen shows, so it has a right of its own. */
  members: {
    input: Members,
    may: 'export.read',
    scope: ({ groupId, placeId }: Members): Scope =>
      groupId ? { kind: 'group', id: groupId } : placeId ? { kind: 'place', id: placeId } : null,
    run: members,
  },
  /** Names of a book's body, its accounts and its parties, for statements. */
  bookNames: {
    input: BodyRef,
    may: 'ledger.read',
    scope: ({ bodyKind, bodyId }: BodyRef): Scope => (bodyKind === 'trust' ? null : { kind: 'group', id: bodyId }),
    run: bookNames,
  },
  /** Everything of one group, so that it can leave. */
  group: {
    input: OfGroup,
    may: 'export.read',
    scope: ({ groupId }: { groupId: string }): Scope => ({ kind: 'group', id: groupId }),
    run: exportGroup,
  },
});

export type MemberExportRow = {
  personId: string;
  nameEn: string;
  nameHi: string | null;
  nameUr: string | null;
  relationName: string | null;
  birthYear: number | null;
  phone: string | null;
  groupName: string | null;
  groupNameHi: string | null;
  groupNameUr: string | null;
  place: string | null;
  joinedOn: string | null;
  leftOn: string | null;
  savingsPaise: number;
  loansPaise: number;
};

/** One row per membership; a woman of no group has one row with no group. Practice groups never. */
async function members(tx: Tx, _who: Actor, input: Members): Promise<MemberExportRow[]> {
  const [groupId, placeId] = [input.groupId ?? null, input.placeId ?? null];
  const { withLeavers } = input;
  const { rows } = await sql<MemberExportRow>`
    with recursive below as (
      select place_id from place where org_id = ${tx.orgId} and place_id = ${placeId}::uuid
      union select c.place_id from place c join below b on c.org_id = ${tx.orgId} and c.parent_id = b.place_id),
    belongs as (
      select m.*, g.name, g.name_hi, g.name_ur, g.book_id, g.place_id from membership m join groups g on g.org_id = m.org_id and g.group_id = m.group_id
      where m.org_id = ${tx.orgId} and not g.practice and (${withLeavers} or m.left_on is null)),
    money as (
      select book_id, party_id, sum(credit_paise - debit_paise) filter (where account in ('2010', '2020')) as savings,
        sum(debit_paise - credit_paise) filter (where account in ('1110', '1120')) as loans
      from party_balance where org_id = ${tx.orgId} and account in ('2010', '2020', '1110', '1120') group by 1, 2)
    select p.person_id as "personId", coalesce(p.name_latin, p.name_devanagari, p.name_urdu) as "nameEn", p.name_devanagari as "nameHi",
      p.name_urdu as "nameUr", p.relation_name as "relationName", p.birth_year as "birthYear", p.phone,
      b.name as "groupName", b.name_hi as "groupNameHi", b.name_ur as "groupNameUr", l.name_en as place,
      b.joined_on as "joinedOn", b.left_on as "leftOn", coalesce(y.savings, 0)::bigint as "savingsPaise", coalesce(y.loans, 0)::bigint as "loansPaise"
    from person p left join belongs b on b.person_id = p.person_id
      left join money y on y.book_id = b.book_id and y.party_id = p.person_id
      left join place l on l.org_id = p.org_id and l.place_id = coalesce(b.place_id, p.place_id)
    where p.org_id = ${tx.orgId} and p.now_id = p.person_id and p.erased_on is null and (${withLeavers} or p.left_on is null)
      and (${groupId}::uuid is null or b.group_id = ${groupId}::uuid)
      and (${placeId}::uuid is null or p.place_id in (select place_id from below) or b.place_id in (select place_id from below))
      and (${input.craft ?? null}::text is null or exists (select from person_craft c where c.org_id = p.org_id
        and c.person_id = p.person_id and c.craft = ${input.craft ?? null}))
      and (${input.flag ?? null}::text is null or ${input.flag ?? null} = any(p.flags))
      and (${input.personIds ?? null}::uuid[] is null or p.person_id = any(${input.personIds ?? null}::uuid[]))
    order by b.name nulls last, 2, 1`.execute(tx.db);
  return rows;
}

type ThreeNames = { en: string; hi: string | null; ur: string | null };
export type BookNames = {
  readonly body: ThreeNames;
  readonly accounts: Awaited<ReturnType<typeof chart>>;
  readonly parties: Readonly<Record<string, ThreeNames>>;
};

async function bookNames(tx: Tx, _who: Actor, { bodyKind, bodyId }: BodyRef): Promise<BookNames | null> {
  const body = await sql<ThreeNames>`
    select name as en, name_hi as hi, name_ur as ur from groups where org_id = ${tx.orgId} and group_id = ${bodyId} and ${bodyKind} <> 'trust'
    union all select name, name_hi, name_ur from org where org_id = ${tx.orgId} and ${bodyKind} = 'trust'`.execute(
    tx.db,
  );
  if (!body.rows[0]) return null;
  const parties = await sql<ThreeNames & { id: string }>`
    select m.person_id as id, coalesce(p.name_latin, p.name_devanagari, p.name_urdu) as en, p.name_devanagari as hi, p.name_urdu as ur
    from membership m join person p on p.org_id = m.org_id and p.person_id = m.person_id where m.org_id = ${tx.orgId} and m.group_id = ${bodyId}
    union select bank_account_id, bank || ' …' || right(number, 4), null, null from bank_account where org_id = ${tx.orgId} and group_id = ${bodyId}`.execute(
    tx.db,
  );
  return {
    body: body.rows[0],
    accounts: await chart(tx),
    parties: Object.fromEntries(parties.rows.map(({ id, ...names }) => [id, names])),
  };
}
