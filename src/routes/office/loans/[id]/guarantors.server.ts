/** What the guarantors' part of a loan's page needs: who may be named, a search of the register, one form each. */
import type { LoanCard } from '#domain/loans/index.server.ts';
import type { Card } from '#domain/people/index.server.ts';
import { newId } from '#platform/ids.ts';
import { nameIn, ofCard } from '#ui/office/names.ts';
import { askIfAllowed, type Here } from '../../ask.ts';

const MOST_FOUND = 12;

export async function guarantorsHere(here: Here & { url: URL }, card: LoanCard, may: { apply: boolean }) {
  const mayName = may.apply && ['applied', 'appraised', 'approved'].includes(card.status);
  const each = () => Object.fromEntries(card.guarantors.map((one) => [one.guarantorId, newId()]));
  return {
    mayName,
    maySay: may.apply && card.status === 'approved',
    found: mayName ? await foundBy(here, (here.url.searchParams.get('guarantor') ?? '').trim().slice(0, 120)) : NOBODY,
    ids: { known: newId(), outside: newId(), yes: each(), release: each() },
  };
}

type Found = { readonly q: string; readonly rows: readonly { readonly value: string; readonly label: string }[] };
const NOBODY: Found = { q: '', rows: [] };

async function foundBy(here: Here, q: string): Promise<Found> {
  if (q === '') return NOBODY;
  const found = (await askIfAllowed<Card[]>(here, 'people.search', { typed: q, limit: MOST_FOUND })) ?? [];
  const rows = found
    .filter((one) => one.leftOn === null)
    .map((one) => ({
      value: one.personId,
      label: [nameIn(here.locals.language, ofCard(one)).text, one.relationName].filter(Boolean).join(' · '),
    }));
  return { q, rows };
}
