/** Balance confirmations: what the books said on a day, kept as printed, and what each member answered. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { nextNumber } from './book-names.server.ts';
import { pooled, type Pooled } from './confirmation.rules.ts';
import type { BatchRef, Confirm, Paged, Reply } from './model.ts';
import { membersOn } from './population.server.ts';

/** @returns refused `audit.confirm_ahead` | `audit.sample_unfit` (neither members nor loans) | `audit.nobody_to_confirm` */
export async function makeBatch(
  tx: Tx,
  who: Actor,
  { batchId, asOf, of }: Confirm,
): Promise<Outcome<{ batchId: string; number: number; slips: number }>> {
  if (asOf > tx.today) return refused('audit.confirm_ahead', { today: tx.today });
  const sampleId = 'sampleId' in of ? of.sampleId : null;
  const groupId = 'groupId' in of ? of.groupId : null;
  if (sampleId && !(await isOfWomen(tx, sampleId))) return refused('audit.sample_unfit');
  const chosen = sampleId
    ? sql`and (m.book_id, m.person_id) in (select i.book_id, p.now_id from audit_sample_item i
        left join loan l on l.org_id = i.org_id and l.loan_id = i.loan_id and l.borrower_kind = 'person'
        join person p on p.org_id = i.org_id and p.person_id = coalesce(i.person_id, l.borrower_id)
        where i.org_id = ${tx.orgId} and i.sample_id = ${sampleId})`
    : sql``;
  const { rows } = await sql<{ groupId: string; personId: string; savings: number; loan: number }>`
    select m.group_id as "groupId", m.person_id as "personId", m.savings, m.loan
    from (${membersOn(tx, { bookId: null, groupId, on: asOf, knownAt: tx.now })}) m
      join groups g on g.org_id = ${tx.orgId} and g.group_id = m.group_id
      join person p on p.org_id = ${tx.orgId} and p.person_id = m.person_id
    where p.erased_on is null ${chosen} order by g.name, g.group_id, p.name_latin, p.person_id`.execute(tx.db);
  if (rows.length === 0) return refused('audit.nobody_to_confirm');
  const number = await nextNumber(tx, 'audit_confirmation');
  await sql`insert into audit_confirmation (org_id, batch_id, number, as_of, group_id, sample_id, made_by, made_at)
    values (${tx.orgId}, ${batchId}, ${number}, ${asOf}::date, ${groupId}, ${sampleId}, ${who.userId}, ${tx.now})`.execute(
    tx.db,
  );
  const slips = rows.map((row, at) => ({
    org_id: tx.orgId,
    batch_id: batchId,
    line: at + 1,
    group_id: row.groupId,
    person_id: row.personId,
    savings_paise: row.savings,
    loan_paise: row.loan,
  }));
  await sql`insert into audit_confirmation_slip (org_id, batch_id, line, group_id, person_id, savings_paise, loan_paise)
    select org_id, batch_id, line, group_id, person_id, savings_paise, loan_paise from jsonb_populate_recordset(null::audit_confirmation_slip, ${JSON.stringify(slips)}::jsonb)`.execute(
    tx.db,
  );
  return applied({ batchId, number, slips: slips.length });
}

async function isOfWomen(tx: Tx, sampleId: string): Promise<boolean> {
  const { rows } = await sql`select from audit_sample
    where org_id = ${tx.orgId} and sample_id = ${sampleId} and population in ('members', 'loans')`.execute(tx.db);
  return rows.length > 0;
}

/** @returns refused `audit.line_unknown` | `audit.say_how` (both amounts when it differs, none otherwise) */
export async function replyToSlip(
  tx: Tx,
  who: Actor,
  input: Reply,
): Promise<Outcome<{ line: number; result: string }>> {
  const { batchId, line, result } = input;
  await sql`select pg_advisory_xact_lock(hashtextextended(${batchId}, 0))`.execute(tx.db);
  const { rows } = await sql<{
    savings: number;
    loan: number;
  }>`select savings_paise as savings, loan_paise as loan from audit_confirmation_slip
    where org_id = ${tx.orgId} and batch_id = ${batchId} and line = ${line}`.execute(tx.db);
  const slip = rows[0];
  if (!slip) return refused('audit.line_unknown');
  const differs = result === 'differs';
  const told = differs ? { savings: input.savingsPaise, loan: input.loanPaise } : { savings: null, loan: null };
  if (differs && (told.savings === null || told.loan === null)) return refused('audit.say_how');
  if (differs && told.savings === slip.savings && told.loan === slip.loan) return refused('audit.same_as_books');
  await sql`insert into audit_confirmation_reply (org_id, batch_id, line, at_no, result, savings_paise, loan_paise, note, by_user, at)
    select ${tx.orgId}, ${batchId}, ${line}, coalesce(max(at_no), 0) + 1, ${result}, ${told.savings}::bigint, ${told.loan}::bigint,
      ${input.note || null}::text, ${who.userId}::uuid, ${tx.now}::timestamptz
    from audit_confirmation_reply where org_id = ${tx.orgId} and batch_id = ${batchId} and line = ${line}`.execute(
    tx.db,
  );
  return applied({ line, result });
}

export type Slip = {
  readonly line: number;
  readonly groupId: string;
  readonly groupName: string;
  readonly groupNameHi: string | null;
  readonly groupNameUr: string | null;
  readonly personId: string;
  readonly nameEn: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly relationName: string | null;
  readonly savingsPaise: number;
  readonly loanPaise: number;
  readonly result: 'agreed' | 'differs' | 'not_reached' | null;
  readonly toldSavingsPaise: number | null;
  readonly toldLoanPaise: number | null;
  readonly note: string | null;
  readonly byName: string | null;
  readonly at: Date | null;
};
export type Batch = {
  readonly batchId: string;
  readonly number: number;
  readonly asOf: string;
  readonly groupName: string | null;
  readonly groupNameHi: string | null;
  readonly groupNameUr: string | null;
  readonly sampleId: string | null;
  readonly sampleNumber: number | null;
  readonly madeByName: string | null;
  readonly madeAt: Date;
};
export type BatchCard = Batch & { readonly slips: readonly Slip[]; readonly pooled: Pooled };
export type BatchRow = Batch & { readonly pooled: Pooled };

const BATCH = sql`select c.batch_id as "batchId", c.number, c.as_of as "asOf", g.name as "groupName", g.name_hi as "groupNameHi", g.name_ur as "groupNameUr",
    c.sample_id as "sampleId", s.number as "sampleNumber", u.name as "madeByName", c.made_at as "madeAt"
  from audit_confirmation c left join groups g on g.org_id = c.org_id and g.group_id = c.group_id
    left join audit_sample s on s.org_id = c.org_id and s.sample_id = c.sample_id
    left join app_user u on u.org_id = c.org_id and u.user_id = c.made_by`;
const PAGE = 25;

async function slipsOf(tx: Tx, batchIds: readonly string[]): Promise<(Slip & { batchId: string })[]> {
  const { rows } = await sql<Slip & { batchId: string }>`
    select s.batch_id as "batchId", s.line, s.group_id as "groupId", g.name as "groupName", g.name_hi as "groupNameHi", g.name_ur as "groupNameUr",
      s.person_id as "personId", coalesce(p.name_latin, p.name_devanagari, p.name_urdu, '') as "nameEn", p.name_devanagari as "nameHi",
      p.name_urdu as "nameUr", p.relation_name as "relationName", s.savings_paise as "savingsPaise", s.loan_paise as "loanPaise",
      r.result, r.savings_paise as "toldSavingsPaise", r.loan_paise as "toldLoanPaise", r.note, u.name as "byName", r.at
    from audit_confirmation_slip s join groups g on g.org_id = s.org_id and g.group_id = s.group_id
      join person p on p.org_id = s.org_id and p.person_id = s.person_id
      left join lateral (select * from audit_confirmation_reply r where r.org_id = s.org_id and r.batch_id = s.batch_id and r.line = s.line
        order by r.at_no desc limit 1) r on true
      left join app_user u on u.org_id = s.org_id and u.user_id = r.by_user
    where s.org_id = ${tx.orgId} and s.batch_id = any(${batchIds}::uuid[]) order by s.batch_id, s.line`.execute(tx.db);
  return rows;
}

export async function listBatches(tx: Tx, _who: Actor, { page }: Paged): Promise<{ rows: BatchRow[]; total: number }> {
  const { rows } = await sql<Batch>`${BATCH} where c.org_id = ${tx.orgId}
    order by c.number desc limit ${PAGE} offset ${(page - 1) * PAGE}`.execute(tx.db);
  const slips = await slipsOf(
    tx,
    rows.map((row) => row.batchId),
  );
  const total = await sql<{
    n: number;
  }>`select count(*)::int as n from audit_confirmation where org_id = ${tx.orgId}`.execute(tx.db);
  return {
    rows: rows.map((row) => ({ ...row, pooled: pooled(slips.filter((slip) => slip.batchId === row.batchId)) })),
    total: total.rows[0]!.n,
  };
}

export async function oneBatch(tx: Tx, _who: Actor, { batchId }: BatchRef): Promise<BatchCard | null> {
  const { rows } = await sql<Batch>`${BATCH} where c.org_id = ${tx.orgId} and c.batch_id = ${batchId}`.execute(tx.db);
  if (!rows[0]) return null;
  const slips = await slipsOf(tx, [batchId]);
  return { ...rows[0], slips, pooled: pooled(slips) };
}
