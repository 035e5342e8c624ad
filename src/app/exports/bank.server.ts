/** The reconciliation statement of one bank account (`headId`): what ties the book's balance to the bank's, line by line. */
import type { Reconciliation } from '#domain/accounts/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import { bookOf, narrationOf } from './books.server.ts';
import { officeOf, type Maker } from './office.server.ts';
import type { Asking } from './asking.server.ts';
import { day, money, tableOf, text } from './table-of.ts';

function tableFor({ speech }: Asking, head: { subtitle: string; period: string }, found: Reconciliation) {
  const { as } = speech;
  type Line = { readonly on: string | null; readonly what: string; readonly paise: number | null };
  const line = (what: string, paise: number | null): Line => ({ on: null, what, paise });
  const lines: Line[] = [
    line(m.statements_book_balance({}, as), found.bookPaise),
    line(m.statements_not_at_bank({}, as), null),
    ...found.notAtBank.map((one) => ({
      on: one.eventOn,
      what: [one.label, one.reference, narrationOf(one.narration, speech)].filter(Boolean).join(' '),
      paise: -one.amountPaise,
    })),
    line(m.statements_not_in_book({}, as), null),
    ...found.notInBook.map((one) => ({ on: one.onDate, what: one.description, paise: one.amountPaise })),
    ...(found.underWayAtStartPaise === 0
      ? []
      : [line(m.statements_under_way_at_start({}, as), found.underWayAtStartPaise)]),
    line(m.statements_computed_bank({}, as), found.computedPaise),
    line(m.statements_bank_balance({}, as), found.bankPaise),
    line(m.statements_difference({}, as), found.differencePaise),
  ];
  return tableOf({ name: 'bank-reconciliation', title: m.statements_reconciliation({}, as), ...head }, lines, [
    day(m.common_date({}, as), (row) => row.on),
    text(m.paper_narration({}, as), (row) => row.what),
    money(m.common_amount({}, as), (row) => row.paise),
  ]);
}

const ofOffice: Maker = async (asking) => {
  const { at, onDay } = await officeOf(asking);
  const { asKnownOn: _known, ...of } = at;
  const input = { ...of, headId: asking.given('headId', 'head') };
  return tableFor(asking, onDay, await asking.must<Reconciliation>('accounts.reconciliation', input));
};

const ofGroup: Maker = async (asking) => {
  const { body, at, onDay, party } = await bookOf(asking);
  const headId = asking.given('headId', 'head');
  const input = { groupId: body.bodyId, headId, asOf: at.asOf };
  const found = await asking.must<Reconciliation>('accounts.groupReconciliation', input);
  const subtitle = [onDay.subtitle, party(headId ?? null)].filter(Boolean).join(', ');
  return tableFor(asking, { ...onDay, subtitle }, found);
};

export const bankExports = {
  'accounts-reconciliation': ofOffice,
  'group-reconciliation': ofGroup,
} as const satisfies Record<string, Maker>;
