/** The bank's file of a group as parts, each a table or some words: one shape for its paper and its spreadsheet. Pure. */
import type { Dossier, DossierAccount } from '#domain/linkage/index.server.ts';
import { formatMoney } from '#ui/index.ts';
import {
  ANSWERS,
  conditionText,
  CONDITION_STATES,
  DUE_BY,
  fundName,
  gradeText,
  LINE_STATES,
  measuredText,
} from '#ui/office/linkage-words.ts';
import { OFFICES, PURPOSES, wordFor } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from '../paper/speech.ts';
import type { Table } from './table.ts';
import { count, day, money, summed, tableOf, text } from './table-of.ts';

export type DossierPart = { readonly title: string; readonly words: readonly string[]; readonly table: Table | null };
type Part = (file: Dossier, speech: Speech) => DossierPart;

const facts: Part = (file, { as, name, day: on, iso }) => {
  const { group } = file;
  const rows: [string, string][] = [
    [m.linkage_col_group({}, as), name(group.names)],
    [m.common_place({}, as), file.place ? name(file.place) : '–'],
    [m.linkage_formed({}, as), on(file.formedOn)],
    [m.linkage_books_from({}, as), on(file.booksFromOn)],
    [m.linkage_members({}, as), String(file.members.length)],
    ...file.banks.map((one): [string, string] => [
      m.linkage_accounts({}, as),
      [one.bank, one.branch, one.ifsc && iso(one.ifsc), iso(`…${one.last4}`)].filter(Boolean).join(', '),
    ]),
    [m.linkage_corpus({}, as), iso(formatMoney(group.corpus.paise))],
  ];
  const title = m.linkage_facts({}, as);
  const table = tableOf({ name: 'facts', title }, rows, [
    text(m.linkage_head({}, as), ([label]) => label),
    text(m.linkage_figure({}, as), ([, value]) => value),
  ]);
  return { title, words: [], table };
};

const members: Part = ({ members: rows }, { as, name }) => {
  const title = m.linkage_members({}, as);
  const table = tableOf({ name: 'members', title }, rows, [
    text(m.common_name({}, as), (row) => name(row.names), { last: m.common_total({}, as) }),
    text(m.linkage_offices({}, as), (row) => row.offices.map((office) => wordFor(OFFICES, office, as)).join(', ')),
    day(m.linkage_joined({}, as), (row) => row.joinedOn),
    summed(
      money(m.linkage_savings({}, as), (row) => row.savingsPaise),
      rows,
    ),
    summed(
      money(m.linkage_borrowed({}, as), (row) => row.lentPaise),
      rows,
    ),
    summed(
      money(m.linkage_left({}, as), (row) => row.leftPaise),
      rows,
    ),
    summed(
      money(m.linkage_overdue({}, as), (row) => row.overduePaise),
      rows,
    ),
  ]);
  return { title, words: [], table };
};

const grading: Part = ({ group }, { as, name, day: on }) => {
  const { scheme, graded } = group.five;
  const rows = scheme.parameters.map((parameter, at) => ({ parameter, mark: graded.marks[at]! }));
  const title = m.linkage_five({}, as);
  const table = tableOf({ name: 'grading', title }, rows, [
    text(m.linkage_head({}, as), ({ parameter }) => name(parameter.names), { last: m.common_total({}, as) }),
    text(m.linkage_figure({}, as), ({ mark }) =>
      mark.answer ? wordFor(ANSWERS, mark.answer, as) : measuredText(mark.measured, as),
    ),
    count(m.linkage_marks_label({}, as), ({ mark }) => mark.marks, { last: graded.total }),
  ]);
  const [given] = group.certificates;
  const words = [
    m.linkage_group_sentence({ from: on(group.from), to: on(group.on) }, as),
    `${m.linkage_grade({}, as)}: ${gradeText(graded.grade, as)}`,
    ...(given
      ? [
          `${m.linkage_certificate({ number: given.number }, as)}: ${gradeText(given.grade, as)}. ${m.linkage_certificate_text(
            { name: given.assessorName, body: given.assessorOf, date: on(given.assessedOn) },
            as,
          )}`,
        ]
      : []),
  ];
  return { title, words, table };
};

const history: Part = ({ meetings }, { as }) => {
  const title = m.linkage_history({}, as);
  const table = tableOf({ name: 'meetings', title }, meetings, [
    day(m.common_date({}, as), (row) => row.heldOn, { last: null }),
    count(m.linkage_present({}, as), (row) => row.present),
    count(m.linkage_members({}, as), (row) => row.members),
    summed(
      money(m.linkage_saved({}, as), (row) => row.savedPaise),
      meetings,
    ),
    summed(
      money(m.linkage_expected({}, as), (row) => row.expectedPaise),
      meetings,
    ),
  ]);
  return { title, words: [], table };
};

const balanceSheet: Part = ({ accounts, surplusPaise }, { as, name }) => {
  const title = m.linkage_sheet({}, as);
  const owned = accounts.filter((one) => one.kind === 'asset');
  const owed = accounts.filter((one) => one.kind !== 'asset');
  const sum = (rows: readonly DossierAccount[]) => rows.reduce((all, one) => all + one.paise, 0);
  const head = (label: string, paise: number) => ({ label, paise, code: null });
  const row = (one: DossierAccount) => ({ label: name(one.names), paise: one.paise, code: one.code });
  const rows = [
    head(m.linkage_owned({}, as), sum(owned)),
    ...owned.map(row),
    head(m.linkage_owed({}, as), sum(owed) + surplusPaise),
    ...owed.map(row),
    head(m.linkage_surplus_line({}, as), surplusPaise),
  ];
  const table = tableOf({ name: 'balance-sheet', title }, rows, [
    text(m.linkage_head({}, as), (one) => one.label),
    money(m.linkage_plan_amount({}, as), (one) => one.paise),
  ]);
  return { title, words: [], table };
};

const plan: Part = ({ plan: found, names }, { as, name, day: on }) => {
  const title = m.linkage_plan({}, as);
  if (!found) return { title, words: [m.linkage_plan_none({}, as)], table: null };
  const { decision, approvedOn } = found;
  const words =
    decision && approvedOn
      ? [
          m.linkage_resolution({ text: decision.text }, as),
          m.linkage_votes({ for: decision.votesFor, against: decision.votesAgainst, date: on(approvedOn) }, as),
        ]
      : [m.linkage_plan_draft({ date: on(found.madeOn) }, as)];
  const rows = found.lines.map((line, at) => ({ ...line, no: at + 1 }));
  const table = tableOf({ name: 'plan', title }, rows, [
    count(m.linkage_plan_order({}, as), (row) => row.no),
    text(m.linkage_plan_member({}, as), (row) => name(names[row.personId] ?? { en: '–', hi: null, ur: null }), {
      last: m.common_total({}, as),
    }),
    text(m.linkage_plan_purpose({}, as), (row) => wordFor(PURPOSES, row.purpose, as)),
    summed(
      money(m.linkage_plan_amount({}, as), (row) => row.amountPaise),
      rows,
    ),
  ]);
  return { title, words, table };
};

const conditions: Part = ({ group }, { as }) => {
  const title = m.linkage_conditions({}, as);
  // the branch reads its own; what a federation asks stands on the screen
  const asked = group.funds.filter(({ rule }) => rule.fund === 'bank_term' || rule.fund === 'cash_credit');
  const rows = asked.flatMap(({ rule, conditions: all }) => all.map((condition) => ({ rule, condition })));
  const table = tableOf({ name: 'conditions', title }, rows, [
    text(m.linkage_money({}, as), ({ rule }) => fundName(rule, as)),
    text(m.linkage_conditions({}, as), ({ condition }) => conditionText(condition, as)),
    text(m.common_status({}, as), ({ condition }) => wordFor(CONDITION_STATES, condition.state, as)),
  ]);
  return { title, words: [], table };
};

const requests: Part = ({ group }, { as, day: on, money: sum }) => {
  const title = m.linkage_requests({}, as);
  if (group.lines.length === 0) return { title, words: [m.linkage_requests_none({}, as)], table: null };
  const table = tableOf({ name: 'requests', title }, group.lines, [
    text(m.linkage_money({}, as), (row) => fundName(row, as)),
    text(m.linkage_lender({}, as), (row) => row.lender),
    day(m.linkage_applied_on({}, as), (row) => row.appliedOn),
    money(m.linkage_asked({}, as), (row) => row.askedPaise),
    text(m.common_status({}, as), (row) => wordFor(LINE_STATES, row.state, as)),
    money(m.linkage_line_received({}, as), (row) => row.receivedPaise),
    text(m.linkage_letter({}, as), ({ instalments: one }) =>
      one ? m.linkage_letter_says({ day: on(one.firstDueOn), amount: sum(one.instalmentPaise) }, as) : '',
    ),
  ]);
  // a letter written down later says when and why
  const words = group.lines.flatMap(({ letter, ...line }) =>
    letter
      ? [
          m.linkage_letter_later(
            { money: fundName(line, as), lender: line.lender, day: on(letter.on), reason: letter.note },
            as,
          ),
        ]
      : [],
  );
  return { title, words, table };
};

/** In the order a branch reads. */
/** A bank asks what its borrower owes elsewhere before it lends. */
const dues: Part = ({ group }, { as }) => {
  const title = m.linkage_dues({}, as);
  if (group.dues.length === 0) return { title, words: [m.linkage_dues_none({}, as)], table: null };
  const table = tableOf({ name: 'dues', title }, group.dues, [
    text(m.linkage_lender({}, as), (row) => row.lender),
    money(m.linkage_due_owed({}, as), (row) => row.owedPaise),
    money(m.linkage_due_late({}, as), (row) => (row.by === 'nothing' ? null : row.overduePaise)),
    day(m.linkage_due_day({}, as), (row) => row.nextDueOn),
    money(m.linkage_due_next({}, as), (row) => (row.nextDueOn === null ? null : row.nextPaise)),
    text(m.linkage_due_by({}, as), (row) => wordFor(DUE_BY, row.by, as)),
  ]);
  return { title, words: [], table };
};

export const dossierParts = (file: Dossier, speech: Speech): DossierPart[] =>
  [facts, members, grading, plan, balanceSheet, history, requests, dues, conditions].map((part) => part(file, speech));
