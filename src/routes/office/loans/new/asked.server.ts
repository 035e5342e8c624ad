/** What an application may rest on: an older loan of hers, or an outside debt whose place it takes. */
import type { LoanReceipt, OfficeLoanList } from '#domain/loans/index.server.ts';
import { isId } from '#platform/ids.ts';
import { parseRupees } from '#platform/money.ts';
import type { EnterpriseCard, EnterpriseList } from '#domain/enterprise-register/index.server.ts';
import type { GroupCard } from '#domain/groups/index.server.ts';
import { formatMoney } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import { nameIn, ofCard, ofGroup, ofLine } from '#ui/office/names.ts';
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

type Borrower = { readonly value: string; readonly label: string };
/** Running loans of these borrowers, for one that is to be settled out of a new one. */
export async function runningOf(event: Here, borrowers: readonly Borrower[]) {
  if (borrowers.length === 0) return [];
  const ids = borrowers.map((one) => one.value.split(':')[1]);
  const { rows } = await ask<OfficeLoanList>(event, 'loans.list', { status: 'active', limit: 500 });
  return rows
    .filter((row) => ids.includes(row.borrowerId))
    .map((row) => ({
      value: row.loanId,
      borrowerId: row.borrowerId,
      label: `${row.number} · ${formatMoney(row.outstandingPaise)}`,
    }));
}

type Chosen = { card: GroupCard | null; enterprise: EnterpriseCard | null; isSwap: boolean };
/** Who may borrow on this form: the enterprise that was chosen, or the group that was and its women, or she whose debt is swapped. */
export async function borrowersOf(
  event: Here & { url: URL },
  { card, enterprise, isSwap }: Chosen,
): Promise<Borrower[]> {
  const language = event.locals.language;
  const named = (what: string, name: string) => `${what}: ${name}`;
  if (enterprise && !isSwap)
    return [
      {
        value: `enterprise:${enterprise.enterpriseId}`,
        label: named(m.enterprise_borrows(), nameIn(language, enterprise.names).text),
      },
    ];
  if (!card) return isSwap ? herself(event) : [];
  const women = card.membersNow.map((one) => ({
    value: `person:${one.personId}`,
    label: nameIn(language, ofLine(one)).text,
  }));
  const its = {
    value: `group:${card.groupId}`,
    label: named(m.loans_office_the_group(), nameIn(language, ofGroup(card)).text),
  };
  return [its, ...women];
}

/** Open enterprises to choose from; the one that was chosen is among them even where there are more than a list holds. */
export async function enterprisesFor(event: Here, chosen: EnterpriseCard | null) {
  const { rows } = await ask<EnterpriseList>(event, 'enterprises.list', { state: 'open', limit: 200 });
  const all = chosen && rows.every((one) => one.enterpriseId !== chosen.enterpriseId) ? [chosen, ...rows] : rows;
  return all.map((one) => ({ value: one.enterpriseId, label: nameIn(event.locals.language, one.names).text }));
}
/** `?enterprise=`: it that borrows; a closed one does not. */
export async function enterpriseAsked(event: Here & { url: URL }): Promise<EnterpriseCard | null> {
  const enterpriseId = event.url.searchParams.get('enterprise') ?? '';
  if (!isId(enterpriseId)) return null;
  const one = await ask<EnterpriseCard | null>(event, 'enterprises.one', { enterpriseId });
  return one && !one.closedOn ? one : null;
}

/** `?person=`: she whose outside debt it is. */
async function herself(event: Here & { url: URL }) {
  const personId = event.url.searchParams.get('person') ?? '';
  if (!isId(personId)) return [];
  const profile = await profileOf(event, personId);
  return [{ value: `person:${personId}`, label: nameIn(event.locals.language, ofCard(profile)).text }];
}

/** A plan of parts, when one was typed. */
function partsSent(sent: SentForm): object {
  const { later } = startOfAsked(sent.typed, { today: '', firstDueOn: '', borrowers: [], products: [] });
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
