/** Drawing a sample and ticking its items: a working paper, never a figure of the books. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { isBookHere, nextNumber } from './book-names.server.ts';
import { MOST_POPULATION, type Draw, type Tick } from './model.ts';
import { populationOf, type PopulationItem } from './population.server.ts';
import { drawByCount, drawByValue, populationText, type Drawn } from './sample.rules.ts';
import { digest } from './tickets.server.ts';

/** What a drawing gives; the same for the same words and the same population. */
export type Drawing = {
  readonly drawn: readonly Drawn<PopulationItem>[];
  readonly intervalPaise: number | null;
  readonly startPaise: number | null;
  readonly count: number;
  readonly totalPaise: number;
  /** Hex. */
  readonly hash: string;
};

/** Null when nothing in it has a value, or nothing is there. */
export function drawn(
  items: readonly PopulationItem[],
  { method, wanted, seed }: Pick<Draw, 'method' | 'wanted' | 'seed'>,
): Drawing | null {
  if (items.length === 0) return null;
  const about = {
    count: items.length,
    totalPaise: items.reduce((sum, item) => sum + item.valuePaise, 0),
    hash: digest(populationText(items)),
  };
  if (method === 'count')
    return { ...about, drawn: drawByCount(items, { wanted, seed, digest }), intervalPaise: null, startPaise: null };
  const byValue = drawByValue(items, { wanted, seed, digest });
  return byValue && { ...about, ...byValue, totalPaise: about.totalPaise };
}

/**
 * @returns refused `audit.period_backwards` | `audit.book_unknown` | `audit.population_too_large {most}` | `audit.population_empty`
 */
export async function drawSample(
  tx: Tx,
  who: Actor,
  input: Draw,
): Promise<Outcome<{ sampleId: string; number: number; drawn: number }>> {
  if (input.to < input.from) return refused('audit.period_backwards');
  if (input.bookId && !(await isBookHere(tx, input.bookId))) return refused('audit.book_unknown');
  const items = await populationOf(tx, { ...input, knownAt: tx.now });
  if (!items) return refused('audit.population_too_large', { most: MOST_POPULATION });
  const drawing = drawn(items, input);
  if (!drawing) return refused('audit.population_empty');
  const number = await nextNumber(tx, 'audit_sample');
  await sql`insert into audit_sample (org_id, sample_id, number, title, population, book_id, from_on, to_on, method, wanted, seed,
      population_count, population_paise, population_hash, interval_paise, start_paise, drawn_by, drawn_at)
    values (${tx.orgId}, ${input.sampleId}, ${number}, ${input.title}, ${input.population}, ${input.bookId}, ${input.from}::date, ${input.to}::date,
      ${input.method}, ${input.wanted}, ${input.seed}, ${drawing.count}, ${drawing.totalPaise}, decode(${drawing.hash}, 'hex'),
      ${drawing.intervalPaise}, ${drawing.startPaise}, ${who.userId}, ${tx.now})`.execute(tx.db);
  const rows = drawing.drawn.map((item, at) => ({
    org_id: tx.orgId,
    sample_id: input.sampleId,
    line: at + 1,
    book_id: item.bookId,
    seq: item.seq,
    voucher_id: item.voucherId,
    loan_id: item.loanId,
    person_id: item.personId,
    value_paise: item.valuePaise,
    hits: item.hits,
    certain: item.certain,
  }));
  await sql`insert into audit_sample_item (org_id, sample_id, line, book_id, seq, voucher_id, loan_id, person_id, value_paise, hits, certain)
    select org_id, sample_id, line, book_id, seq, voucher_id, loan_id, person_id, value_paise, hits, certain
    from jsonb_populate_recordset(null::audit_sample_item, ${JSON.stringify(rows)}::jsonb)`.execute(tx.db);
  return applied({ sampleId: input.sampleId, number, drawn: rows.length });
}

/** @returns refused `audit.line_unknown` | `audit.say_how` (it differs: by how much, or in what) */
export async function tickItem(tx: Tx, who: Actor, input: Tick): Promise<Outcome<{ line: number; mark: string }>> {
  const { sampleId, line, mark } = input;
  await sql`select pg_advisory_xact_lock(hashtextextended(${sampleId}, 0))`.execute(tx.db);
  const { rows } = await sql`select from audit_sample_item
    where org_id = ${tx.orgId} and sample_id = ${sampleId} and line = ${line}`.execute(tx.db);
  if (rows.length === 0) return refused('audit.line_unknown');
  if (mark === 'differs' && input.differsPaise === null && !input.note) return refused('audit.say_how');
  await sql`insert into audit_sample_tick (org_id, sample_id, line, at_no, mark, differs_paise, note, by_user, at)
    select ${tx.orgId}, ${sampleId}, ${line}, coalesce(max(at_no), 0) + 1, ${mark}, ${mark === 'differs' ? input.differsPaise : null}::bigint,
      ${input.note || null}::text, ${who.userId}::uuid, ${tx.now}::timestamptz
    from audit_sample_tick where org_id = ${tx.orgId} and sample_id = ${sampleId} and line = ${line}`.execute(tx.db);
  return applied({ line, mark });
}
