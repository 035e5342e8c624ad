import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, OWN, type Actor } from '#platform/door.ts';
import { consentOn, personIsHers } from '#domain/people/index.server.ts';
import { figures } from './figures.queries.server.ts';
import { cardOf, household, type DebtCard } from './household.queries.server.ts';
import * as model from './model.ts';
import type { DebtRef, ListDebts, PersonRef } from './model.ts';
import { DEBT, type StoredDebt } from './store.server.ts';

const ofPerson = (input: { personId: string }) => ({ kind: 'person' as const, id: input.personId });
const own = () => OWN;

export const questions = defineQuestions('debts', {
  household: {
    input: model.PersonRef,
    may: 'debts.read',
    scope: (input: PersonRef) => ofPerson(input),
    run: household,
  },
  register: { input: model.ListDebts, may: 'debts.read', scope: own, run: register },
  figures: { input: model.Nothing, may: 'debts.read', scope: own, run: figures },
  sources: { input: model.Nothing, may: 'debts.read', scope: own, run: sources },
  slipPhoto: { input: model.DebtRef, may: 'debts.read', scope: (input: DebtRef) => ofPerson(input), run: slipPhoto },
});

type Named = { nameLatin: string | null; nameDevanagari: string | null; nameUrdu: string | null };
export type RegisterRow = DebtCard & Named & { place: string | null; placeHi: string | null; placeUr: string | null };
const PAGE = 50;

/** Debts of women whose consent stands and whom the asker looks after; how many are hidden for want of it. */
async function register(
  tx: Tx,
  who: Actor,
  { state, text, page }: ListDebts,
): Promise<{ rows: RegisterRow[]; total: number; hidden: number }> {
  const like = `%${(text ?? '').replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  const within = sql`from outside_debt d join person p on p.org_id = d.org_id and p.person_id = d.person_id
    where d.org_id = ${tx.orgId} and p.erased_on is null and ${personIsHers(tx, who)}`;
  const seen = consentOn(tx, 'income_and_debts', 'd.person_id');
  const { rows } = await sql<StoredDebt & Named & RegisterRow & { total: number }>`
    select ${DEBT}, p.name_latin as "nameLatin", p.name_devanagari as "nameDevanagari", p.name_urdu as "nameUrdu",
      (select l.name_en from place l where l.org_id = p.org_id and l.place_id = p.place_id) as place,
      (select l.name_hi from place l where l.org_id = p.org_id and l.place_id = p.place_id) as "placeHi",
      (select l.name_ur from place l where l.org_id = p.org_id and l.place_id = p.place_id) as "placeUr",
      count(*) over ()::int as total
    ${within} and ${seen} and (${state ?? null}::text is null and d.state <> 'struck' or d.state = ${state ?? null})
      and (${text ?? ''} = '' or d.lender_name ilike ${like} or p.name_latin ilike ${like} or p.name_devanagari like ${like}
        or p.name_urdu like ${like})
    order by case d.state when 'paid' then 0 when 'standing' then 1 else 2 end, d.borrowed_on, d.debt_id
    limit ${PAGE} offset ${(page - 1) * PAGE}`.execute(tx.db);
  const hidden = await sql<{
    n: number;
  }>`select count(*)::int as n ${within} and d.state <> 'struck' and not ${seen}`.execute(tx.db);
  return {
    rows: rows.map(({ total: _total, ...row }) => ({ ...row, ...cardOf(row, tx.today) })),
    total: rows[0]?.total ?? 0,
    hidden: hidden.rows[0]?.n ?? 0,
  };
}

export type SourceRow = {
  sheet: model.SwapSource;
  untilOn: IsoDate | null;
  groupName: string | null;
  swaps: number;
  lentPaise: number;
};
/** All money ever offered for swaps, what is open first, with what was lent out of it. */
async function sources(tx: Tx): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`select s.sheet, s.until_on as "untilOn",
      (select g.name from groups g where g.org_id = s.org_id and g.group_id = s.group_id) as "groupName",
      count(y.payment_id)::int as swaps, coalesce(sum(y.amount_paise), 0)::bigint as "lentPaise"
    from swap_source s left join debt_payment y on y.org_id = s.org_id and y.source_id = s.source_id and y.struck_on is null
    where s.org_id = ${tx.orgId} group by s.org_id, s.source_id, s.sheet, s.until_on, s.from_on, s.group_id
    order by s.until_on is not null and s.until_on <= ${tx.today}, s.from_on desc, s.source_id limit 200`.execute(
    tx.db,
  );
  return rows;
}

/** The lender's paper; null when none is kept, or her consent does not stand any more. */
async function slipPhoto(
  tx: Tx,
  _who: Actor,
  { personId, debtId }: DebtRef,
): Promise<{ sha256: string; mediaType: string } | null> {
  const { rows } = await sql<{ sha256: string; mediaType: string }>`select f.sha256, f.media_type as "mediaType"
    from outside_debt d join file f on f.org_id = d.org_id and f.file_id = d.slip_file_id
    where d.org_id = ${tx.orgId} and d.person_id = ${personId} and d.debt_id = ${debtId}
      and ${consentOn(tx, 'income_and_debts', 'd.person_id')}`.execute(tx.db);
  return rows[0] ?? null;
}
