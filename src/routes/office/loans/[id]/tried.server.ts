/** `?on=&amount=`: the next part otherwise than planned, and what that changes. */
import type { LoanCard, PartAsked } from '#domain/loans/index.server.ts';
import { isIsoDate } from '#platform/dates.ts';
import { parseRupees } from '#platform/money.ts';
import { ask, type Here } from '../../ask.ts';

/** What was typed there and is no amount, or none above zero. */
export const unreadPart = (event: { url: URL }): string | undefined => {
  const typed = event.url.searchParams.get('amount');
  return typed === null || (parseRupees(typed) ?? 0) > 0 ? undefined : typed;
};

export async function triedPart(event: Here & { url: URL }, { loanId }: LoanCard) {
  const on = event.url.searchParams.get('on') ?? '';
  const paise = parseRupees(event.url.searchParams.get('amount') ?? '');
  if (!isIsoDate(on) || paise === null || paise < 1) return null;
  const changes = await ask<PartAsked | null>(event, 'loans.tryPart', { loanId, on, paise });
  return changes && { on, paise, changes };
}
