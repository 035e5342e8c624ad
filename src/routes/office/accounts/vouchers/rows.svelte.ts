/** The lines of a voucher while they are typed: their sum, and the one line that takes the rest by itself. */
import { balancing, differenceOf, emptyRow, grouped, rowsOf, type Row, type Typed } from './voucher-form.ts';

const FEWEST = 2;

export class Rows {
  all = $state<Row[]>([]);
  /** The line whose amount follows the others until somebody types in it. */
  #follows = $state(-1);

  constructor(typed: Typed, more = 0) {
    this.begin(typed, more);
  }

  begin(typed: Typed, more = 0): void {
    const numbered = Object.keys(typed).filter((name) => name.startsWith('head.')).length;
    const filled = rowsOf(typed);
    // the usual lines begin blank: they keep their places; what was typed is closed up, so that refusals name the line shown
    const usual = filled.every((row) => row.debit === '' && row.credit === '');
    const rows = usual ? Array.from({ length: numbered }, (_, at) => this.#rowAt(typed, at)) : filled;
    const missing = Math.max(0, FEWEST - rows.length) + more;
    this.all = [...rows, ...Array.from({ length: missing }, emptyRow)];
    this.#follows = usual ? this.all.findIndex((row) => row.head !== '' && row.settles === '') : -1;
  }

  #rowAt(typed: Typed, at: number): Row {
    const row = emptyRow();
    for (const field of Object.keys(row) as (keyof Row)[]) row[field] = typed[`${field}.${at}`] ?? '';
    return row;
  }

  get differencePaise(): number {
    return differenceOf(this.all);
  }

  get debitPaise(): number {
    return differenceOf(this.all.map((row) => ({ debit: row.debit, credit: '' })));
  }

  get creditPaise(): number {
    return -differenceOf(this.all.map((row) => ({ debit: '', credit: row.credit })));
  }

  /** An amount was typed: the line that follows takes the rest. */
  typed(at: number): void {
    if (at === this.#follows) this.#follows = -1;
    else if (this.#follows >= 0) this.fill(this.#follows);
  }

  /** The amount that brings both sides together, on the side that needs it. */
  fill(at: number): void {
    const others = this.all.filter((_, other) => other !== at);
    Object.assign(this.all[at]!, balancing(differenceOf(others)));
  }

  /** Indian grouping once she leaves the box. */
  left(at: number): void {
    const row = this.all[at]!;
    row.debit = grouped(row.debit);
    row.credit = grouped(row.credit);
  }

  add(): void {
    this.all.push(emptyRow());
  }

  remove(at: number): void {
    this.all.splice(at, 1);
    if (this.#follows === at) this.#follows = -1;
    else if (this.#follows > at) this.#follows -= 1;
    if (this.#follows >= 0) this.fill(this.#follows);
  }
}
