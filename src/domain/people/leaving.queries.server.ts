/** Who left, for how long her fields are kept, and what erasing them would clear: shown before it is done. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { Params } from '#platform/outcomes.ts';
import { retentionMonths } from './leaving.commands.server.ts';
import { decideErasure, erasableFrom, tieRefusal, type TieKind } from './merge.rules.ts';
import type { PersonRef } from './model.ts';
import { CARD, type Card } from './profile.queries.server.ts';
import { tiesOf } from './ties.server.ts';

export type RetentionTerm = { readonly fromOn: IsoDate; readonly months: number; readonly source: string };
export type Leaver = Card & { readonly erasableFrom: IsoDate | null; readonly ready: boolean };
export type Retention = {
  readonly terms: readonly RetentionTerm[];
  /** Months in force today; null while none is set, and then nobody is erased. */
  readonly months: number | null;
  /** Who left and still has her fields, the longest gone first. */
  readonly leavers: readonly Leaver[];
};

export async function retention(tx: Tx): Promise<Retention> {
  const terms = await sql<RetentionTerm>`select from_on as "fromOn", months, source from person_retention
    where org_id = ${tx.orgId} order by from_on desc`.execute(tx.db);
  const months = terms.rows.find((term) => term.fromOn <= tx.today)?.months ?? null;
  const { rows } = await sql<Card>`select ${CARD} from person p
    where p.org_id = ${tx.orgId} and p.left_on is not null and p.erased_on is null order by p.left_on, p.person_id limit 500`.execute(
    tx.db,
  );
  return {
    terms: terms.rows,
    months,
    leavers: rows.map((row) => {
      const from = months === null || row.leftOn === null ? null : erasableFrom(row.leftOn, months);
      return { ...row, erasableFrom: from, ready: from !== null && from <= tx.today };
    }),
  };
}

export type ErasurePreview = {
  /** Why it cannot be done today; null when it can. */
  readonly problem: { readonly code: string; readonly params: Params } | null;
  /** All that is open in her name, each as the refusal that names it; shown from the day she left. */
  readonly ties: readonly { readonly kind: TieKind; readonly code: string; readonly params: Params }[];
  readonly leftOn: IsoDate | null;
  readonly erasedOn: IsoDate | null;
  readonly erasableFrom: IsoDate | null;
  /** Fields that hold something now, by their names in the record. */
  readonly fields: readonly string[];
  readonly identities: number;
  readonly bankAccounts: number;
  /** Lines of her history whose values go; the lines stay. */
  readonly changes: number;
};

const FIELDS = [
  ['nameLatin', 'name_latin'],
  ['nameDevanagari', 'name_devanagari'],
  ['nameUrdu', 'name_urdu'],
  ['relation', 'relation_name'],
  ['phone', 'phone'],
  ['birthDate', 'birth_date'],
  ['photoId', 'photo_id'],
  ['pictureSign', 'picture_sign'],
  ['aadhaarLastFour', 'aadhaar_last_four'],
  ['socialCategory', 'social_category'],
  ['note', 'note'],
] as const;

/** Null for nobody of this organisation. Shows which fields hold something, never what they hold. */
export async function erasurePreview(tx: Tx, _who: Actor, { personId }: PersonRef): Promise<ErasurePreview | null> {
  const counts = (table: string) =>
    sql`(select count(*)::int from ${sql.table(table)} x where x.org_id = p.org_id and x.person_id = p.person_id)`;
  const { rows } = await sql<
    Omit<ErasurePreview, 'problem' | 'ties' | 'erasableFrom'>
  >`select p.left_on as "leftOn", p.erased_on as "erasedOn",
      array_remove(array[${sql.join(FIELDS.map(([field, column]) => sql`case when ${sql.ref(`p.${column}`)} is not null then ${field}::text end`))}], null) as fields,
      ${counts('person_identity')} as identities, ${counts('person_bank_account')} as "bankAccounts", ${counts('person_change')} as changes
    from person p where p.org_id = ${tx.orgId} and p.person_id = ${personId}`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const months = await retentionMonths(tx);
  const ties = row.erasedOn === null ? await tiesOf(tx, personId) : [];
  const from = months === null || row.leftOn === null ? null : erasableFrom(row.leftOn, months);
  const ruling = decideErasure(row, { retentionMonths: months ?? 0, ties, on: tx.today });
  const problem =
    months === null && row.leftOn !== null && row.erasedOn === null
      ? { code: 'people.retention_unset', params: {} }
      : ruling.ok
        ? null
        : { code: ruling.code, params: ruling.params };
  return { ...row, erasableFrom: from, problem, ties: ties.map((tie) => ({ kind: tie.kind, ...tieRefusal(tie) })) };
}
