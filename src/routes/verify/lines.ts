/** What a slip says, line by line, in the order it was read out. */
import type { ReceiptStatement } from '#app/receipts/receipt.ts';
import type { SlipFacts } from '#field/slip.ts';
import { formatDate, formatMoney, type Language } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';

export type Line = { readonly label: string; readonly value: string; readonly money?: boolean };

const amount = (label: string, paise: number): Line => ({ label, value: formatMoney(paise), money: true });

export function linesOfReceipt(receipt: ReceiptStatement, language: Language): Line[] {
  const about: Line[] = [
    { label: m.verify_organisation(), value: receipt.o },
    { label: m.paper_group(), value: receipt.g },
    { label: m.common_date(), value: formatDate(receipt.d, language) },
  ];
  return [...about, ...(receipt.k === 'm' ? ofMeeting(receipt) : ofMember(receipt)), ...bookLines(receipt)];
}

function ofMeeting({
  a: [saved, repaid, lent, cash],
  c: [present, members],
}: Extract<ReceiptStatement, { k: 'm' }>): Line[] {
  return [
    { label: m.paper_present(), value: m.common_of_total({ part: present, whole: members }) },
    amount(m.paper_saved(), saved),
    amount(m.paper_repaid(), repaid),
    amount(m.paper_lent(), lent),
    amount(m.paper_cash_box(), cash),
  ];
}

function ofMember(receipt: Extract<ReceiptStatement, { k: 'p' }>): Line[] {
  const [saved, taken, repaid, fine, lent, savings, loan] = receipt.a;
  const some = (label: string, paise: number) => (paise === 0 ? [] : [amount(label, paise)]);
  return [
    { label: m.verify_member(), value: receipt.n },
    amount(m.paper_saved(), saved),
    ...some(m.paper_taken_out(), taken),
    ...some(m.paper_repaid(), repaid),
    ...some(m.paper_fine(), fine),
    ...some(m.paper_lent(), lent),
    amount(m.paper_savings_now(), savings),
    amount(m.paper_loan_now(), loan),
  ];
}

const bookLines = ({ q, h }: ReceiptStatement): Line[] => [
  { label: m.paper_entry(), value: String(q) },
  { label: m.verify_seal(), value: grouped(h) },
];

export const linesOfSlip = (facts: SlipFacts, language: Language): Line[] => [
  { label: m.common_date(), value: formatDate(facts.heldOn, language) },
  amount(m.paper_cash_box(), facts.closingCashPaise),
  { label: m.verify_seal(), value: grouped(facts.sheetHash.slice(0, 16)) },
];

/** Four signs at a time can be compared by eye. */
const grouped = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ');
