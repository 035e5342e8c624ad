import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineQuestions, type Actor } from '#platform/door.ts';
import type { Params } from '#platform/outcomes.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { textOf } from './cells.ts';
import type { ImportKind } from './fields.ts';
import * as model from './model.ts';
import type { ImportRef, ListImports } from './model.ts';
import { takingBack } from './taking-back.server.ts';
import { planOf, type ImportRow, type PlanLine } from './planning.server.ts';

const whole = () => null;
export const questions = defineQuestions('imports', {
  list: { input: model.ListImports, may: 'imports.run', scope: whole, run: list },
  one: { input: model.ImportRef, may: 'imports.run', scope: whole, run: one },
  plan: { input: model.ImportRef, may: 'imports.run', scope: whole, run: plan },
  refused: { input: model.ImportRef, may: 'imports.run', scope: whole, run: refusedLines },
  takingBack: { input: model.ImportRef, may: 'imports.run', scope: whole, run: takingBack },
});

export type ImportState = 'read' | 'running' | 'done' | 'stopped' | 'undone' | 'discarded';
export type ImportLine = {
  importId: string;
  kind: ImportKind;
  fileName: string;
  state: ImportState;
  lineCount: number;
  whole: boolean;
  by: string | null;
  readAt: Date;
  endedAt: Date | null;
  applied: number;
  already: number;
  refused: number;
};

const LINE = sql`i.import_id as "importId", i.kind, i.file_name as "fileName", i.state, i.line_count as "lineCount", i.whole,
  (select u.name from app_user u where u.org_id = i.org_id and u.user_id = i.user_id) as by, i.read_at as "readAt", i.ended_at as "endedAt",
  c.applied, c.already, c.refused`;
const COUNTS = sql`cross join lateral (select count(*) filter (where outcome = 'applied')::int as applied,
  count(*) filter (where outcome = 'already')::int as already, count(*) filter (where outcome = 'refused')::int as refused
  from import_line l where l.org_id = i.org_id and l.import_id = i.import_id) c`;
const PAGE = 25;

async function list(tx: Tx, _who: Actor, { page }: ListImports): Promise<{ rows: ImportLine[]; total: number }> {
  const { rows } = await sql<ImportLine>`select ${LINE} from import i ${COUNTS} where i.org_id = ${tx.orgId}
    order by i.read_at desc, i.import_id limit ${PAGE} offset ${(page - 1) * PAGE}`.execute(tx.db);
  const total = await sql<{ n: number }>`select count(*)::int as n from import where org_id = ${tx.orgId}`.execute(
    tx.db,
  );
  return { rows, total: total.rows[0]!.n };
}

export type ImportView = ImportLine & {
  headings: string[];
  /** The first filled cells of each column, to recognise it by. */
  samples: string[][];
  mapping: Record<string, number>;
  headingLine: number;
};
/** Null when there is no such import here. */
async function one(tx: Tx, _who: Actor, { importId }: ImportRef): Promise<ImportView | null> {
  const { rows } = await sql<
    ImportLine & { mapping: Record<string, number>; headingLine: number; top: TableCell[][] | null }
  >`
    select ${LINE}, i.mapping, i.heading_line as "headingLine",
      (select jsonb_path_query_array(d.lines, '$[0 to 40]') from import_draft d where d.org_id = i.org_id and d.import_id = i.import_id) as top
    from import i ${COUNTS} where i.org_id = ${tx.orgId} and i.import_id = ${importId}`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const { top, ...rest } = row;
  const headings = (top?.[row.headingLine - 1] ?? []).map((cell) => textOf(cell) ?? '');
  const samples = headings.map((_, column) =>
    (top ?? [])
      .slice(row.headingLine)
      .flatMap((cells) => textOf(cells[column] ?? null) ?? [])
      .slice(0, 3),
  );
  return { ...rest, headings, samples };
}

/** What every line would do. Null when there is no such import, or its table is gone. */
async function plan(tx: Tx, _who: Actor, { importId }: ImportRef): Promise<PlanLine[] | null> {
  const { rows } =
    await sql<ImportRow>`select import_id, kind, mapping, heading_line, state, file_name, line_count, whole from import
    where org_id = ${tx.orgId} and import_id = ${importId} and state in ('read', 'running', 'stopped')`.execute(tx.db);
  return rows[0] ? planOf(tx, rows[0]) : null;
}

export type RefusedLine = { line: number; code: string; params: Params; field: string | null };
async function refusedLines(tx: Tx, _who: Actor, { importId }: ImportRef): Promise<RefusedLine[]> {
  const { rows } = await sql<RefusedLine>`select line, code, coalesce(params, '{}') as params, field from import_line
    where org_id = ${tx.orgId} and import_id = ${importId} and outcome = 'refused' order by line limit 5000`.execute(
    tx.db,
  );
  return rows;
}
