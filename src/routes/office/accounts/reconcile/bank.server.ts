/** The bank account of the address, by its head. */
import type { HeadRow, MasterLists } from '#domain/accounts/index.server.ts';
import { found, whoIs, type Here } from '../../ask.ts';
import { holdsAnywhere } from '../../rail.ts';
import { askBook, officeHere } from '../office.server.ts';

type Event = Here & { readonly url: URL };
export type BankCard = Pick<HeadRow, 'headId' | 'bank' | 'branch' | 'number'> & {
  readonly names: { readonly en: string; readonly hi: string | null; readonly ur: string | null };
};
const cardOf = (head: HeadRow): BankCard => ({
  headId: head.headId,
  bank: head.bank,
  branch: head.branch,
  number: head.number === null ? null : head.number.slice(-4),
  names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr },
});

/** Bank accounts of the chart: the only heads a bank prints a statement of. */
const BANK = '1020';

export async function banksHere(event: Event) {
  const here = await officeHere(event);
  const { heads } = found(await askBook<MasterLists | null>(event, here, ['masters']));
  return {
    here,
    banks: heads.filter((head) => head.account === BANK).map(cardOf),
    mayWrite: holdsAnywhere(whoIs(event), 'accounts.write'),
  };
}

/** @throws the 404 page for a head that is no bank account of this book */
export async function bankHere(event: Event & { params: { head: string } }) {
  const { banks, ...rest } = await banksHere(event);
  return { ...rest, bank: found(banks.find((one) => one.headId === event.params.head)) };
}
