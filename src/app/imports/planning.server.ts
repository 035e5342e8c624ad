/** A whole table as its plan: what each line would do, before anything is done. */
import { sql } from 'kysely';
import { payloadHash } from '#platform/canonical.ts';
import type { Tx } from '#platform/db.server.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { withContexts } from './cut-off-world.server.ts';
import { derivedId } from './derived-id.server.ts';
import type { ImportKind, Mapping } from './fields.ts';
import { loadOffice } from './office-world.server.ts';
import { planGroup, planPlace } from './plan-bodies.ts';
import { planCutOffs } from './plan-cutoffs.ts';
import { planMember } from './plan-members.ts';
import { planOpening } from './plan-opening.ts';
import { planVouchers } from './plan-vouchers.ts';
import { isBlank, Line, type CellFault, type Planner, type Row, type Subject, type Unit } from './plan.ts';
import { loadWorld, type GrowingWorld } from './world.server.ts';

const PLANNERS: Readonly<Record<'places' | 'groups' | 'members', Planner>> = {
  places: planPlace,
  groups: planGroup,
  members: planMember,
};

export type ImportEnvelope = {
  readonly id: string;
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
};
export type PlanLine = {
  /** As the sheet counts: 1 is its first row. */
  readonly line: number;
  /** More lines of the same act: the other sides of a voucher, the other women of a group. */
  readonly also: readonly number[];
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
  const lines = (draft.rows[0]?.lines ?? []).flatMap((cells, index) =>
    index < row.heading_line || isBlank(cells) ? [] : [{ line: index + 1, at: new Line(cells, row.mapping) }],
  );
  const making = { orgId: tx.orgId, kind: row.kind, seen: new Map<string, number>(), rounds: await undoneRounds(tx) };
  const plans: Draft[] = [];
  for (const unit of await unitsOf(tx, row.kind, lines)) plans.push(asPlan(making, unit));
  return markKnown(tx, plans);
}

/** Lines that are one act each, told to the lines below them; or several lines together. */
async function unitsOf(tx: Tx, kind: ImportKind, rows: readonly Row[]): Promise<Iterable<Unit>> {
  if (kind === 'vouchers') return planVouchers(rows, await loadOffice(tx));
  if (kind === 'opening') return planOpening(rows, await loadOffice(tx));
  const world = await loadWorld(tx);
  if (kind === 'cutoffs') return planCutOffs(rows, await withContexts(tx, world, rows));
  return growing(PLANNERS[kind], world, rows);
}

function* growing(planner: Planner, world: GrowingWorld, rows: readonly Row[]): Generator<Unit> {
  for (const { line, at } of rows) {
    const planned = planner(at, world);
    yield { lines: [line], planned };
    const payload = planned.kind === 'taken' ? planned.commands[0]?.payload : null;
    if (planned.kind === 'taken') world.add(planned.subject, typeof payload === 'object' ? (payload ?? {}) : {});
  }
}

type Making = {
  readonly orgId: string;
  readonly kind: ImportKind;
  readonly seen: Map<string, number>;
  readonly rounds: ReadonlyMap<string, number>;
};
type Draft = PlanLine & { readonly unlessKnown: readonly CellFault[]; readonly mustMatch: boolean };

function asPlan({ orgId, kind, seen, rounds }: Making, { lines, planned }: Unit): Draft {
  const [line = 0, ...also] = lines;
  const none = { line, also, subject: null, envelopes: [], unlessKnown: [], mustMatch: false };
  if (planned.kind === 'faulty') return { ...none, outcome: 'faulty', faults: planned.faults };
  const before = seen.get(planned.key);
  seen.set(planned.key, before ?? line);
  if (before !== undefined) {
    const twice = { field: 'name', code: 'imports.line_twice', params: { line: before } };
    return { ...none, outcome: 'faulty', faults: [twice] };
  }
  const round = rounds.get(planned.subject.id) ?? 0;
  const envelopes = planned.commands.map(({ step, name, payload }) => {
    const id = derivedId(orgId, 'import', kind, planned.key, step, ...(round > 0 ? [String(round)] : []));
    return { id, name, payload: typeof payload === 'function' ? payload(id) : payload };
  });
  const { subject, warnings: faults, unlessKnown = [], mustMatch = false } = planned;
  return { line, also, outcome: 'new', faults, subject, envelopes, unlessKnown, mustMatch };
}

/** How often each subject was imported and undone: a new import of it is a new act with ids of its own. */
async function undoneRounds(tx: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; rounds: number }>`select l.subject_id as id, count(*)::int as rounds
    from import_line l join import i on i.org_id = l.org_id and i.import_id = l.import_id
    where l.org_id = ${tx.orgId} and i.state = 'undone' and l.outcome = 'applied' group by 1`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row.rounds]));
}

/**
 * Lines whose commands were applied before are no news; their person, group, place or voucher is there. One that says something else under
 * the same number is told, since nobody may find two papers in one.
 */
async function markKnown(tx: Tx, plans: readonly Draft[]): Promise<PlanLine[]> {
  const ids = plans.flatMap((plan) => plan.envelopes.map((one) => one.id));
  const { rows } = await sql<{ id: string; hash: string }>`select command_id as id, payload_hash as hash from command
    where org_id = ${tx.orgId} and command_id = any(${ids}::uuid[]) and status in ('applied', 'settled')`.execute(
    tx.db,
  );
  const known = new Map(rows.map((row) => [row.id, row.hash]));
  return Promise.all(plans.map((plan) => judged(plan, known)));
}

async function judged(
  { unlessKnown, mustMatch, ...plan }: Draft,
  known: ReadonlyMap<string, string>,
): Promise<PlanLine> {
  if (plan.outcome !== 'new') return plan;
  if (!plan.envelopes.every((one) => known.has(one.id)))
    return unlessKnown.length > 0 ? { ...plan, outcome: 'faulty', faults: unlessKnown } : plan;
  if (!mustMatch) return { ...plan, outcome: 'already' };
  for (const { id, name, payload } of plan.envelopes)
    if ((await payloadHash(name, 1, payload)) !== known.get(id))
      return { ...plan, outcome: 'faulty', faults: [{ field: 'number', code: 'imports.changed_since', params: {} }] };
  return { ...plan, outcome: 'already' };
}
