/** One line of a table becomes the commands it stands for, or the list of what is wrong with it, cell by cell. Pure. */
import type { IsoDate } from '#platform/dates.ts';
import type { Params } from '#platform/outcomes.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { refuseAadhaar } from '#domain/people/index.ts';
import { textOf } from './cells.ts';
import { TYPED_FIELDS, type Mapping } from './fields.ts';

/** A cell that cannot be taken: `code` is a sentence's, `field` names the column. */
export type CellFault = {
  readonly field: string;
  readonly code: string;
  readonly params: Params;
  /** Where several lines are one act: the line at fault. */
  readonly line?: number;
};
type Payload = Record<string, unknown>;
/**
 * A command this line stands for; its id is made from `step` and the line's key, so that the same line twice is one act. What is never
 * removed again (a voucher, a meeting) bears the command's own id, so that it can be brought in anew after it was taken back.
 */
export type PlannedCommand = {
  readonly step: string;
  readonly name: string;
  readonly payload: Payload | ((commandId: string) => Payload);
};
export type Subject = { readonly kind: 'person' | 'group' | 'place' | 'meeting' | 'voucher'; readonly id: string };
export type PlannedLine =
  | {
      readonly kind: 'taken';
      readonly key: string;
      readonly subject: Subject;
      readonly commands: readonly PlannedCommand[];
      readonly warnings: readonly CellFault[];
      /** Faults only while it was not taken before: the books of that body stand already. */
      readonly unlessKnown?: readonly CellFault[];
      /** Known by its number: what bears that number and says something else now is a fault, not the same again. */
      readonly mustMatch?: true;
    }
  | { readonly kind: 'faulty'; readonly faults: readonly CellFault[] };

/** What a plan may look at beside the line. Names are compared by `sameWord`; a name may mean several. */
export type World = {
  readonly today: IsoDate;
  readonly idOf: (kind: string, key: string) => string;
  readonly placeIds: (name: string) => readonly string[];
  readonly groupIds: (name: string) => readonly string[];
  readonly groupFormedOn: (groupId: string) => IsoDate | null;
  readonly personIds: (groupId: string, by: { name: string | null; phone: string | null }) => readonly string[];
};

/** Reads the mapped cells of one line and gathers what is wrong with them. */
export class Line {
  readonly faults: CellFault[] = [];
  readonly warnings: CellFault[] = [];
  readonly #cells: readonly TableCell[];
  readonly #mapping: Mapping;

  constructor(cells: readonly TableCell[], mapping: Mapping) {
    this.#cells = cells;
    this.#mapping = mapping;
    for (const field of Object.keys(mapping)) {
      const refusal = TYPED_FIELDS.includes(field) ? null : refuseAadhaar({ [field]: textOf(this.cell(field)) });
      if (refusal) this.wrong(field, refusal.code);
    }
  }

  cell(field: string): TableCell {
    const at = this.#mapping[field];
    return at === undefined ? null : (this.#cells[at] ?? null);
  }
  has = (field: string): boolean => this.text(field) !== null;
  text = (field: string): string | null => textOf(this.cell(field));

  wrong(field: string, code: string, params: Params = {}): null {
    this.faults.push({ field, code, params: { ...params, value: (this.text(field) ?? '').slice(0, 60) } });
    return null;
  }
  /** Null for a blank cell; a filled one that cannot be read is a fault. */
  read<T>(field: string, how: (cell: TableCell) => T | null, code: string): T | null {
    if (!this.has(field)) return null;
    return how(this.cell(field)) ?? this.wrong(field, code);
  }
  must(field: string): string | null {
    return this.text(field) ?? this.wrong(field, 'imports.cell_missing');
  }
  /** The one thing of that name; a fault when there is none or several. Blank stays null. */
  named(field: string, find: (name: string) => readonly string[]): string | null {
    const name = this.text(field);
    if (name === null) return null;
    const ids = find(name);
    if (ids.length === 1) return ids[0]!;
    return this.wrong(field, ids.length === 0 ? 'imports.name_unknown' : 'imports.name_several', { count: ids.length });
  }
}

export const isBlank = (cells: readonly TableCell[]): boolean => cells.every((cell) => textOf(cell) === null);

/** A reader of lines of one kind: takes a line and the world, answers its plan; `place` and `group` lines are told to the world after. */
export type Planner = (line: Line, world: World) => PlannedLine;

/** Of kinds in which several lines are one act: a line with its place in the table, and the lines of one act with their plan. */
export type Row = { readonly line: number; readonly at: Line };
export type Unit = { readonly lines: readonly number[]; readonly planned: PlannedLine };

/** Everything that is wrong in these lines, each at its own. */
export const faultsOf = (rows: readonly Row[]): CellFault[] =>
  rows.flatMap(({ line, at }) => at.faults.map((fault) => ({ ...fault, line })));
