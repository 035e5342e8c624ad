import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { ANY_CASE, defineQuestions, type Actor, type Scope } from '#platform/door.ts';
import { figures, pooled } from './figures.queries.server.ts';
import * as model from './model.ts';
import type { CaseKind, CaseList, CaseOutcome, ListCases, ReadCase, StepKind } from './model.ts';
import { isOverdue } from './rules.ts';
import { isHers } from './seen.server.ts';

const any = (): Scope => ANY_CASE;

export const questions = defineQuestions('cases', {
  list: { input: model.ListCases, may: 'cases.read', scope: any, run: list },
  one: {
    input: model.ReadCase,
    may: 'cases.read',
    scope: (input: ReadCase): Scope => ({ ...ANY_CASE, id: input.caseId }),
    run: one,
  },
  figures: { input: model.Nothing, may: 'cases.read', scope: any, run: figures },
  helpers: { input: model.Nothing, may: 'cases.write', scope: () => null, run: helpers },
  pooled: { input: model.Nothing, may: 'rollup.read', scope: () => null, rollUp: true, run: pooled },
});

export type CaseWoman = {
  readonly personId: string;
  readonly nameLatin: string | null;
  readonly nameDevanagari: string | null;
  readonly nameUrdu: string | null;
};
export type CaseRow = {
  readonly caseId: string;
  readonly number: number;
  readonly kind: CaseKind;
  readonly againstName: string | null;
  readonly againstKind: string;
  readonly happenedOn: IsoDate;
  readonly claimedPaise: number | null;
  readonly recoveredPaise: number | null;
  readonly helperName: string | null;
  readonly outcome: CaseOutcome | null;
  readonly closedOn: IsoDate | null;
  readonly dueOn: IsoDate | null;
  readonly overdue: boolean;
  readonly women: readonly CaseWoman[];
};
type Raw = Omit<CaseRow, 'overdue'>;

const WOMEN = sql`(select coalesce(jsonb_agg(jsonb_build_object('personId', p.now_id, 'nameLatin', p.name_latin,
    'nameDevanagari', p.name_devanagari, 'nameUrdu', p.name_urdu) order by p.person_id), '[]')
  from case_person w join person p on p.org_id = w.org_id and p.person_id = w.person_id
  where w.org_id = f.org_id and w.case_id = f.case_id)`;
const COLUMNS = sql`f.case_id as "caseId", f.number, f.kind, f.against_name as "againstName", f.against_kind as "againstKind",
  f.happened_on as "happenedOn", f.claimed_paise as "claimedPaise", f.recovered_paise as "recoveredPaise", f.outcome,
  f.closed_on as "closedOn", f.due_on as "dueOn",
  (select u.name from app_user u where u.org_id = f.org_id and u.user_id = f.helper_id) as "helperName"`;

const PAGE = 25;
const LISTS = (tx: Tx): Record<CaseList, RawBuilder<unknown>> => ({
  open: sql`f.outcome is null`,
  overdue: sql`(f.outcome is null and f.due_on < ${tx.today}::date)`,
  closed: sql`f.outcome is not null`,
  all: sql`true`,
});

/** The administrator's are all; a helper's are hers. What is late stands first, then what is due next. */
async function list(tx: Tx, who: Actor, asked: ListCases): Promise<{ rows: CaseRow[]; total: number }> {
  const { rows } = await sql<
    Raw & { total: number }
  >`select ${COLUMNS}, ${WOMEN} as women, count(*) over ()::int as total
    from case_file f where f.org_id = ${tx.orgId} and ${isHers(who)} and ${LISTS(tx)[asked.list]}
      and (${asked.kind ?? null}::text is null or f.kind = ${asked.kind ?? null})
      and (${asked.personId ?? null}::uuid is null or exists (select from case_person w
        join person p on p.org_id = w.org_id and p.person_id = w.person_id
        join person me on me.org_id = p.org_id and me.now_id = p.now_id
        where w.org_id = f.org_id and w.case_id = f.case_id and me.person_id = ${asked.personId ?? null}::uuid))
    order by f.outcome is not null, f.due_on nulls last, f.closed_on desc, f.number desc
    limit ${PAGE} offset ${(asked.page - 1) * PAGE}`.execute(tx.db);
  const shown = rows.map(({ total: _total, ...row }) => ({ ...row, overdue: isOverdue(row, tx.today) }));
  return { rows: shown, total: rows[0]?.total ?? 0 };
}

export type CaseStep = {
  readonly no: number;
  readonly kind: StepKind;
  readonly words: string | null;
  readonly doneOn: IsoDate;
  readonly dueOn: IsoDate | null;
  readonly helperName: string | null;
  readonly byName: string | null;
};
export type CasePage = CaseRow & {
  readonly happened: string | null;
  readonly helperId: string | null;
  readonly steps: readonly CaseStep[];
};

/**
 * A whole case, for whoever has just said so: `viewId` is her own `cases.view` of it, not older than a minute.
 * Null when there is no such case or no such saying.
 */
async function one(tx: Tx, who: Actor, { caseId, viewId }: ReadCase): Promise<CasePage | null> {
  const { rows } = await sql<
    Omit<CasePage, 'steps' | 'overdue'>
  >`select ${COLUMNS}, ${WOMEN} as women, f.happened, f.helper_id as "helperId"
    from case_file f where f.org_id = ${tx.orgId} and f.case_id = ${caseId} and ${isHers(who)}
      and exists (select from command c where c.org_id = f.org_id and c.command_id = ${viewId} and c.name = 'cases.view'
        and c.scope_id = f.case_id and c.user_id = ${who.userId} and c.status = 'applied'
        and c.received_at > ${tx.now}::timestamptz - interval '1 minute')`.execute(tx.db);
  if (!rows[0]) return null;
  const { rows: steps } =
    await sql<CaseStep>`select s.at_no as no, s.kind, s.words, s.done_on as "doneOn", s.due_on as "dueOn",
      (select u.name from app_user u where u.org_id = s.org_id and u.user_id = s.helper_id) as "helperName",
      (select u.name from app_user u where u.org_id = s.org_id and u.user_id = s.by_user) as "byName"
    from case_step s where s.org_id = ${tx.orgId} and s.case_id = ${caseId} order by s.at_no`.execute(tx.db);
  return { ...rows[0], overdue: isOverdue(rows[0], tx.today), steps };
}

export type Helper = { readonly userId: string; readonly name: string };
/** Whom a case may be given to. */
async function helpers(tx: Tx): Promise<Helper[]> {
  const { rows } = await sql<Helper>`select user_id as "userId", name from app_user
    where org_id = ${tx.orgId} and state = 'active' order by name, user_id`.execute(tx.db);
  return rows;
}
