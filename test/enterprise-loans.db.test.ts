/** An enterprise borrows from the office: from asking to repaying, in every list a loan stands in; beside its owners, a scoped user and a stranger. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { collectionSheet, loadRecoveryRules } from '#domain/collections/index.server.ts';
import type { HouseholdPage } from '#domain/debts/index.server.ts';
import type { Arrears, OfficeLoanList, Portfolio, PortfolioLoans } from '#domain/loans/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { consents } from './debts-builder.ts';
import { anEnterprise, group, woman } from './enterprise-builder.ts';
import { acting } from './ledger.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from './loan-office.ts';
import { addWoman, must, openGroup } from './village.ts';

let office: LoanOffice;
let product: string;
let far: { placeId: string; groupId: string; womanId: string };
let hers: Record<'group' | 'far', Actor>;
const NAME = 'Bakkas Chikan House';

beforeAll(async () => {
  office = await makeLoanOffice();
  await loadLimits(office.owner);
  await loadRecoveryRules(office.owner);
  const { app, admin, within } = office;
  product = await office.product({ borrowers: ['person', 'group', 'enterprise'] });
  const placeId = newId();
  await must(app.do('places.save', admin, { placeId, parentId: null, kind: 'village', nameEn: 'Kakori' }));
  const names = { name: 'Chand', nameHi: null as never, nameUr: null as never };
  const { groupId } = await openGroup(app, admin, { placeId, members: 3, names });
  far = { placeId, groupId, womanId: await addWoman(app, admin, { groupId, placeId, name: 'Rehana' }) };
  hers = {
    group: await within('loan_officer', { kind: 'group', id: office.groupId }),
    far: await within('loan_officer', { kind: 'place', id: placeId }),
  };
});

const enterprise = async (of: object = {}) => {
  const made = anEnterprise({ placeId: office.placeId, owners: [woman(office.womanId)], ...of });
  await must(office.app.do('enterprises.register', office.admin, made));
  return made.enterpriseId;
};
const lend = async (of: object = {}) => {
  const enterpriseId = await enterprise(of);
  return { enterpriseId, loanId: await office.lend({ productId: product, enterpriseId }) };
};
const asks = async <T>(name: string, input: object = {}, who = office.accountant): Promise<T> => {
  const answer = await office.app.ask<T>(name, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
const repay = (loanId: string, who?: Actor) => {
  const money = { headId: office.cash, reference: null };
  return office.act(
    'repay',
    { loanId, eventId: newId(), on: '2025-06-12', paise: 27_000, excessTo: 'next', money },
    who,
  );
};

test('it borrows under its own account, in its own name, and repays', async () => {
  const before = await office.balance('1140');
  const { loanId } = await lend({ owners: [woman(office.womanId, 7_500), group(office.groupId, 2_500)] });
  expect((await office.balance('1140')) - before).toBe(100_000);
  const card = await office.card(loanId);
  expect(card).toMatchObject({ borrowerKind: 'enterprise', nameEn: NAME, nameHi: 'बक्कास चिकन हाउस', status: 'active' });
  expect(card.owners.map(({ names, shareBps }) => [names.en, shareBps])).toEqual([
    ['Shakila', 7_500],
    ['Roshni', 2_500],
  ]);
  await must(repay(loanId));
  expect((await office.balance('1140')) - before).toBe(75_000);
  expect((await office.card(loanId)).running?.standing.outstandingPrincipalPaise).toBe(75_000);
});

test('who may not: an unknown one, a closed one, one of another organisation, one out of reach, a product not for it', async () => {
  const asked = {
    principalPaise: 100_000,
    instalments: 4,
    fixedPaise: null,
    disburseOn: '2025-05-12',
    firstDueOn: '2025-06-12',
  };
  const apply = (borrowerId: string, who = office.accountant, productId = product) => {
    const of = { lender: office.body, productId, purpose: 'trade', appliedOn: '2025-05-01', note: null, asked };
    return office.act('apply', { loanId: newId(), ...of, borrowerKind: 'enterprise', borrowerId }, who);
  };
  const open = await enterprise();
  const closed = await enterprise();
  await must(
    office.app.do('enterprises.close', office.admin, {
      enterpriseId: closed,
      closedOn: '2026-01-01',
      reason: 'given up',
    }),
  );
  expect(await apply(newId())).toMatchObject({ code: 'loans.borrower_unknown' });
  expect(await apply(closed)).toMatchObject({ code: 'loans.borrower_unknown' });
  expect(await apply(open, office.stranger)).toMatchObject({ code: 'loans.no_book' });
  expect(await apply(open, hers.far)).toMatchObject({ code: 'door.not_allowed' });
  expect(await apply(open, office.accountant, await office.product())).toMatchObject({
    code: 'loans.borrower_not_for_product',
  });
  await must(apply(open, hers.group));
  const closing = { enterpriseId: open, closedOn: '2026-01-01', reason: 'given up' };
  expect(await office.app.do('enterprises.close', office.admin, closing)).toMatchObject({
    code: 'enterprises.still_borrows',
    params: { count: 1 },
  });
});

test('key facts are addressed to it and name its owners; another owner makes another statement', async () => {
  const rules = { borrowers: ['enterprise' as const], needsKeyFacts: true };
  const enterpriseId = await enterprise();
  const loanId = await office.lend({ productId: await office.product(rules), enterpriseId, pay: false });
  const shown = (await office.shown(loanId))!;
  expect(shown.facts).toMatchObject({
    borrower: { en: NAME },
    owners: [{ names: { en: 'Shakila' }, shareBps: 10_000 }],
  });
  const money = { headId: office.cash, reference: null };
  expect(await office.act('disburse', { ...disbursal(loanId), money })).toMatchObject({
    code: 'loans.key_facts_missing',
  });
  const owners = [woman(office.womanId, 5_000), woman(far.womanId, 5_000)];
  await must(office.app.do('enterprises.changeOwners', office.admin, { enterpriseId, fromOn: '2025-02-01', owners }));
  const now = (await office.shown(loanId))!;
  expect([now.hash === shown.hash, now.facts?.owners?.length]).toEqual([false, 2]);
});

test('lists, arrears and the officer’s sheet: whoever reaches an owner or its place, nobody else', async () => {
  const { loanId } = await lend();
  const listed = async (who: Actor) =>
    (await asks<OfficeLoanList>('loans.list', { q: 'chikan house', status: 'active', limit: 500 }, who)).rows.some(
      (row) => row.loanId === loanId && row.nameEn === NAME,
    );
  expect([await listed(office.accountant), await listed(hers.group), await listed(hers.far)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(await listed(office.stranger)).toBe(false);
  const late = (who: Actor) => asks<Arrears>('loans.arrears', { on: '2025-06-30' }, who);
  expect((await late(hers.group)).lateLoans).toBeGreaterThan(0);
  expect(await late(hers.far)).toMatchObject({ loans: 0, lateLoans: 0 });
  const sheet = (who: Actor) => acting(office.app.db, office.orgId, { work: (tx) => collectionSheet(tx, who) });
  const onSheet = async (who: Actor) => (await sheet(who)).loans.find((loan) => loan.loanId === loanId);
  expect(await onSheet(hers.group)).toMatchObject({ names: { en: NAME }, at: { en: 'Bakkas' } });
  expect(await onSheet(hers.far)).toBeUndefined();
  const one = await office.app.ask('loans.one', hers.far, { loanId });
  expect(one).toMatchObject({ code: 'door.not_allowed' });
  expect((await repay(loanId, hers.far)).kind).toBe('refused');
  expect((await repay(loanId, hers.group)).kind).toBe('applied');
});

test('the portfolio counts it by its place and by the group of its owners, in its own name', async () => {
  const figures = async (ask: object) => (await asks<Portfolio>('loans.portfolio', { on: '2025-05-20', ...ask })).total;
  const [inFar, ofFar, ofNear] = [{ placeId: far.placeId }, { groupId: far.groupId }, { groupId: office.groupId }];
  const before = [await figures(inFar), await figures(ofFar), await figures(ofNear)].map((one) => one.loans);
  // works in the far place; most of it is a near woman's
  const { loanId } = await lend({
    placeId: far.placeId,
    owners: [woman(far.womanId, 4_000), woman(office.womanId, 6_000)],
  });
  const after = [await figures(inFar), await figures(ofFar), await figures(ofNear)].map((one) => one.loans);
  expect(after.map((count, at) => count - before[at]!)).toEqual([1, 0, 1]);
  const by = await asks<Portfolio>('loans.portfolio', { on: '2025-05-20', by: 'group' });
  expect(by.rows.find((row) => row.key === office.groupId)?.names.en).toBe('Roshni');
  const { rows } = await asks<PortfolioLoans>('loans.portfolioLoans', { on: '2025-05-20', ...ofNear });
  expect(rows.find((row) => row.loanId === loanId)).toMatchObject({ names: { en: NAME }, group: { en: 'Roshni' } });
});

test('its owner sees what it owes beside what she owes: in none of her sums', async () => {
  const { app, admin, groupId, placeId } = office;
  const personId = await addWoman(app, admin, { groupId, placeId, name: 'Salma' });
  await consents(app, admin, personId);
  const page = async () => {
    const found = await asks<HouseholdPage | null>('debts.household', { personId }, admin);
    if (found?.consent !== 'stands') throw new Error('no consent');
    return found;
  };
  const before = await page();
  const { loanId } = await lend({ owners: [woman(personId, 3_000), group(groupId, 7_000)] });
  const after = await page();
  expect(after).toMatchObject({ safety: before.safety, road: before.road, debts: before.debts });
  expect(before.enterprises).toEqual([]);
  expect(after.enterprises).toMatchObject([
    { names: { en: NAME }, shareBps: 3_000, loans: [{ loanId, outstandingPaise: 100_000 }] },
  ]);
});

test('the books of all this balance, and no loan of an enterprise stands on another account', async () => {
  const { rows } = await sql<{
    account: string;
    off: number;
  }>`select p.account, sum(p.amount_paise)::bigint as off from posting p
    join office_loan l on l.org_id = p.org_id and l.loan_id = p.item_id
    where p.org_id = ${office.orgId} and l.borrower_kind = 'enterprise' group by 1`.execute(office.owner);
  const owed = (await asks<OfficeLoanList>('loans.list', { limit: 500 })).rows.filter(
    (row) => row.borrowerKind === 'enterprise',
  );
  expect(rows).toEqual([{ account: '1140', off: owed.reduce((sum, row) => sum + row.outstandingPaise, 0) }]);
});
