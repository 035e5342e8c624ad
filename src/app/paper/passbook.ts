/** Her passbook on paper: what she has and owes, each loan with its schedule, every meeting line. */
import type { IsoDate } from '#platform/dates.ts';
import { outstandingOf, sumParts, type LoanState } from '#domain/loans/index.ts';
import type { Passbook, PassbookGroup, PassbookLine } from '#domain/meetings/index.server.ts';
import { moneyInWords } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Block, Figure, Paper, PaperColumn } from './model.ts';
import { headOf, namesOf, type Organisation, type Speech } from './speech.ts';

export function passbookPaper(
  book: Passbook,
  speech: Speech,
  { organisation, today }: { organisation: Organisation; today: IsoDate },
): Paper {
  const { groups, person } = book;
  const begun = groups.map((group) => group.joinedOn).sort()[0];
  const period = begun ? m.paper_period({ from: speech.day(begun), to: speech.day(today) }, speech.as) : '';
  const head = headOf(speech, {
    organisation,
    today,
    title: m.paper_passbook({}, speech.as),
    subtitle: speech.name(namesOf(person)),
    period,
  });
  const none: Block = { kind: 'words', soft: true, text: m.paper_in_no_group({}, speech.as) };
  return {
    ...head,
    landscape: false,
    code: null,
    blocks: groups.length === 0 ? [none] : groups.flatMap((group) => blocksOf(group, speech)),
  };
}

function blocksOf(group: PassbookGroup, speech: Speech): Block[] {
  const name = speech.name({ en: group.name, hi: group.nameHi, ur: group.nameUr });
  const since = group.leftOn
    ? m.paper_member_until({ from: speech.day(group.joinedOn), to: speech.day(group.leftOn) }, speech.as)
    : m.paper_member_since({ date: speech.day(group.joinedOn) }, speech.as);
  return [
    { kind: 'heading', text: name },
    { kind: 'words', soft: true, text: since },
    { kind: 'figures', items: figuresOf(group, speech) },
    ...group.loans.flatMap((loan) => loanBlocks(loan, speech)),
    { kind: 'heading', text: m.paper_meetings({}, speech.as) },
    group.lines.length === 0
      ? { kind: 'words', soft: true, text: m.paper_no_meetings({}, speech.as) }
      : linesTable(group.lines, speech),
    ...group.interest.map(({ on, paise }): Block => ({
      kind: 'words',
      soft: true,
      text: `${speech.day(on)}, ${m.interest_title({}, speech.as)}: ${speech.money(paise)}`,
    })),
  ];
}

function figuresOf(group: PassbookGroup, speech: Speech): Figure[] {
  const left = group.loans.reduce((sum, loan) => sum + outstandingOf(loan).principalPaise, 0);
  const figure = (label: string, paise: number): Figure => ({
    label,
    value: speech.money(paise),
    words: moneyInWords(paise, speech.lang),
  });
  return [
    figure(m.paper_compulsory({}, speech.as), group.compulsoryPaise),
    ...(group.voluntaryPaise === 0 ? [] : [figure(m.paper_voluntary({}, speech.as), group.voluntaryPaise)]),
    ...(group.sharesPaise === 0 ? [] : [figure(m.paper_shares({}, speech.as), group.sharesPaise)]),
    figure(m.paper_loan_left({}, speech.as), left),
    ...(group.finesOwedPaise === 0 ? [] : [figure(m.paper_fines_owed({}, speech.as), group.finesOwedPaise)]),
  ];
}

const amount = (title: string): PaperColumn => ({ title, align: 'end', width: 1 });
const words = (title: string, width = 0): PaperColumn => ({ title, align: 'start', width });

function loanBlocks(loan: LoanState, speech: Speech): Block[] {
  const { as, money, day, moneyOrNone } = speech;
  const given = { amount: money(loan.terms.principalPaise), date: day(loan.disbursedOn) };
  const cells = loan.rows.map(({ dueOn, asked, paid }) => ({
    dueOn,
    sums: [
      asked.principalPaise,
      asked.interestPaise,
      sumParts(asked),
      sumParts(paid),
      sumParts(asked) - sumParts(paid),
    ],
  }));
  const addedPaise = loan.rows.reduce((sum, row) => sum + (row.growsPaise ?? 0), 0);
  const totals = cells.reduce((sums, row) => sums.map((sum, index) => sum + row.sums[index]!), [0, 0, 0, 0, 0]);
  return [
    { kind: 'heading', text: m.paper_loan_given(given, as) },
    ...(addedPaise > 0
      ? [{ kind: 'words', soft: true, text: m.loan_waits_added({ amount: money(addedPaise) }, as) } as const]
      : []),
    {
      kind: 'table',
      columns: [
        words(m.paper_due_on({}, as)),
        amount(m.paper_principal({}, as)),
        amount(m.paper_interest({}, as)),
        amount(m.paper_to_pay({}, as)),
        amount(m.paper_paid({}, as)),
        amount(m.paper_still({}, as)),
      ],
      rows: [
        ...cells.map((row) => ({ strong: false, cells: [day(row.dueOn), ...row.sums.map(moneyOrNone)] })),
        { strong: true, cells: [m.common_total({}, as), ...totals.map(money)] },
      ],
    },
  ];
}

function linesTable(lines: readonly PassbookLine[], speech: Speech): Block {
  const { as, money, day, moneyOrNone } = speech;
  const row = (line: PassbookLine) => [
    line.savedPaise,
    line.withdrawnPaise,
    line.repaidPrincipalPaise + line.repaidInterestPaise,
    line.finePaise,
    line.lentPaise,
  ];
  const oldestFirst = lines.toReversed();
  const totals = oldestFirst.reduce((sums, line) => sums.map((sum, index) => sum + row(line)[index]!), [0, 0, 0, 0, 0]);
  return {
    kind: 'table',
    columns: [
      words(m.common_date({}, as)),
      words(m.paper_roll({}, as)),
      amount(m.paper_saved({}, as)),
      amount(m.paper_taken_out({}, as)),
      amount(m.paper_repaid({}, as)),
      amount(m.paper_fine({}, as)),
      amount(m.paper_lent({}, as)),
      amount(m.paper_savings_now({}, as)),
      amount(m.paper_loan_now({}, as)),
      { title: m.paper_entry({}, as), align: 'end', width: 0 },
    ],
    rows: [
      ...oldestFirst.map((line) => ({
        strong: false,
        cells: [
          day(line.heldOn),
          rollWord(line.attendance, speech),
          ...row(line).map(moneyOrNone),
          money(line.savingsLeftPaise),
          money(line.loanLeftPaise),
          String(line.journalSeq ?? ''),
        ],
      })),
      { strong: true, cells: [m.common_total({}, as), '', ...totals.map(money), '', '', ''] },
    ],
  };
}

export function rollWord(attendance: string, { as }: Speech): string {
  if (attendance === 'present') return m.roll_present({}, as);
  if (attendance === 'late') return m.roll_late({}, as);
  return attendance === 'absent_notice' ? m.roll_absent_notice({}, as) : m.roll_absent({}, as);
}
