/** `?on=&amount=&excess=`: the split stands in the address, so that it is seen before the money is taken and can be shown to her. */
import type { LoanCard, PaymentTried } from '#domain/loans/index.server.ts';
import { isIsoDate } from '#platform/dates.ts';
import { parseRupees } from '#platform/money.ts';
import { ask, type Here } from '../../../ask.ts';

export async function paymentAsked(event: Here & { url: URL }, { loanId, running, today }: LoanCard) {
  const asked = event.url.searchParams;
  const on = isIsoDate(asked.get('on')) ? asked.get('on')! : today;
  const overdue = running?.standing.overduePaise ?? 0;
  const usual = overdue > 0 ? overdue : (running?.standing.nextDuePaise ?? 0);
  const paise = asked.has('amount') ? parseRupees(asked.get('amount')!) : usual;
  const chosen = asked.get('excess');
  const excessTo = chosen === 'next' || chosen === 'shorten' || chosen === 'lower' ? chosen : null;
  const isAsked = asked.has('amount') && paise !== null && paise > 0;
  return {
    on,
    paise,
    /** As it was asked for; what is no amount is said at its field. */
    typed: asked.get('amount') ?? undefined,
    isUnread: asked.has('amount') && !isAsked,
    excessTo,
    tried: isAsked ? await ask<PaymentTried | null>(event, 'loans.tryPayment', { loanId, on, paise, excessTo }) : null,
  };
}
