/** A line that can be put right, in her words. */
import type { Correction, LineKey, PaymentHead, ReceiptHead } from '#domain/meetings/index.ts';
import { moneyInSentence } from '#ui/format.ts';
import { language } from '#ui/language.svelte.ts';
import { m } from '#ui/sentences/messages.js';
import { PAYMENTS, RECEIPTS } from './meeting/words.ts';

const PARTS = {
  compulsory: m.sav_compulsory,
  voluntary: m.sav_voluntary,
  loan_principal: m.loan_part_principal,
  loan_interest: m.loan_part_interest,
  fine_paid: m.loan_part_fine,
} as const;

export function lineWords({ part, head }: LineKey): string {
  if (part === 'receipt') return RECEIPTS[head as ReceiptHead][1]();
  if (part === 'payment') return PAYMENTS[head as PaymentHead][1]();
  return PARTS[part]();
}

/** "Woman 03, regular saving: Rs 100 was written, Rs 50 is right." */
export function correctionWords(
  of: Pick<Correction, 'part' | 'head' | 'personId' | 'loanId' | 'partyId' | 'wasPaise' | 'nowPaise'>,
  nameOf: (personId: string) => string,
): string {
  const whose = of.personId ?? of.partyId;
  const amount = (paise: number): string => moneyInSentence(paise, language());
  const name = (whose && nameOf(whose)) || m.field_wrong_other_money();
  return m.field_wrong_words({ name, what: lineWords(of), was: amount(of.wasPaise), now: amount(of.nowPaise) });
}
