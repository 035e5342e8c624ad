/** What the form of terms says, as the command takes it: a loan of the lender's book, or terms typed from its paper. */
import type { SentForm } from '../../../../form.server.ts';

export function termsOf(sent: SentForm): { terms: unknown; loanId: string | null } {
  const loanId = sent.orNull('loanId');
  if (loanId !== null || sent.text('firstDueOn') === '') return { terms: null, loanId };
  const [unit, every] = sent.text('every').split('-');
  const terms = {
    firstDueOn: sent.text('firstDueOn'),
    method: sent.text('method'),
    // per cent a year with two decimals is basis points, as rupees are paise
    rate: { rateBps: sent.amount('rate'), per: 'year' },
    instalments: sent.whole('instalments'),
    interval: { unit, every: Number(every) },
    fixedPaise: sent.text('method') === 'FIXED_INSTALMENT' ? sent.amountOrNull('fixedPaise') : null,
  };
  return { terms, loanId };
}
