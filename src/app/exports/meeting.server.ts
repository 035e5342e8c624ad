/** One meeting as a table, line after line in the order in which it is typed into the national register. */
import type { MeetingTyping } from '#domain/meetings/index.server.ts';
import type { TypingPart, TypingRow } from '#domain/meetings/index.ts';
import { ATTENDANCE, PURPOSES, TYPING_HEADS, TYPING_PARTS, wordFor } from '#ui/office/words.ts';
import { formatBps, formatCount } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { Asking } from './asking.server.ts';
import type { Table } from './table.ts';
import { money, tableOf, text } from './table-of.ts';

type Line = { readonly part: string; readonly who: string; readonly what: string; readonly paise: number | null };

const registerSheet = async (asking: Asking): Promise<Table> => {
  const { speech, given } = asking;
  const { as } = speech;
  const found = await asking.must<MeetingTyping>('meetings.typing', {
    groupId: given('groupId', 'group'),
    meetingId: given('meetingId', 'meeting'),
  });
  const heads = { name: 'national-register', title: m.typing_title({}, as), subtitle: speech.name(found.group) };
  return tableOf({ ...heads, period: speech.day(found.heldOn) }, linesOf(found, speech), [
    text(m.typing_part({}, as), (row) => row.part),
    text(m.common_name({}, as), (row) => row.who),
    text(m.typing_figure({}, as), (row) => row.what),
    money(m.common_amount({}, as), (row) => row.paise),
  ]);
};

function linesOf(found: MeetingTyping, speech: Speech): Line[] {
  const { as } = speech;
  const nameOf = (id: string | null) => (id && found.people[id] ? speech.name(found.people[id]) : '');
  const one = (part: string) => (what: string, paise: number | null) => ({ part, who: '', what, paise });
  const [opening, closing] = [one(m.typing_head({}, as)), one(m.step_closing({}, as))];
  const after = (who: string, what: string, paise: number) => ({ part: m.typing_after({}, as), who, what, paise });
  return [
    opening(m.step_opening({}, as), found.openingCashPaise),
    ...found.parts.flatMap((part) => partLines(part, { found, speech, nameOf })),
    closing(m.paper_cash_in({}, as), found.cashInPaise),
    closing(m.paper_cash_out({}, as), found.cashOutPaise),
    closing(m.paper_bank_in({}, as), found.bankInPaise),
    closing(m.paper_bank_out({}, as), found.bankOutPaise),
    ...(found.differencePaise === 0 ? [] : [closing(m.sheet_difference({}, as), found.differencePaise)]),
    closing(m.step_closing({}, as), found.closingCashPaise),
    ...found.after.flatMap((row) => [
      after(nameOf(row.personId), m.sheet_line_savings_left({}, as), row.savingsPaise),
      after(nameOf(row.personId), m.sheet_line_loan_left({}, as), row.loanPaise),
    ]),
  ];
}

type Of = { found: MeetingTyping; speech: Speech; nameOf: (id: string | null) => string };

function partLines({ key, heads, rows, totalsPaise }: TypingPart, { found, speech, nameOf }: Of): Line[] {
  const { as } = speech;
  const part = wordFor(TYPING_PARTS, key, as);
  const whoOf = (row: TypingRow) =>
    [
      row.head ? wordFor(TYPING_HEADS, row.head, as) : '',
      row.bankAccountId ? speech.iso(found.banks[row.bankAccountId] ?? '') : '',
      nameOf(row.personId),
      row.loan ? loanWords(row.loan, speech) : '',
    ]
      .filter(Boolean)
      .join(', ');
  const line = (who: string, amounts: readonly number[]): Line[] =>
    amounts.map((paise, k) => ({ part, who, what: wordFor(TYPING_HEADS, heads[k] ?? '', as), paise }));
  const typed = rows.flatMap((row): Line[] =>
    row.attendance
      ? [{ part, who: whoOf(row), what: wordFor(ATTENDANCE, row.attendance, as), paise: null }]
      : line(whoOf(row), row.amountsPaise),
  );
  return [...typed, ...line(m.common_total({}, as), totalsPaise)];
}

const loanWords = ({ purpose, rate, instalments }: NonNullable<TypingRow['loan']>, { as }: Speech): string =>
  (rate.per === 'month' ? m.typing_terms_month : m.typing_terms_year)(
    { purpose: wordFor(PURPOSES, purpose, as), rate: formatBps(rate.rateBps), count: formatCount(instalments) },
    as,
  );

export const meetingExports = { 'register-sheet': registerSheet } as const;
