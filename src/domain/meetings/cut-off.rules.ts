/** The cut-off sheet of an old group: its balances on a day become the first journal of its book; what is left over is its surplus. */
import {
  checkBalanced,
  credit,
  debit,
  mergePostings,
  type AccountName,
  type JournalDraft,
} from '#domain/ledger/index.ts';
import { openLoan, type LoanState } from '#domain/loans/index.ts';
import { MAX_PAISE, sumPaise } from '#platform/money.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { CutOffFund, CutOffSheet } from './cut-off.model.ts';
import { loanAccount } from './judge-money.rules.ts';
import { sumNotes } from './totals.rules.ts';

const FUND_ACCOUNT: Readonly<Record<CutOffFund['kind'], AccountName>> = {
  revolving_fund: 'revolvingFund',
  capital_grant: 'capitalGrants',
  social_fund: 'socialFund',
  bank_loan: 'bankLoan',
  cif_loan: 'cifLoan',
  vrf_loan: 'vrfLoan',
  held_for_others: 'fundsHeldForOthers',
};

export type CutOffJudgement = {
  readonly journal: JournalDraft | null;
  readonly loans: readonly LoanState[];
  /** What the group owns beyond all it owes: negative when it owns less. */
  readonly surplusPaise: number;
};

/** Refuses `meetings.cut_off_*`, and what `openLoan` refuses, naming the person. `officerIds`: who may sign on that day. */
export function judgeCutOff(sheet: CutOffSheet, officerIds: readonly string[]): Ruling<CutOffJudgement> {
  const unfit = checkCutOff(sheet, officerIds);
  if (!unfit.ok) return unfit;
  const loans: LoanState[] = [];
  for (const line of sheet.loans) {
    const { loanId, personId, source, purpose, terms, dueDates } = line;
    const ruling = openLoan({ loanId, personId, source, purpose, terms, dueDates, disbursedOn: sheet.on });
    if (!ruling.ok) return { ...ruling, params: { ...ruling.params, personId } };
    loans.push(withInterestOwed(ruling.value, line.interestOwedPaise));
  }
  const own = [
    debit('cash', sheet.cashPaise),
    ...sheet.banks.map((bank) => debit('bank', bank.balancePaise, { partyId: bank.bankAccountId })),
    ...loans.map((loan) =>
      debit(loanAccount(loan), loan.terms.principalPaise, { partyId: loan.personId, itemId: loan.loanId }),
    ),
    ...sheet.members.flatMap(({ personId: partyId, compulsoryPaise, voluntaryPaise, sharesPaise, unappliedPaise }) => [
      credit('compulsorySavings', compulsoryPaise, { partyId }),
      credit('voluntarySavings', voluntaryPaise, { partyId }),
      credit('memberShares', sharesPaise, { partyId }),
      credit('unappliedReceipts', unappliedPaise, { partyId }),
    ]),
    ...sheet.funds.map((fund) => credit(FUND_ACCOUNT[fund.kind], fund.amountPaise, { partyId: fund.partyId })),
  ];
  const surplusPaise = sumPaise(own.map((posting) => posting.amountPaise));
  const postings = mergePostings([...own, credit('retainedSurplus', surplusPaise)]);
  if (postings.some((posting) => Math.abs(posting.amountPaise) > MAX_PAISE))
    return ruledOut('meetings.amount_too_large', { mostPaise: MAX_PAISE });
  if (postings.length === 0) return ruled({ journal: null, loans, surplusPaise: 0 });
  const journal = checkBalanced({ eventOn: sheet.on, narration: 'meetings.cut_off', postings });
  return journal.ok ? ruled({ journal: journal.value, loans, surplusPaise }) : journal;
}

const withInterestOwed = (loan: LoanState, interestOwedPaise: number): LoanState => ({
  ...loan,
  rows: loan.rows.map((row, index) =>
    index === 0 ? { ...row, asked: { ...row.asked, interestPaise: row.asked.interestPaise + interestOwedPaise } } : row,
  ),
});

function checkCutOff(sheet: CutOffSheet, officerIds: readonly string[]): Ruling<true> {
  if (sheet.on < '1980-01-01' || sheet.on > '2099-12-31')
    return ruledOut('meetings.date_out_of_range', { on: sheet.on });
  const countedPaise = sumNotes(sheet.notes);
  if (countedPaise !== sheet.cashPaise)
    return ruledOut('meetings.closing_notes_differ', { countedPaise, cashPaise: sheet.cashPaise });
  const keys: Record<string, string[]> = {
    members: sheet.members.map((member) => member.personId),
    loans: sheet.loans.map((loan) => loan.loanId),
    banks: sheet.banks.map((bank) => bank.bankAccountId),
    funds: sheet.funds.map((fund) => `${fund.kind} ${fund.partyId}`),
    notes: sheet.notes.map((note) => String(note.valuePaise)),
    confirmations: sheet.confirmations.map((confirmation) => confirmation.personId),
  };
  for (const [section, list] of Object.entries(keys)) {
    if (new Set(list).size !== list.length) return ruledOut('meetings.duplicate_line', { section });
  }
  const listed = new Set(keys.members);
  const stranger = sheet.loans.find((loan) => !listed.has(loan.personId));
  if (stranger) return ruledOut('meetings.unknown_member', { personId: stranger.personId });
  const wrong = sheet.loans.find(
    (loan) => loan.firstLentOn > sheet.on || loan.terms.principalPaise > loan.firstLentPaise || loan.terms.feePaise > 0,
  );
  if (wrong) return ruledOut('meetings.cut_off_loan_inconsistent', { personId: wrong.personId });
  const signer = sheet.confirmations.find((confirmation) => !officerIds.includes(confirmation.personId));
  if (signer) return ruledOut('meetings.not_officer', { personId: signer.personId });
  const confirmed = sheet.confirmations.length;
  return confirmed < 2 ? ruledOut('meetings.two_officers_needed', { confirmed }) : ruled(true);
}
