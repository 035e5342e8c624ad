/** What an application may rest on: an older loan of hers, or an outside debt whose place it takes. */
import type { LoanReceipt, OfficeLoanList } from '#domain/loans/index.server.ts';
import { isId } from '#platform/ids.ts';
import { parseRupees } from '#platform/money.ts';
import type { GroupCard } from '#domain/groups/index.server.ts';
import { formatMoney, type Language } from '#ui/index.ts';
import { nameIn, ofCard, ofLine } from '#ui/office/names.ts';
import { ask, type Here } from '../../ask.ts';
import type { SentForm } from '../../form.server.ts';
import { profileOf } from '../../people/[id]/profile.ts';
import { partsOf, startOfAsked } from '../offer.ts';
import { lenderHere } from '../offices.ts';

/** A loan that is to take an outside debt's place: which debt, out of which money. */
export function swapAsked(asked: URLSearchParams): { debtId: string; sourceId: string } | null {
  const [debtId, sourceId] = [asked.get('debt') ?? '', asked.get('source') ?? ''];
  return isId(debtId) && isId(sourceId) ? { debtId, sourceId } : null;
}

/** Running loans of these borrowers, for one that is to be settled out of a new one. */
export async function runningOf(event: Here, borrowers: readonly string[]) {
  const { rows } = await ask<OfficeLoanList>(event, 'loans.list', { status: 'active', limit: 500 });
  return rows
    .filter((row) => borrowers.includes(row.borrowerId))
    .map((row) => ({
      value: row.loanId,
      borrowerId: row.borrowerId,
      label: `${row.number} · ${formatMoney(row.outstandingPaise)}`,
    }));
}

export const membersOf = (card: GroupCard, language: Language) =>
  card.membersNow.map((one) => ({ value: `person:${one.personId}`, label: nameIn(language, ofLine(one)).text }));

/** `?person=`: she whose outside debt it is. */
export async function herself(event: Here & { url: URL }) {
  const personId = event.url.searchParams.get('person') ?? '';
  if (!isId(personId)) return [];
  const profile = await profileOf(event, personId);
  return [{ value: `person:${personId}`, label: nameIn(event.locals.language, ofCard(profile)).text }];
}

/** A plan of parts, when one was typed. */
function partsSent(sent: SentForm): object {
  const { later } = startOfAsked(sent.typed, { today: '', firstDueOn: '', group: null, products: [] });
  const principalPaise = parseRupees(sent.text('principal')) ?? 0;
  const parts = partsOf({ principalPaise, disburseOn: sent.text('disburseOn') }, later);
  return parts ? { parts } : {};
}

export async function sendApplication(event: Here & { url: URL }, sent: SentForm) {
  const [borrowerKind, borrowerId] = sent.text('borrower').split(':');
  const application = {
    loanId: sent.id,
    lender: lenderHere(event),
    productId: sent.text('productId'),
    borrowerKind,
    borrowerId,
    purpose: sent.text('purpose'),
    appliedOn: sent.text('appliedOn'),
    note: sent.orNull('note'),
    asked: {
      ...partsSent(sent),
      principalPaise: sent.amount('principal'),
      instalments: sent.whole('instalments'),
      disburseOn: sent.text('disburseOn'),
      firstDueOn: sent.text('firstDueOn'),
      fixedPaise: sent.amountOrNull('fixed'),
    },
    // another's loan may be chosen by mistake when the borrower was changed after it: refused in words
    topsUpLoanId: sent.orNull('topsUp'),
  };
  const swap = swapAsked(event.url.searchParams);
  return swap
    ? sent.do<LoanReceipt>('debts.askSwapLoan', { ...swap, application })
    : sent.do<LoanReceipt>('loans.apply', application);
}
