import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';

export type Card = {
  readonly personId: string;
  readonly nameLatin: string | null;
  readonly nameDevanagari: string | null;
  readonly nameUrdu: string | null;
  readonly relationKind: string | null;
  readonly relationName: string | null;
  readonly placeId: string | null;
  readonly photoId: string | null;
  readonly pictureSign: string | null;
  readonly leftOn: string | null;
};

/** The columns of a card of `person p`. */
export const CARD = sql`p.person_id as "personId", p.name_latin as "nameLatin", p.name_devanagari as "nameDevanagari",
  p.name_urdu as "nameUrdu", p.relation_kind as "relationKind", p.relation_name as "relationName", p.place_id as "placeId",
  p.photo_id as "photoId", p.picture_sign as "pictureSign", p.left_on as "leftOn"`;

export type Profile = Card & {
  /** Herself, or whom she was merged into. */
  readonly nowId: string;
  readonly phone: string | null;
  readonly birthYear: number | null;
  readonly birthDate: string | null;
  readonly socialCategory: string | null;
  readonly flags: readonly string[];
  readonly note: string | null;
  readonly householdId: string | null;
  readonly householdRole: string | null;
  readonly aadhaarLastFour: string | null;
  readonly erasedOn: string | null;
  readonly crafts: readonly { craft: string; sinceYear: number | null }[];
  /** Numbers by their last four signs only; the whole one is a command with an audit line. */
  readonly identities: readonly { identityId: string; kind: string; ending: string }[];
  readonly bankAccounts: readonly {
    bankAccountId: string;
    ending: string;
    ifsc: string;
    bankName: string | null;
    operatedBy: string;
  }[];
  readonly consents: readonly {
    consentId: string;
    purpose: string;
    language: string;
    givenOn: string;
    withdrawnOn: string | null;
  }[];
  readonly household: readonly (Card & { householdRole: string | null })[];
  /** Records merged into this one, standing today. */
  readonly aliases: readonly { aliasId: string; mergedOn: string; reason: string }[];
  readonly history: readonly { field: string; before: unknown; after: unknown; at: string; userId: string }[];
};

export async function card(tx: Tx, personId: string): Promise<Card | null> {
  const { rows } =
    await sql<Card>`select ${CARD} from person p where p.org_id = ${tx.orgId} and p.person_id = ${personId}`.execute(
      tx.db,
    );
  return rows[0] ?? null;
}

/** Null for nobody of this organisation. */
export async function profile(tx: Tx, personId: string): Promise<Profile | null> {
  const list = (rows: ReturnType<typeof sql>) => sql`(select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (${rows}) x)`;
  const hers = (alias: string) =>
    sql`${sql.ref(`${alias}.org_id`)} = p.org_id and ${sql.ref(`${alias}.person_id`)} = p.person_id`;
  const { rows } = await sql<Profile>`
    select ${CARD}, p.now_id as "nowId", p.phone, p.birth_year as "birthYear", p.birth_date as "birthDate",
      p.social_category as "socialCategory", p.flags, p.note, p.household_id as "householdId", p.household_role as "householdRole",
      p.aadhaar_last_four as "aadhaarLastFour", p.erased_on as "erasedOn",
      ${list(sql`select c.craft, c.since_year as "sinceYear" from person_craft c where ${hers('c')} order by 1`)} as crafts,
      ${list(sql`select i.identity_id as "identityId", i.kind, right(i.number, 4) as ending from person_identity i
        where ${hers('i')} order by i.added_on, 1`)} as identities,
      ${list(sql`select b.bank_account_id as "bankAccountId", right(b.number, 4) as ending, b.ifsc, b.bank_name as "bankName",
        b.operated_by as "operatedBy" from person_bank_account b where ${hers('b')} order by b.added_on, 1`)} as "bankAccounts",
      ${list(sql`select c.consent_id as "consentId", c.purpose, c.language, c.given_on as "givenOn", c.withdrawn_on as "withdrawnOn"
        from consent c where ${hers('c')} order by c.given_on, 1`)} as consents,
      ${list(sql`select h.person_id as "personId", h.name_latin as "nameLatin", h.name_devanagari as "nameDevanagari",
        h.name_urdu as "nameUrdu", h.household_role as "householdRole", h.relation_kind as "relationKind", h.relation_name as "relationName",
        h.place_id as "placeId", h.photo_id as "photoId", h.picture_sign as "pictureSign", h.left_on as "leftOn" from person h
        where h.org_id = p.org_id and h.household_id = p.household_id and h.person_id <> p.person_id and h.now_id = h.person_id
        order by h.birth_year nulls last, 1`)} as household,
      ${list(sql`select a.alias_id as "aliasId", a.merged_on as "mergedOn", a.reason from person_alias a
        where a.org_id = p.org_id and a.kept_id = p.person_id and a.undone_on is null order by 2, 1`)} as aliases,
      ${list(sql`select k.field, k.before, k.after, k.at, k.user_id as "userId" from person_change k where ${hers('k')}
        order by k.at desc, k.field limit 200`)} as history
    from person p where p.org_id = ${tx.orgId} and p.person_id = ${personId}`.execute(tx.db);
  return rows[0] ?? null;
}
