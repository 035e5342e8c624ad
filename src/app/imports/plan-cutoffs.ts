/** Lines of women with what they saved and owe become the cut-off sheet of their group, judged by the rule that judges a typed one. Pure. */
import {
  dueDatesFor,
  fundOf,
  judgeCutOff,
  rulesOn,
  type CutOffSheet,
  type GroupContext,
} from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { TableCell } from '#platform/read-table.server.ts';
import { amountOf, dayOf, truthOf, wholeOf } from './cells.ts';
import { CUT_OFF_FIELDS, CUT_OFF_FUNDS } from './fields-books.ts';
import { faultsOf, type CellFault, type Line, type Row, type Unit, type World } from './plan.ts';

export type CutOffWorld = World & {
  /** Null: not here, or without rules. */
  readonly contextOf: (groupId: string) => GroupContext | null;
  /** Its books have begun: a meeting or a cut-off stands. */
  readonly hasBegun: (groupId: string) => boolean;
};

/** A line without group goes on with the group above it. */
export function planCutOffs(rows: readonly Row[], world: CutOffWorld): Unit[] {
  const groups = new Map<string, Row[]>();
  let last = '';
  for (const row of rows) {
    last = row.at.text('group') ?? last;
    groups.set(last, [...(groups.get(last) ?? []), row]);
  }
  return [...groups.values()].map((list) => ({ lines: list.map((row) => row.line), planned: planGroup(list, world) }));
}

function planGroup(rows: readonly Row[], world: CutOffWorld): Unit['planned'] {
  const first = rows[0]!;
  const groupId = first.at.has('group')
    ? first.at.named('group', world.groupIds)
    : first.at.wrong('group', 'imports.cell_missing');
  const context = groupId ? world.contextOf(groupId) : null;
  if (groupId && !context) first.at.wrong('group', 'meetings.no_rules');
  const make = context ? sheetOf(rows, context, world) : null;
  if (make && context && faultsOf(rows).length === 0) judge(rows, { context, sheet: make(ANY_ID), world });
  const faults = faultsOf(rows);
  if (faults.length > 0 || !make || !groupId) return { kind: 'faulty', faults };
  const key = JSON.stringify([groupId, rows.map(({ at }) => CUT_OFF_FIELDS.map((one) => at.text(one.key)))]);
  const begun: CellFault = { line: first.line, field: 'group', code: 'meetings.cut_off_too_late', params: {} };
  return {
    kind: 'taken',
    key,
    subject: { kind: 'meeting', id: world.idOf('cutoff', key) },
    commands: [{ step: 'cutoff', name: 'meetings.cutOff', payload: make }],
    warnings: [],
    ...(world.hasBegun(groupId) && { unlessKnown: [begun] }),
  };
}

/** Any id will do to judge a sheet by. */
const ANY_ID = '00000000-0000-7000-8000-000000000000';

type Woman = { readonly row: Row; readonly personId: string };

function sheetOf(rows: readonly Row[], context: GroupContext, world: CutOffWorld): (id: string) => CutOffSheet {
  const year = Number(world.today.slice(0, 4));
  const on = once(rows, 'on', [(cell) => dayOf(cell, year), 'imports.day_unreadable']) ?? context.booksFromOn;
  const amount = (field: string) => once(rows, field, [amountOf, 'imports.amount_unreadable']) ?? 0;
  const women = rows.flatMap((row) => womanOf(row, context, world));
  const cashPaise = amount('cash');
  if (cashPaise < 0 || cashPaise % 100 !== 0) atFirst(rows, 'cash').wrong('cash', 'imports.cash_in_coins');
  const signedAt = `${on}T12:00:00+05:30`;
  const signers = new Set(
    women.filter(({ row }) => row.at.read('signed', truthOf, 'imports.choice_unknown')).map((one) => one.personId),
  );
  const loans = women.flatMap((woman) => loanOf(woman, { context, on, year }));
  const sheet = {
    groupId: context.groupId,
    on,
    members: membersOf(women),
    cashPaise,
    // a list says what was in the box, not in which notes: counted in rupees
    notes: cashPaise > 0 ? [{ valuePaise: 100, count: cashPaise / 100 }] : [],
    banks: banksOf(rows, context, amount('bank')),
    funds: Object.entries(CUT_OFF_FUNDS).flatMap(([field, kind]) => {
      const amountPaise = amount(field);
      return amountPaise === 0
        ? []
        : [{ kind, partyId: fundOf(context.groupId, kind) ?? context.groupId, amountPaise }];
    }),
    pagePhotoId: null,
    // the two officers who put their names or thumbs on the paper
    confirmations: [...signers].map((personId) => ({ personId, way: 'photo' as const, at: signedAt, signature: null })),
    signedAt,
  };
  return (id) => ({
    ...sheet,
    cutOffId: id,
    loans: loans.map((loan, k) => ({ ...loan, loanId: world.idOf('loan', `${id} ${k}`) })),
  });
}

/** What is said of the group as a whole, in whichever of its lines; said twice it must be the same. */
function once<T extends string | number>(
  rows: readonly Row[],
  field: string,
  [how, code]: readonly [how: (cell: TableCell) => T | null, code: string],
): T | null {
  let found: T | null = null;
  for (const { at } of rows) {
    const value = at.read(field, how, code);
    if (value !== null && found !== null && value !== found) at.wrong(field, 'imports.said_twice');
    found ??= value;
  }
  return found;
}
const atFirst = (rows: readonly Row[], field: string): Line => (rows.find(({ at }) => at.has(field)) ?? rows[0]!).at;

/** A line of the group's own money names nobody. */
function womanOf(row: Row, context: GroupContext, world: CutOffWorld): Woman[] {
  const { at } = row;
  const [name, phone] = [at.text('name'), at.text('phone')];
  const own = ['compulsory', 'voluntary', 'shares', 'fines', 'loanLeft', 'signed'].some(at.has);
  if (name === null && phone === null) {
    if (own) at.wrong('name', 'imports.cell_missing');
    return [];
  }
  const personId = at.named(name === null ? 'phone' : 'name', () => world.personIds(context.groupId, { name, phone }));
  return personId === null ? [] : [{ row, personId }];
}

const OWN = ['compulsory', 'voluntary', 'shares', 'fines'] as const;

/** One balance a woman; a second line of hers may only bring a second loan. */
function membersOf(women: readonly Woman[]): CutOffSheet['members'] {
  const seen = new Map<string, CutOffSheet['members'][number]>();
  for (const { row, personId } of women) {
    const read = (field: (typeof OWN)[number]) => {
      const paise = row.at.read(field, amountOf, 'imports.amount_unreadable') ?? 0;
      return paise < 0 ? (row.at.wrong(field, 'imports.amount_negative') ?? 0) : paise;
    };
    const again = seen.has(personId) && OWN.find((field) => row.at.has(field));
    if (again) row.at.wrong(again, 'imports.said_twice');
    if (seen.has(personId)) continue;
    seen.set(personId, {
      personId,
      compulsoryPaise: read('compulsory'),
      voluntaryPaise: read('voluntary'),
      sharesPaise: read('shares'),
      unappliedPaise: 0,
      finesOwedPaise: read('fines'),
    });
  }
  return [...seen.values()];
}

/** What is left of a loan runs on by the group's own rules, from the cut-off day. */
function loanOf(
  { row, personId }: Woman,
  { context, on, year }: { context: GroupContext; on: IsoDate; year: number },
): Omit<CutOffSheet['loans'][number], 'loanId'>[] {
  const { at } = row;
  const amount = (field: string) => at.read(field, amountOf, 'imports.amount_unreadable');
  const left = amount('loanLeft') ?? 0;
  const instalments = at.read('instalments', wholeOf, 'imports.number_unreadable');
  if (instalments !== null && (instalments < 1 || instalments > 120))
    at.wrong('instalments', 'imports.number_unreadable');
  const lentOn = at.read('loanOn', (cell) => dayOf(cell, year), 'imports.day_unreadable');
  const was = amount('loanWas');
  const interestOwedPaise = amount('interest') ?? 0;
  for (const [field, paise] of [
    ['loanLeft', left],
    ['interest', interestOwedPaise],
  ] as const)
    if (paise < 0) at.wrong(field, 'imports.amount_negative');
  if (left === 0 || at.faults.length > 0) return [];
  const { loan, cycle } = rulesOn(context, on);
  const { method, rate, interval, dayCount, rounding, interestRounding } = loan;
  const count = instalments ?? loan.usualInstalments;
  const terms = { method, rate, interval, dayCount, rounding, interestRounding };
  return [
    {
      personId,
      source: 'own',
      purpose: 'other',
      firstLentOn: lentOn ?? on,
      firstLentPaise: was ?? left,
      terms: { ...terms, principalPaise: left, instalments: count, residue: 'last', feePaise: 0 },
      dueDates: dueDatesFor(cycle, interval, { from: on, count }),
      interestOwedPaise,
    },
  ];
}

/** A group with one account has its balance there. */
function banksOf(rows: readonly Row[], { banks }: GroupContext, balancePaise: number): CutOffSheet['banks'] {
  if (balancePaise === 0) return [];
  const [bank, second] = banks;
  if (!bank || second)
    atFirst(rows, 'bank').wrong('bank', bank ? 'imports.bank_several' : 'imports.bank_unknown', {
      count: banks.length,
    });
  return bank ? [{ bankAccountId: bank.bankAccountId, balancePaise }] : [];
}

const CELL_OF: Readonly<Record<string, string>> = {
  'meetings.two_officers_needed': 'signed',
  'meetings.not_officer': 'signed',
  'meetings.cut_off_loan_inconsistent': 'loanWas',
};

function judge(
  rows: readonly Row[],
  { context, sheet, world }: { context: GroupContext; sheet: CutOffSheet; world: CutOffWorld },
): void {
  const { on } = sheet;
  const at = atFirst(rows, 'on');
  if (on > world.today) return void at.wrong('on', 'imports.in_the_future');
  if (on < context.booksFromOn)
    return void at.wrong('on', 'meetings.before_books', { on, booksFromOn: context.booksFromOn });
  const there = context.officers.filter((one) => one.fromOn <= on && (one.untilOn === null || on < one.untilOn));
  const ruling = judgeCutOff(
    sheet,
    there.map((one) => one.personId),
  );
  if (ruling.ok) return;
  const { personId } = ruling.params;
  const hers = rows.find(
    (row) =>
      typeof personId === 'string' &&
      world.personIds(context.groupId, { name: row.at.text('name'), phone: row.at.text('phone') }).includes(personId),
  );
  (hers ?? rows[0]!).at.wrong(CELL_OF[ruling.code] ?? 'group', ruling.code, ruling.params);
}
