/** The ruled page beside the phone: everything the phone would know, printed before power or phone fails (`meeting-sheet.typ`). */
import type { IsoDate } from '#platform/dates.ts';
import { dueAt, outstandingOf } from '#domain/loans/index.ts';
import { membersOn, usualSaving, type ContextOfficer, type GroupContext } from '#domain/meetings/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Head } from './model.ts';
import { headOf, type Organisation, type Speech } from './speech.ts';

export type MeetingSheetPaper = Head & {
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly how: string;
  readonly columns: readonly string[];
  readonly members: readonly (readonly string[])[];
  readonly totals: readonly string[];
  readonly rollKey: string;
  readonly otherIn: OtherMoney;
  readonly otherOut: OtherMoney;
  readonly notes: { readonly title: string; readonly columns: readonly string[]; readonly kinds: readonly string[] };
  readonly sum: { readonly title: string; readonly lines: readonly (readonly [label: string, value: string])[] };
  readonly decisions: string;
  readonly next: string;
  readonly officers: readonly { readonly office: string; readonly name: string }[];
};
type OtherMoney = { readonly title: string; readonly columns: readonly string[] };

/** Notes as they are in a box today; coins are counted together. */
const NOTES = [500, 200, 100, 50, 20, 10];

/** @param on the day the meeting is expected: dues and usual savings are those of that day */
export function meetingSheetPaper(
  context: GroupContext,
  speech: Speech,
  { organisation, today, on }: { organisation: Organisation; today: IsoDate; on: IsoDate },
): MeetingSheetPaper {
  const { as, money, day } = speech;
  const members = membersOn(context, on);
  const figures = members.map(({ personId }) => figuresOf(context, personId, on));
  const total = (of: (figure: Figures) => number) => money(figures.reduce((sum, figure) => sum + of(figure), 0));
  const opening = money(context.cashPaise);
  const otherMoney = (title: string): OtherMoney => ({
    title,
    columns: [m.paper_sheet_what({}, as), m.common_name({}, as), m.common_amount({}, as)],
  });
  return {
    ...headOf(speech, {
      organisation,
      today,
      title: speech.name(context.names),
      subtitle: m.paper_sheet({}, as),
      period: m.paper_sheet_usual_day({ date: day(on) }, as),
    }),
    facts: [
      { label: m.common_date({}, as), value: '' },
      { label: m.common_place({}, as), value: '' },
      { label: m.paper_sheet_started({}, as), value: '' },
      { label: m.paper_sheet_ended({}, as), value: '' },
      { label: m.paper_sheet_opening({}, as), value: opening },
      { label: m.paper_sheet_counted({}, as), value: '' },
    ],
    how: m.paper_sheet_how({}, as),
    columns: columnsOf(speech),
    members: members.map((member, index) =>
      rowOf(figures[index]!, { no: index + 1, name: speech.name(member.names), speech }),
    ),
    totals: [
      '',
      m.common_total({}, as),
      '',
      total((f) => f.usual),
      '',
      total((f) => f.loanLeft),
      total((f) => f.due),
      '',
      '',
      '',
      '',
      '',
    ],
    rollKey: m.paper_sheet_roll_key({}, as),
    otherIn: otherMoney(m.paper_sheet_other_in({}, as)),
    otherOut: otherMoney(m.paper_sheet_other_out({}, as)),
    ...countingOf(speech, opening),
    decisions: m.paper_sheet_decisions({}, as),
    next: m.paper_sheet_next({}, as),
    officers: officersOf(context, speech, on),
  };
}

function countingOf({ as, money }: Speech, opening: string): Pick<MeetingSheetPaper, 'notes' | 'sum'> {
  return {
    notes: {
      title: m.paper_sheet_notes({}, as),
      columns: [m.cash_note({ value: '' }, as).trim(), m.paper_sheet_how_many({}, as), m.common_amount({}, as)],
      kinds: [...NOTES.map((note) => money(note * 100)), m.paper_sheet_coins({}, as), m.common_total({}, as)],
    },
    sum: {
      title: m.paper_sheet_sum({}, as),
      lines: [
        [m.paper_sheet_opening({}, as), opening],
        [m.paper_sheet_plus_in({}, as), ''],
        [m.paper_sheet_minus_out({}, as), ''],
        [m.paper_sheet_should({}, as), ''],
      ],
    },
  };
}

type Figures = { usual: number; loanLeft: number; due: number };

function figuresOf(context: GroupContext, personId: string, on: IsoDate): Figures {
  const saving = usualSaving(context, on, personId);
  const loans = context.loans.filter((loan) => loan.personId === personId);
  return {
    usual: saving.compulsoryPaise + saving.voluntaryPaise,
    loanLeft: loans.reduce((sum, loan) => sum + outstandingOf(loan).principalPaise, 0),
    due: loans.reduce((sum, loan) => sum + dueAt(loan, on).totalPaise, 0),
  };
}

const columnsOf = ({ as }: Speech): string[] => [
  m.paper_sheet_number({}, as),
  m.common_name({}, as),
  m.paper_roll({}, as),
  m.paper_sheet_usual({}, as),
  m.paper_saved({}, as),
  m.paper_loan_left({}, as),
  m.paper_sheet_due({}, as),
  m.paper_principal({}, as),
  m.paper_interest({}, as),
  m.paper_fine({}, as),
  m.paper_lent({}, as),
  m.paper_sheet_thumb({}, as),
];

function rowOf(figures: Figures, { no, name, speech }: { no: number; name: string; speech: Speech }): string[] {
  const { moneyOrNone } = speech;
  const [usual, left, due] = [moneyOrNone(figures.usual), moneyOrNone(figures.loanLeft), moneyOrNone(figures.due)];
  return [String(no), name, '', usual, '', left, due, '', '', '', '', ''];
}

function officersOf(context: GroupContext, speech: Speech, on: IsoDate) {
  const office = {
    president: m.paper_office_president({}, speech.as),
    secretary: m.paper_office_secretary({}, speech.as),
    treasurer: m.paper_office_treasurer({}, speech.as),
    bookkeeper: m.paper_office_bookkeeper({}, speech.as),
  };
  const holds = (one: ContextOfficer) => one.fromOn <= on && (one.untilOn === null || on < one.untilOn);
  return (Object.keys(office) as (keyof typeof office)[]).map((key) => {
    const holder = context.officers.findLast((one) => one.office === key && holds(one));
    const member = context.members.find((one) => one.personId === holder?.personId);
    return { office: office[key], name: member ? speech.name(member.names) : '' };
  });
}
