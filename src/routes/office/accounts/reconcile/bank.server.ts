/** The bank account of the address: a head of the office's book, or an account of a group, whose book its meetings write. */
import type { GroupTill, HeadRow, MasterLists } from '#domain/accounts/index.server.ts';
import type { BodyRef } from '#domain/ledger/index.ts';
import { ask, found, whoIs, type Here } from '../../ask.ts';
import { groupCard, titleOf } from '../../groups/[id]/group.ts';
import { holdsAnywhere } from '../../rail.ts';
import { inBook } from '../office-book.ts';
import { askBook, officeHere } from '../office.server.ts';
import { HUB } from '../parts.ts';

type Event = Here & { readonly url: URL };
export type BankCard = Pick<HeadRow, 'headId' | 'bank' | 'branch' | 'number'> & {
  readonly names: { readonly en: string; readonly hi: string | null; readonly ur: string | null };
};
type Asked = 'bankWork' | 'bankMatches' | 'reconciliation';
export type BanksAt = {
  readonly body: BodyRef;
  /** The office's book the address names; null while it is the first, and for a group. */
  readonly asked: string | null;
  readonly groupId: string | null;
  /** Whose account it is; null for the office's own. */
  readonly group: string | null;
  /** The page of all bank accounts. */
  readonly list: string;
  readonly banks: readonly BankCard[];
  readonly mayWrite: boolean;
};
export type BankAt = BanksAt & { readonly bank: BankCard };

/** Bank accounts of the chart: the only heads a bank prints a statement of. */
const BANK = '1020';
const cardOf = (head: HeadRow): BankCard => ({
  headId: head.headId,
  bank: head.bank,
  branch: head.branch,
  number: head.number === null ? null : head.number.slice(-4),
  names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr },
});

export async function banksHere(event: Event): Promise<BanksAt> {
  const { asked, body, ...here } = await officeHere(event);
  const { heads } = found(await askBook<MasterLists | null>(event, { body, ...here }, ['masters']));
  return {
    ...{ body, asked, groupId: null, group: null, list: `${HUB}/reconcile` },
    banks: heads.filter((head) => head.account === BANK).map(cardOf),
    mayWrite: holdsAnywhere(whoIs(event), 'accounts.write'),
  };
}

/** The same for the accounts of one group. */
export async function groupBanksHere(event: Event & { params: { id: string } }): Promise<BanksAt> {
  const groupId = event.params.id;
  const group = titleOf(event, await groupCard(event, groupId));
  const tills = await ask<GroupTill[]>(event, 'accounts.groupTills', { groupId });
  return {
    ...{
      body: { bodyKind: 'group', bodyId: groupId },
      asked: null,
      groupId,
      group,
      list: `/office/groups/${groupId}/reconcile`,
    },
    banks: tills.map(({ bank, ...till }) => ({
      ...till,
      bank,
      names: { en: bank, hi: null, ur: null },
    })),
    mayWrite: holdsAnywhere(whoIs(event), 'accounts.write'),
  };
}

const oneOf = (at: BanksAt, headId: string): BankAt => ({
  ...at,
  bank: found(at.banks.find((one) => one.headId === headId)),
});
/** @throws the 404 page for a head that is no bank account of this book */
export const bankHere = async (event: Event & { params: { head: string } }): Promise<BankAt> =>
  oneOf(await banksHere(event), event.params.head);
export const groupBankHere = async (event: Event & { params: { id: string; head: string } }): Promise<BankAt> =>
  oneOf(await groupBanksHere(event), event.params.head);

const OF_GROUP = { bankWork: 'groupBankWork', bankMatches: 'groupBankMatches', reconciliation: 'groupReconciliation' };

/** A question about one bank account, as the body it belongs to is asked. */
export async function askBank<T>(
  here: Here,
  { at, headId }: { at: BanksAt; headId: string },
  [name, more = {}]: [name: Asked, more?: object],
): Promise<T> {
  const answer = at.groupId
    ? await ask<T | null>(here, `accounts.${OF_GROUP[name]}`, { groupId: at.groupId, headId, ...more })
    : await ask<T | null>(here, `accounts.${name}`, { ...at.body, headId, ...more });
  return found(answer);
}

/** The account's own page, and what pages of one account hand to their parts. */
export const bankData = (at: BankAt) => ({
  ...{ asked: at.asked, groupId: at.groupId, group: at.group, bank: at.bank, mayWrite: at.mayWrite },
  list: inBook(at, at.list),
  here: inBook(at, `${at.list}/${at.bank.headId}`),
  readHref: inBook(at, `${at.list}/${at.bank.headId}/read`),
  statementHref: inBook(at, `${at.list}/${at.bank.headId}/statement`),
});

type Entry = { readonly seq: number; readonly label: string | null; readonly voucherId: string | null };
/** Where the paper behind an entry is seen, and by what it is called there. */
export const paperOf = <E extends Entry>(at: BanksAt, entry: E): E & { href: string | null } => ({
  ...entry,
  label: entry.label ?? (at.groupId ? `#${entry.seq}` : null),
  href: at.groupId
    ? `/office/money/${at.groupId}/journal/${entry.seq}`
    : entry.voucherId
      ? inBook(at, `${HUB}/vouchers/${entry.voucherId}`)
      : null,
});
