/** Savings of a group at its federation: one event in both books, what only one of them wrote, and who may not. */
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { HeadRow } from '#domain/accounts/index.server.ts';
import { newId } from '#platform/ids.ts';
import { addLine, fundOf } from '#domain/meetings/index.ts';
import { makeOffice, soundness, type Office } from '#test/office.ts';
import { close, contextOf, must, openGroup, ordinaryMeeting } from '#test/village.ts';
import type { KeptPage, KeptRow } from './index.server.ts';

let office: Office;
let groupId: string;
let federationId: string;
let people: readonly string[];
let [bank, cash] = ['', ''];
const groupBankId = newId();
/** A federation with a book that is not above the group. */
const another = newId();
beforeAll(async () => {
  office = await makeOffice();
  const { app, admin } = office;
  const placeId = newId();
  await must(app.do('places.save', admin, { placeId, parentId: null, kind: 'village', nameEn: 'Bakkas' }));
  federationId = newId();
  const formed = { placeId, formedOn: '2024-04-01', booksFromOn: '2024-04-01', practice: false, sizeException: null };
  const names = { name: 'Bakkas village organisation', nameHi: null, nameUr: null };
  for (const one of [federationId, another]) {
    const opening = { groupId: one, kind: 'village_organisation', ...names, ...formed, parentGroupId: null };
    await must(app.do('groups.open', admin, opening));
  }
  ({ groupId, people } = await openGroup(app, admin, { placeId, members: 5 }));
  await sql`update groups set parent_group_id = ${federationId} where group_id = ${groupId}`.execute(office.owner);
  const body = { bodyKind: 'federation', bodyId: federationId };
  for (const bodyId of [federationId, another]) {
    const opening = { booksFromOn: '2024-04-01', limitPaise: 100_000_000, decidedBy: 'Board' };
    await must(app.do('accounts.openBook', admin, { ...body, bodyId, ...opening }));
  }
  const account = { bank: 'Gramin Bank', branch: 'Bakkas', ifsc: null, number: '111122223333' };
  bank = newId();
  const head = {
    headId: bank,
    account: '1020',
    nameEn: 'Bank',
    groupId: null,
    nameHi: null,
    nameUr: null,
    tallyName: null,
  };
  await must(
    app.do('accounts.addHead', admin, { ...body, ...head, personId: null, openedOn: '2024-04-01', bank: account }),
  );
  const masters = await app.ask<{ heads: HeadRow[] }>('accounts.masters', admin, body);
  if (masters.kind !== 'answer') throw new Error(masters.code);
  cash = masters.value.heads.find((one) => one.account === '1010')!.headId;
  const own = { bankAccountId: groupBankId, groupId, openedOn: null };
  await must(app.do('groups.addBankAccount', admin, { ...own, ...account, number: '999988887777' }));
});

const keep = (change: object = {}, who = office.admin) =>
  office.app.do('linkage.keepSavings', who, {
    ...{ entryId: newId(), groupId, federationId, kind: 'paid_in', on: '2026-05-12', paise: 50_000 },
    ...{ headId: bank, groupBankId, reference: null, ...change },
  });
async function page(): Promise<KeptPage> {
  const answer = await office.app.ask<KeptPage>('linkage.kept', office.accountant, { groupId });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
}
async function balances(): Promise<Record<string, number>> {
  const { rows } = await sql<{
    key: string;
    paise: number;
  }>`select b.body_kind || ' ' || p.account as key, sum(p.amount_paise)::bigint as paise
    from posting p join book b on b.org_id = p.org_id and b.book_id = p.book_id
    where p.org_id = ${office.orgId} and p.account = any('{1020,1420,2040,4045,5030}') group by 1`.execute(
    office.owner,
  );
  return Object.fromEntries(rows.map((row) => [row.key, Number(row.paise)]));
}
/** Money comes to the group's bank at a meeting; savings go to the federation out of its box. */
const meet = async (heldOn: string, change: Parameters<typeof ordinaryMeeting>[2]) => {
  const here = { app: office.app, admin: office.admin, groupId, people };
  await must(close(office.app, office.admin, ordinaryMeeting(await contextOf(here, office.admin), heldOn, change)));
};

describe('one event, two views', () => {
  const wrong = newId();
  test('not before the group’s bank has it; then both books say the same, the federation as a debt, the group as its own', async () => {
    expect(await keep()).toMatchObject({ code: 'loans.group_bank_short' });
    expect(await keep({ federationId: another })).toMatchObject({ code: 'linkage.no_federation_book' });
    await meet('2026-04-12', (sheet) =>
      addLine(sheet, 'otherReceipts', {
        ...{
          head: 'grant_for_use',
          amountPaise: 300_000,
          partyId: null,
          to: 'bank',
          bankAccountId: groupBankId,
          note: '',
        },
      }),
    );
    await must(keep());
    await must(keep({ entryId: wrong, on: '2026-05-20', paise: 20_000 }));
    expect(await balances()).toMatchObject({
      ...{ 'federation 1020': 70_000, 'federation 2040': -70_000 },
      ...{ 'group 1420': 70_000, 'group 1020': 230_000 },
    });
    expect((await page()).rows).toMatchObject([
      { federationId, federationPaise: 70_000, groupPaise: 70_000, differencePaise: 0 },
    ]);
    expect(await keep({ entryId: wrong })).toMatchObject({ kind: 'refused' });
  });

  test('interest stands in both at once; no more is taken out than is there; taken back, both take it back', async () => {
    await must(keep({ kind: 'interest', on: '2026-06-30', paise: 1_000, headId: null, groupBankId: null }));
    expect(await balances()).toMatchObject({ 'federation 5030': 1_000, 'group 4045': -1_000, 'group 1420': 71_000 });
    const out = { kind: 'withdrawn', on: '2026-07-01' };
    expect(await keep({ ...out, paise: 71_001 })).toMatchObject({
      code: 'linkage.kept_short',
      params: { balancePaise: 71_000 },
    });
    await must(keep({ ...out, paise: 55_000 }));
    const back = (who = office.admin, entryId = wrong) =>
      office.app.do('linkage.takeBackKept', who, { groupId, entryId, on: '2026-07-02', reason: 'typed twice' });
    // most of it is out again
    expect(await back()).toMatchObject({ code: 'linkage.kept_short' });
    await must(keep({ on: '2026-07-02', paise: 10_000 }));
    expect(await back(office.auditor)).toMatchObject({ code: 'door.not_allowed' });
    expect(await back(office.stranger)).toMatchObject({ code: 'linkage.no_kept_entry' });
    await must(back());
    expect(await back()).toMatchObject({ code: 'linkage.taken_back' });
    expect(await balances()).toMatchObject({ 'federation 2040': -6_000, 'group 1420': 6_000 });
    const { rows, entries } = await page();
    expect(rows[0]!.pairs.every((pair) => pair.lender && pair.group)).toBe(true);
    expect(rows[0]!.pairs.map((pair) => pair.lender!.kind)).toEqual(['paid_in', 'interest', 'withdrawn', 'paid_in']);
    expect(entries.find((one) => one.entryId === wrong)).toMatchObject({
      backOn: '2026-07-02',
      backReason: 'typed twice',
    });
    expect(await soundness(office)).toMatchObject({ offBalance: 0 });
  });

  test('cash of a meeting: each book writes its own half, and until both did the list says whose is lacking', async () => {
    await meet('2026-08-12', (sheet) =>
      addLine(sheet, 'otherPayments', {
        ...{ head: 'kept_savings', amountPaise: 4_000, partyId: fundOf(groupId, 'kept_savings'), from: 'cash' },
        ...{ bankAccountId: null, note: '', voucherPhotoId: null },
      }),
    );
    const before = await page();
    expect(before.rows[0]).toMatchObject({ federationPaise: 6_000, groupPaise: 10_000, differencePaise: -4_000 });
    expect(before.rows[0]!.pairs.filter((pair) => !pair.lender)).toMatchObject([
      { group: { kind: 'paid_in', paise: 4_000 } },
    ]);
    expect(await keep({ headId: cash, paise: 4_000, on: '2026-08-13' })).toMatchObject({
      code: 'loans.group_needs_bank',
    });
    await must(keep({ headId: cash, groupBankId: null, paise: 4_000, on: '2026-08-13' }));
    const { rows } = await page();
    expect(rows[0]).toMatchObject({ differencePaise: 0 });
    expect(rows[0]!.pairs.every((pair) => pair.lender && pair.group)).toBe(true);
    const list = await office.app.ask<KeptRow[]>('linkage.keptList', office.accountant, {});
    expect(list).toMatchObject({ value: [{ groupId, differencePaise: 0 }] });
  });
});

test('only a federation above the group that keeps a book; nobody without the right, nobody from elsewhere', async () => {
  const { app, admin, stranger, auditor } = office;
  expect(await keep({ federationId: newId() })).toMatchObject({ code: 'linkage.no_federation_book' });
  expect(await keep({ headId: newId() })).toMatchObject({ code: 'linkage.kept_head_unknown' });
  expect(await keep({ on: '2999-01-01' })).toMatchObject({ kind: 'refused' });
  expect(await keep({}, auditor)).toMatchObject({ code: 'door.not_allowed' });
  expect(await keep({}, stranger)).toMatchObject({ code: 'linkage.no_group' });
  expect(await app.ask('linkage.kept', stranger, { groupId })).toMatchObject({ value: null });
  expect(await app.ask('linkage.keptList', stranger, {})).toMatchObject({ value: [] });
  const near = await office.within('supervisor', { kind: 'group', id: newId() });
  expect(await app.ask('linkage.keptList', near, {})).toMatchObject({ value: [] });
  expect(await app.ask('linkage.kept', near, { groupId })).toMatchObject({ code: 'door.not_allowed' });
  expect(await keep({ groupId: newId() }, admin)).toMatchObject({ code: 'linkage.no_group' });
});
