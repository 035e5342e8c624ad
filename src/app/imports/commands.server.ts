import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { defineCommands, type Actor, type Scope } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { sameWord, textOf } from './cells.ts';
import { draftOf } from './draft.ts';
import {
  FIELDS,
  guessMapping,
  headingRow,
  missingFields,
  TYPED_FIELDS,
  type ImportKind,
  type Mapping,
} from './fields.ts';
import * as model from './model.ts';
import type { Begin, ImportRef, MapColumns, Read, Record as Recorded } from './model.ts';
import { undo } from './undo.server.ts';

const whole = (): Scope => null;

export const commands = defineCommands('imports', {
  read: {
    input: model.Read,
    may: 'imports.run',
    scope: whole,
    keepPayload: false,
    secret: ['rows'],
    typed: typedCells,
    run: read,
  },
  mapColumns: { input: model.MapColumns, may: 'imports.run', scope: whole, run: mapColumns },
  begin: { input: model.Begin, may: 'imports.run', scope: whole, run: begin },
  record: { input: model.Record, may: 'imports.run', scope: whole, secret: ['lines'], run: record },
  discard: { input: model.ImportRef, may: 'imports.run', scope: whole, run: discard },
  undo: { input: model.ImportRef, may: 'imports.run', scope: whole, run: undo },
});

/** The first rows as texts; also of a payload that nobody has looked at yet, whose cells may be anything. */
const texts = (rows: readonly (readonly unknown[])[]): string[][] =>
  rows
    .slice(0, 20)
    .map((row) => row.map((cell) => (typeof cell === 'object' ? '' : (textOf(cell as TableCell) ?? ''))));

/** Columns that by their heading hold e-Shram or bank numbers; the rest is searched for Aadhaar numbers like every payload. */
function typedCells(payload: unknown): readonly string[] {
  const { kind, rows } = (payload ?? {}) as { kind?: ImportKind; rows?: unknown[][] };
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind) || !Array.isArray(rows) || !rows.every(Array.isArray))
    return [];
  const top = texts(rows);
  const mapping = guessMapping(kind, top[headingRow(kind, top)] ?? []);
  return TYPED_FIELDS.flatMap((field) => (mapping[field] === undefined ? [] : [`rows.*.${mapping[field]}`]));
}

/** Takes a table as read: guesses which column is what, or remembers it. @returns how many full Aadhaar numbers were cut short */
async function read(tx: Tx, who: Actor, input: Read): Promise<Outcome<{ importId: string; masked: number }>> {
  const top = texts(input.rows);
  const at = headingRow(input.kind, top);
  const headings = top[at] ?? [];
  const lines = input.rows.length - at - 1;
  if (lines < 1) return refused('imports.no_lines');
  const known = await sql<{ mapping: Mapping }>`select mapping from import_mapping where org_id = ${tx.orgId}
    and kind = ${input.kind} and headings_hash = ${headingsHash(headings)}`.execute(tx.db);
  const guessed = guessMapping(input.kind, headings);
  const draft = draftOf(input.rows, guessed);
  await sql`insert into import (org_id, import_id, kind, file_name, file_hash, mapping, heading_line, line_count, state, user_id, read_at)
    values (${tx.orgId}, ${input.importId}, ${input.kind}, ${input.fileName}, ${input.fileHash},
      ${JSON.stringify(known.rows[0]?.mapping ?? guessed)}::jsonb, ${at + 1}, ${lines}, 'read', ${who.userId}, ${tx.now})`.execute(
    tx.db,
  );
  await sql`insert into import_draft (org_id, import_id, lines)
    values (${tx.orgId}, ${input.importId}, ${JSON.stringify(draft.lines)}::jsonb)`.execute(tx.db);
  return applied({ importId: input.importId, masked: draft.masked });
}

export const headingsHash = (headings: readonly string[]): string =>
  createHash('sha256').update(headings.map(sameWord).join('\n')).digest('hex');

type Standing = { kind: ImportKind; state: string; mapping: Mapping; heading_line: number };
const standing = async (tx: Tx, importId: string): Promise<Standing | undefined> =>
  (
    await sql<Standing>`select kind, state, mapping, heading_line from import
      where org_id = ${tx.orgId} and import_id = ${importId} for update`.execute(tx.db)
  ).rows[0];

/** @returns refused `imports.unknown` | `imports.begun_already` | `imports.field_unknown` {field} | `imports.column_twice` */
async function mapColumns(
  tx: Tx,
  _who: Actor,
  { importId, mapping }: MapColumns,
): Promise<Outcome<{ importId: string }>> {
  const found = await standing(tx, importId);
  if (!found) return refused('imports.unknown');
  if (found.state !== 'read') return refused('imports.begun_already');
  const fields = new Set(FIELDS[found.kind].map((one) => one.key));
  const strange = Object.keys(mapping).find((field) => !fields.has(field));
  if (strange) return refused('imports.field_unknown', { field: strange });
  if (new Set(Object.values(mapping)).size < Object.keys(mapping).length) return refused('imports.column_twice');
  await sql`update import set mapping = ${JSON.stringify(mapping)}::jsonb
    where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);
  const draft = await sql<{
    headings: TableCell[];
  }>`select lines -> (${found.heading_line - 1})::int as headings from import_draft
    where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);
  const hash = headingsHash((draft.rows[0]?.headings ?? []).map((cell) => textOf(cell) ?? ''));
  await sql`insert into import_mapping (org_id, kind, headings_hash, mapping)
    values (${tx.orgId}, ${found.kind}, ${hash}, ${JSON.stringify(mapping)}::jsonb)
    on conflict (org_id, kind, headings_hash) do update set mapping = excluded.mapping`.execute(tx.db);
  return applied({ importId });
}

/** From here the lines are performed. An import that was cut off in the middle may begin again: what was taken is taken once. */
async function begin(tx: Tx, _who: Actor, { importId, whole }: Begin): Promise<Outcome<{ importId: string }>> {
  const found = await standing(tx, importId);
  if (!found) return refused('imports.unknown');
  if (!['read', 'running', 'stopped'].includes(found.state)) return refused('imports.begun_already');
  const [missing] = missingFields(found.kind, found.mapping);
  if (missing) return refused('imports.column_missing', { field: missing });
  await sql`update import set state = 'running', whole = ${whole}, begun_at = coalesce(begun_at, ${tx.now})
    where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);
  return applied({ importId });
}

/** What became of some lines; with `end`, of the import. A line told again, after a restart, is told anew. */
async function record(tx: Tx, _who: Actor, { importId, lines, end }: Recorded): Promise<Outcome<{ lines: number }>> {
  const found = await standing(tx, importId);
  if (found?.state !== 'running') return refused(found ? 'imports.not_running' : 'imports.unknown');
  const rows = lines.map((one) => ({
    org_id: tx.orgId,
    import_id: importId,
    line: one.line,
    outcome: one.outcome,
    code: one.code,
    params: one.params,
    field: one.field,
    command_ids: one.commandIds,
    subject_kind: one.subject?.kind ?? null,
    subject_id: one.subject?.id ?? null,
  }));
  await sql`insert into import_line (org_id, import_id, line, outcome, code, params, field, command_ids, subject_kind, subject_id)
    select org_id, import_id, line, outcome, code, params, field, command_ids, subject_kind, subject_id
    from jsonb_populate_recordset(null::import_line, ${JSON.stringify(rows)}::jsonb)
    on conflict (org_id, import_id, line) do update set (outcome, code, params, field)
      = (case when import_line.outcome = 'applied' then 'applied' else excluded.outcome end, excluded.code, excluded.params, excluded.field)`.execute(
    tx.db,
  );
  if (end) {
    await sql`update import set state = ${end}, ended_at = ${tx.now} where org_id = ${tx.orgId} and import_id = ${importId}`.execute(
      tx.db,
    );
    if (end === 'done') await dropDraft(tx, importId);
  }
  return applied({ lines: lines.length });
}

const dropDraft = (tx: Tx, importId: string) =>
  sql`delete from import_draft where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);

/** A table that is not wanted after all; nothing of it stays but that it was read. */
async function discard(tx: Tx, _who: Actor, { importId }: ImportRef): Promise<Outcome<{ importId: string }>> {
  const found = await standing(tx, importId);
  if (!found) return refused('imports.unknown');
  if (found.state !== 'read' && found.state !== 'stopped') return refused('imports.begun_already');
  await dropDraft(tx, importId);
  await sql`update import set state = 'discarded', ended_at = ${tx.now}
    where org_id = ${tx.orgId} and import_id = ${importId}`.execute(tx.db);
  return applied({ importId });
}
