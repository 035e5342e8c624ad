/** A whole table as its plan: what each line would do, before anything is done. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { derivedId } from './derived-id.server.ts';
import type { ImportKind, Mapping } from './fields.ts';
import { planGroup, planPlace } from './plan-bodies.ts';
import { planMember } from './plan-members.ts';
import { isBlank, Line, type CellFault, type PlannedLine, type Planners, type Subject } from './plan.ts';
import { loadWorld } from './world.server.ts';

const PLANNERS: Planners = { places: planPlace, groups: planGroup, members: planMember };

export type ImportEnvelope = {
  readonly id: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};
export type PlanLine = {
  /** As the sheet counts: 1 is its first row. */
  readonly line: number;
  readonly outcome: 'new' | 'already' | 'faulty';
  readonly faults: readonly CellFault[];
  readonly subject: Subject | null;
  readonly envelopes: readonly ImportEnvelope[];
};
export type ImportRow = {
  readonly import_id: string;
  readonly kind: ImportKind;
  readonly mapping: Mapping;
  readonly heading_line: number;
  readonly state: string;
  readonly file_name: string;
  readonly line_count: number;
  readonly whole: boolean;
};

export async function planOf(tx: Tx, row: ImportRow): Promise<PlanLine[]> {
  const draft = await sql<{ lines: TableCell[][] }>`select lines from import_draft
    where org_id = ${tx.orgId} and import_id = ${row.import_id}`.execute(tx.db);
  const lines = draft.rows[0]?.lines ?? [];
  const world = await loadWorld(tx);
  const seen = new Map<string, number>();
  const rounds = await undoneRounds(tx);
  const plans: PlanLine[] = [];
  const planner = PLANNERS[row.kind];
  lines.forEach((cells, index) => {
    const line = index + 1;
    if (line <= row.heading_line || isBlank(cells)) return;
    const planned = planner(new Line(cells, row.mapping), world);
    plans.push(asPlan(tx.orgId, row.kind, { line, planned, seen, rounds }));
    if (planned.kind === 'taken') world.add(planned.subject, planned.commands[0]?.payload ?? {});
  });
  return markKnown(tx, plans);
}

function asPlan(
  orgId: string,
  kind: ImportKind,
  {
    line,
    planned,
    seen,
    rounds,
  }: { line: number; planned: PlannedLine; seen: Map<string, number>; rounds: Map<string, number> },
): PlanLine {
  if (planned.kind === 'faulty')
    return { line, outcome: 'faulty', faults: planned.faults, subject: null, envelopes: [] };
  const before = seen.get(planned.key);
  seen.set(planned.key, before ?? line);
  if (before !== undefined) {
    const twice = { field: 'name', code: 'imports.line_twice', params: { line: before } };
    return { line, outcome: 'faulty', faults: [twice], subject: null, envelopes: [] };
  }
  const round = rounds.get(planned.subject.id) ?? 0;
  const envelopes = planned.commands.map(({ step, name, payload }) => ({
    id: derivedId(orgId, 'import', kind, planned.key, step, ...(round > 0 ? [String(round)] : [])),
    name,
    payload,
  }));
  return { line, outcome: 'new', faults: planned.warnings, subject: planned.subject, envelopes };
}

/** How often each subject was imported and undone: a new import of it is a new act with ids of its own. */
async function undoneRounds(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; rounds: number }>`select l.subject_id as id, count(*)::int as rounds
    from import_line l join import i on i.org_id = l.org_id and i.import_id = l.import_id
    where l.org_id = ${tx.orgId} and i.state = 'undone' and l.outcome = 'applied' group by 1`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row.rounds]));
}

/** Lines whose commands were applied before are no news; their person, group or place is there. */
async function markKnown(tx: Tx, plans: PlanLine[]): Promise<PlanLine[]> {
  const ids = plans.flatMap((plan) => plan.envelopes.map((one) => one.id));
  if (ids.length === 0) return plans;
  const { rows } = await sql<{ command_id: string }>`select command_id from command
    where org_id = ${tx.orgId} and command_id = any(${ids}::uuid[]) and status in ('applied', 'settled')`.execute(
    tx.db,
  );
  const known = new Set(rows.map((row) => row.command_id));
  return plans.map((plan) =>
    plan.outcome === 'new' && plan.envelopes.every((one) => known.has(one.id)) ? { ...plan, outcome: 'already' } : plan,
  );
}
