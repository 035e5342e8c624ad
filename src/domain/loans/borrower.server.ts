/** The borrower of `office_loan l` by name, whichever kind it is: joins, and its names from them. */
import { sql, type RawBuilder } from 'kysely';

/** @param of another row with `borrower_kind` and `borrower_id` than `l` */
export const borrowerJoins = (of = 'l'): RawBuilder<unknown> => {
  const l = sql.raw(of);
  return sql`left join person p on p.org_id = ${l}.org_id and p.person_id = ${l}.borrower_id and ${l}.borrower_kind = 'person'
    left join groups g on g.org_id = ${l}.org_id and g.group_id = ${l}.borrower_id and ${l}.borrower_kind = 'group'
    left join enterprise en on en.org_id = ${l}.org_id and en.enterprise_id = ${l}.borrower_id and ${l}.borrower_kind = 'enterprise'`;
};

const EN = sql`coalesce(p.name_latin, p.name_devanagari, p.name_urdu, g.name, en.name_en, en.name_hi, en.name_ur)`;
const HI = sql`coalesce(p.name_devanagari, g.name_hi, en.name_hi)`;
const UR = sql`coalesce(p.name_urdu, g.name_ur, en.name_ur)`;
/** Three columns. */
export const BORROWER_COLUMNS = sql`${EN} as "nameEn", ${HI} as "nameHi", ${UR} as "nameUr"`;
/** One object; `en` is never null. */
export const BORROWER_NAMES = sql`json_build_object('en', coalesce(${EN}, ''), 'hi', ${HI}, 'ur', ${UR})`;
/** All of them as one text to search in. */
export const BORROWER_WORDS = sql`concat_ws(' ', p.name_latin, p.name_devanagari, p.name_urdu, g.name, g.name_hi, g.name_ur,
  en.name_en, en.name_hi, en.name_ur)`;
