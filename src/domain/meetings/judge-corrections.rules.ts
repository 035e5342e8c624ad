/** Corrections of lines of closed meetings: the exact reverse, then the right amount; both go through the cash box. */
import { credit, debit, type PostingDraft } from '#domain/ledger/index.ts';
import { correctPaid } from '#domain/loans/index.ts';
import type { GroupContext, PendingCorrection } from './context.model.ts';
import { isPaymentHead, isReceiptHead, PAYMENT_HEADS, RECEIPT_HEADS } from './heads.ts';
import { addToBalance, balanceOf, keepLoan, loanAccount, no, type Step, type Work } from './judge-money.rules.ts';
import type { Refusal } from './judge-roll.rules.ts';
import type { Correction, MeetingSheet } from './model.ts';

export const correct: Step = (work, sheet, context) => {
  for (const line of sheet.corrections) {
    const refusal = incomplete(line, sheet, context) ?? correctOne(work, line);
    if (refusal) return refusal;
  }
  return null;
};

function incomplete(line: Correction, sheet: MeetingSheet, context: GroupContext): Refusal | null {
  const { correctionId, part, personId, loanId, head } = line;
  if (line.reversesMeetingId === sheet.meetingId) return no('correction_self', { correctionId });
  if (line.wasPaise === line.nowPaise) return no('correction_same', { correctionId });
  if (line.reason.trim() === '') return no('correction_no_reason', { correctionId });
  const needsHead = part === 'receipt' || part === 'payment';
  const fits = head !== null && (part === 'receipt' ? isReceiptHead(head) : isPaymentHead(head));
  const needsLoan = part === 'loan_principal' || part === 'loan_interest';
  if ((needsHead && !fits) || (!needsHead && personId === null) || (needsLoan && loanId === null)) {
    return no('correction_incomplete', { correctionId, part });
  }
  const stranger = personId !== null && !context.members.some((member) => member.personId === personId);
  return stranger ? no('unknown_member', { personId }) : null;
}

/** Reverse and right entry of a line whose account stands opposite the box; a payment has them the other way round. */
function enter(work: Work, line: Correction, account: PostingDraft): void {
  const { wasPaise, nowPaise, part } = line;
  const { amountPaise: _one, ...of } = account;
  const post = (paise: number): PostingDraft[] => [debit('cash', paise), { ...of, amountPaise: -paise }];
  const out = part === 'payment';
  work.payments.push(...post(out ? -nowPaise : -wasPaise));
  work.receipts.push(...post(out ? wasPaise : nowPaise));
}

function correctOne(work: Work, line: Correction): Refusal | null {
  const { correctionId, part, head, wasPaise, nowPaise } = line;
  const change = nowPaise - wasPaise;
  if (part === 'receipt' && head !== null && isReceiptHead(head)) {
    if (
      head === 'member_share' &&
      line.partyId &&
      !addToBalance(work, line.partyId, { part: 'sharesPaise', paise: change })
    ) {
      return no('correction_below_zero', { correctionId, personId: line.partyId });
    }
    enter(work, line, credit(RECEIPT_HEADS[head].account, 1, line.partyId === null ? {} : { partyId: line.partyId }));
    return null;
  }
  if (part === 'payment' && head !== null && isPaymentHead(head)) {
    enter(work, line, debit(PAYMENT_HEADS[head].account, 1, line.partyId === null ? {} : { partyId: line.partyId }));
    return null;
  }
  return line.personId === null
    ? no('correction_incomplete', { correctionId, part })
    : correctMember(work, line, line.personId);
}

function correctMember(work: Work, line: Correction, personId: string): Refusal | null {
  const { correctionId, part, wasPaise, nowPaise } = line;
  const change = nowPaise - wasPaise;
  if (part === 'compulsory' || part === 'voluntary') {
    const sound = addToBalance(work, personId, { part: `${part}Paise`, paise: change });
    if (!sound) return no('correction_below_zero', { correctionId, personId });
    enter(
      work,
      line,
      credit(part === 'compulsory' ? 'compulsorySavings' : 'voluntarySavings', 1, { partyId: personId }),
    );
    return null;
  }
  if (part === 'fine_paid') {
    const owed = balanceOf(work, personId).finesOwedPaise;
    addToBalance(work, personId, { part: 'finesOwedPaise', paise: -Math.min(owed, change) });
    enter(work, line, credit('fines', 1, { partyId: personId }));
    return null;
  }
  const loan = work.loans.get(line.loanId ?? '');
  if (!loan) return no('unknown_loan', { loanId: line.loanId, personId });
  if (loan.personId !== personId) return no('not_her_loan', { loanId: loan.loanId, personId });
  const principal = part === 'loan_principal';
  const ruling = correctPaid(loan, principal ? 'principalPaise' : 'interestPaise', change);
  if (!ruling.ok) return { ...ruling, params: { ...ruling.params, personId } };
  keepLoan(work, ruling.value);
  enter(
    work,
    line,
    credit(principal ? loanAccount(loan) : 'memberInterest', 1, { partyId: personId, itemId: loan.loanId }),
  );
  return null;
}

/** A correction that lowers her savings or raises what she owes must be read out to her. */
export const toTellOf = (sheet: MeetingSheet): PendingCorrection[] =>
  sheet.corrections.flatMap(({ correctionId, reversesMeetingId, part, personId, wasPaise, nowPaise, reason }) => {
    if (personId === null || nowPaise >= wasPaise) return [];
    const saving = part === 'compulsory' || part === 'voluntary';
    const loan = part === 'loan_principal' || part === 'loan_interest';
    if (!saving && !loan) return [];
    return [
      {
        correctionId,
        personId,
        meetingId: reversesMeetingId,
        savingsChangePaise: saving ? nowPaise - wasPaise : 0,
        loanChangePaise: loan ? wasPaise - nowPaise : 0,
        reason,
      },
    ];
  });
