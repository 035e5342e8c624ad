/** What several pages of the office's loans ask for: the lender, its heads, the products offered. */
import type { HeadRow } from '#domain/accounts/index.server.ts';
import type { LoanCard, Products } from '#domain/loans/index.server.ts';
import { nameIn, ofLine } from '#ui/office/names.ts';
import { ask, askIfAllowed, found, whoIs, type Here } from '../ask.ts';
import { groupContext } from '../groups/[id]/group.ts';

/** The organisation itself lends; a federation's loans come in through the same commands with its own id. */
export const lenderHere = (here: Here) => ({ bodyKind: 'trust' as const, bodyId: whoIs(here).orgId });

type Options = { value: string; label: string; isBank?: boolean }[];
type Heads = { money: HeadRow[]; owed: HeadRow[] };
/** Bank accounts of the chart. */
const BANK = '1020';
/** Where money may move, and what the office owes: what a set-off comes out of. */
export async function headsHere(here: Here): Promise<{ money: Options; owed: Options }> {
  const heads = await ask<Heads | null>(here, 'loans.heads', lenderHere(here));
  const options = (rows: readonly HeadRow[] = []): Options =>
    rows.map((head) => ({
      value: head.headId,
      label: nameIn(here.locals.language, ofLine(head)).text,
      isBank: head.account === BANK,
    }));
  return { money: options(heads?.money), owed: options(heads?.owed) };
}
/** Money heads of federations, each with its federation, as one choice. */
export async function headsOfFederation(
  here: Here,
  federations: readonly { federationId: string; federation: Parameters<typeof nameIn>[1] }[],
): Promise<Options> {
  const all: Options = [];
  for (const { federationId, federation } of federations) {
    const heads = await askIfAllowed<Heads | null>(here, 'loans.heads', {
      bodyKind: 'federation',
      bodyId: federationId,
    });
    for (const head of heads?.money ?? []) {
      const label = `${nameIn(here.locals.language, federation).text}: ${nameIn(here.locals.language, ofLine(head)).text}`;
      all.push({ value: `${federationId} ${head.headId}`, label, isBank: head.account === BANK });
    }
  }
  return all;
}
export const moneyHeads = async (here: Here): Promise<Options> => (await headsHere(here)).money;

/** Products that can be asked for today, newest version first in force. */
export async function productsToday(here: Here, today: string) {
  const { rows } = await ask<Products>(here, 'loans.products');
  return rows.flatMap((row) => {
    const version = row.versions.find((one) => one.fromOn <= today);
    const isOpen = row.closedOn === null || row.closedOn > today;
    return version && isOpen ? [{ productId: row.productId, code: row.code, ...version }] : [];
  });
}

/** Bank accounts of a group that borrows and keeps a book here: through one of them its own book says the same at once. */
export async function groupBanks(here: Here, { borrowerKind, borrowerId }: LoanCard): Promise<Options> {
  if (borrowerKind !== 'group') return [];
  const context = await groupContext(here, borrowerId);
  return context?.practice === false
    ? context.banks.map(({ bankAccountId, label }) => ({ value: bankAccountId, label }))
    : [];
}

export const loanHere = async (here: Here, loanId: string): Promise<LoanCard> =>
  found(await ask<LoanCard | null>(here, 'loans.one', { loanId }));
