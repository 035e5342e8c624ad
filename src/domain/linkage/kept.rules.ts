/** One event of savings kept at a federation, as each of the two books tells it. Pure; paise. */
import { credit, debit, type PostingDraft } from '#domain/ledger/index.ts';
import type { KeptKind } from './kept.model.ts';

type Of = { readonly kind: KeptKind; readonly paise: number };
type Till = { readonly account: 'cash' | 'bank'; readonly partyId: string };

/** What the federation owes the group. */
export function federationSide(
  { kind, paise }: Of,
  { groupId, till }: { groupId: string; till: Till | null },
): PostingDraft[] {
  const of = { partyId: groupId };
  if (kind === 'interest') return [debit('interestToMembers', paise), credit('groupSavings', paise, of)];
  const { account, partyId } = till!;
  return kind === 'paid_in'
    ? [debit(account, paise, { partyId }), credit('groupSavings', paise, of)]
    : [debit('groupSavings', paise, of), credit(account, paise, { partyId })];
}

/** What the group has there. */
export function groupSide(
  { kind, paise }: Of,
  { federationId, bankId }: { federationId: string; bankId: string | null },
): PostingDraft[] {
  const of = { partyId: federationId };
  if (kind === 'interest') return [debit('keptSavings', paise, of), credit('federationInterest', paise)];
  const bank = { partyId: bankId! };
  return kind === 'paid_in'
    ? [debit('keptSavings', paise, of), credit('bank', paise, bank)]
    : [debit('bank', paise, bank), credit('keptSavings', paise, of)];
}
