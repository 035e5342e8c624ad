import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { aLoanOutside, anAssessment, consents, swapMoney } from '#test/debts-builder.ts';
import { furnish, makeVillage, must, openGroup, type Village } from '#test/village.ts';
import type { DebtFigures, HouseholdPage, RegisterRow } from './index.server.ts';

const today = dayInIndia(new Date());
let village: Village;
let stranger: Omit<Village, 'database'>;
beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  stranger = await furnish(village.app, village.owner, 5);
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const act = (name: string, payload: unknown) => village.app.do(name, village.admin, payload);
async function ask<T>(name: string, input: unknown, who = village.admin): Promise<T> {
  const answer = await village.app.ask<T>(name, who, input);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
}
async function pageOf(personId: string): Promise<Extract<HouseholdPage, { consent: 'stands' }>> {
  const page = await ask<HouseholdPage | null>('debts.household', { personId });
  if (page?.consent !== 'stands') throw new Error('no consent');
  return page;
}
const slip = async (): Promise<string> => {
  const fileId = newId();
  await village.owner.query(
    `insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by) values ($1, $2, 'x', 'image/png', 1, 'page', $3)`,
    [village.orgId, fileId, village.admin.userId],
  );
  return fileId;
};

describe('consent', () => {
  test('without it nothing is written down; withdrawn, nothing is told, and what was written is counted without a name', async () => {
    const personId = village.people[0]!;
    const debt = aLoanOutside(personId);
    expect(await act('debts.register', debt)).toMatchObject({ code: 'debts.no_consent' });
    expect(await act('obligations.assess', anAssessment(personId))).toMatchObject({ code: 'obligations.no_consent' });
    expect(await ask('debts.household', { personId })).toEqual({ consent: 'missing' });
    const consentId = await consents(village.app, village.admin, personId);
    await must(act('debts.register', debt));
    expect((await pageOf(personId)).debts).toHaveLength(1);
    await must(act('people.withdrawConsent', { personId, consentId, withdrawnOn: today }));
    expect(await ask('debts.household', { personId })).toEqual({ consent: 'missing' });
    const pay = { personId, debtId: debt.debtId, paymentId: newId(), paidOn: today, amountPaise: 100, closes: false };
    expect(await act('debts.pay', pay)).toMatchObject({ code: 'debts.no_consent' });
    expect(await ask('debts.register', {})).toMatchObject({ rows: [], hidden: 1 });
    expect(await ask('debts.figures', {})).toMatchObject({ debts: 1, standing: 1, women: 1, womenFree: 0 });
    await consents(village.app, village.admin, personId);
    expect((await pageOf(personId)).debts).toHaveLength(1);
  });
});

describe('the register', () => {
  test('payments go to interest first; more than is owed is refused; one struck counts no more', async () => {
    const personId = village.people[1]!;
    await consents(village.app, village.admin, personId);
    const debt = aLoanOutside(personId);
    await must(act('debts.register', debt));
    expect(await act('debts.register', debt)).toMatchObject({ code: 'debts.registered_already' });
    const [{ owedPaise, costBps, monthlyPaise } = { owedPaise: 0, costBps: 0, monthlyPaise: 0 }] = (
      await pageOf(personId)
    ).debts;
    expect([owedPaise, costBps, monthlyPaise]).toEqual([1_050_000, 6000, 50_000]);
    const payment = { personId, debtId: debt.debtId, paymentId: newId(), paidOn: today, closes: false };
    expect(await act('debts.pay', { ...payment, amountPaise: 1_050_001 })).toMatchObject({
      code: 'debts.more_than_owed',
      params: { owedPaise: 1_050_000 },
    });
    expect(await must(act('debts.pay', { ...payment, amountPaise: 250_000 }))).toEqual({
      state: 'standing',
      owedPaise: 800_000,
    });
    const ref = { personId, debtId: debt.debtId, paymentId: payment.paymentId, reason: 'another woman’s' };
    await must(act('debts.strikePayment', ref));
    expect((await pageOf(personId)).debts[0]).toMatchObject({ owedPaise: 1_050_000, payments: [] });
    await must(act('debts.pay', { ...payment, paymentId: newId(), amountPaise: 900_000, closes: true }));
    expect((await pageOf(personId)).debts[0]).toMatchObject({ state: 'paid', owedPaise: 0, hasSlip: false });
    const free = { personId, debtId: debt.debtId, fileId: newId(), slipOn: today };
    expect(await act('debts.keepSlip', free)).toMatchObject({ code: 'debts.slip_missing' });
    expect(await act('debts.keepSlip', { ...free, fileId: await slip(), slipOn: addDays(today, 1) })).toMatchObject({
      code: 'debts.slip_date',
    });
    await must(act('debts.keepSlip', { ...free, fileId: await slip() }));
    expect((await pageOf(personId)).debts[0]).toMatchObject({ state: 'free', freeOn: today });
  });

  test('dates and sums that cannot be are refused', async () => {
    const personId = village.people[1]!;
    const no = async (change: object) =>
      (await act('debts.register', aLoanOutside(personId, change))) as { code: string };
    expect((await no({ borrowedOn: addDays(today, 1) })).code).toBe('debts.in_the_future');
    expect((await no({ keptBackPaise: 1_000_000 })).code).toBe('debts.kept_back_all');
    const terms = { way: 'pledge', rateBps: 300, dueOn: addDays(today, -50), pledged: 'anklets' };
    expect((await no({ terms })).code).toBe('debts.due_before_borrowed');
  });
});

describe('the way out and a swap', () => {
  test('found, paid to the lender, free with his paper; rupees saved stay with the figures', async () => {
    const personId = village.people[2]!;
    await consents(village.app, village.admin, personId);
    const debt = aLoanOutside(personId);
    await must(act('debts.register', debt));
    expect((await pageOf(personId)).wayOut).toMatchObject({ kind: 'cannot', reason: 'no_income' });
    await must(act('obligations.assess', anAssessment(personId)));
    expect((await pageOf(personId)).wayOut).toMatchObject({ kind: 'cannot', reason: 'no_sources' });
    const source = swapMoney();
    await must(act('debts.offerSource', source));
    const { wayOut, safety } = await pageOf(personId);
    expect(safety).toMatchObject({
      verdict: 'within',
      allMonthlyPaise: 50_000,
      limitMonthlyPaise: 500_000,
      shareBps: 500,
    });
    expect(wayOut).toMatchObject({
      kind: 'plan',
      best: { freeMonth: 20, steps: [{ month: 0, amountPaise: 1_050_000 }] },
    });
    const swap = {
      personId,
      debtId: debt.debtId,
      swapId: newId(),
      sourceId: source.sourceId,
      paidOn: today,
      loanId: null,
    };
    expect(await act('debts.paySwap', { ...swap, amountPaise: 2_000_001 })).toMatchObject({
      code: 'debts.source_empty',
      params: { leftPaise: 2_000_000 },
    });
    expect(await act('debts.paySwap', { ...swap, amountPaise: 1_050_000, loanId: newId() })).toMatchObject({
      code: 'debts.loan_unknown',
    });
    const { savedPaise } = (await must(act('debts.paySwap', { ...swap, amountPaise: 1_050_000 }))) as {
      savedPaise: number;
    };
    expect(wayOut.kind === 'plan' && wayOut.savedPaise).toBe(savedPaise);
    expect(await act('debts.paySwap', { ...swap, swapId: newId(), amountPaise: 1 })).toMatchObject({
      code: 'debts.not_standing',
    });
    await must(act('debts.keepSlip', { personId, debtId: debt.debtId, fileId: await slip(), slipOn: today }));
    const found = await ask<DebtFigures>('debts.figures', {});
    expect(found).toMatchObject({ swaps: 1, savedPaise, women: 3, womenFree: 2, members: 10, notReached: 7 });
    expect(found.groups).toMatchObject([{ women: 10, notReached: 7, indebted: 3, freed: 2, savedPaise }]);
    expect(found.places[0]).toMatchObject({ women: 10, indebted: 3, freed: 2 });
    // lent before: a second debt finds what is left
    await must(act('debts.register', aLoanOutside(personId, { principalPaise: 960_000 })));
    expect((await pageOf(personId)).wayOut).toMatchObject({ kind: 'cannot', reason: 'no_money' });
  });

  test('a lender bound by the directions is barred over the limit where the organisation says so; a group is told', async () => {
    const personId = village.people[3]!;
    await consents(village.app, village.admin, personId);
    // Rs 1,000 a month: half is Rs 500; the swap would ask Rs 735
    await must(act('obligations.assess', anAssessment(personId, 100_000)));
    const debt = aLoanOutside(personId);
    await must(act('debts.register', debt));
    const [trust, group] = [swapMoney(), swapMoney({ kind: 'group', groupId: village.groupId, name: 'Roshni' })];
    for (const source of [trust, group]) await must(act('debts.offerSource', source));
    expect((await pageOf(personId)).wayOut).toMatchObject({ kind: 'cannot', reason: 'over_limit' });
    await must(act('obligations.setMode', { fromOn: today, mode: 'blocks', decidedBy: 'Board' }));
    const swap = {
      personId,
      debtId: debt.debtId,
      swapId: newId(),
      paidOn: today,
      amountPaise: 1_050_000,
      loanId: null,
    };
    expect(await act('debts.paySwap', { ...swap, sourceId: trust.sourceId })).toMatchObject({
      code: 'debts.over_limit',
      params: { allMonthlyPaise: 73_500, limitMonthlyPaise: 50_000 },
    });
    expect(await must(act('debts.paySwap', { ...swap, sourceId: group.sourceId }))).toMatchObject({ verdict: 'over' });
    const strike = { personId, debtId: debt.debtId, paymentId: swap.swapId, reason: 'not paid yet' };
    expect(await must(act('debts.strikePayment', strike))).toEqual({ state: 'standing' });
    await must(act('obligations.setMode', { fromOn: today, mode: 'advises', decidedBy: 'Board' }));
    expect(
      await act('obligations.setMode', { fromOn: addDays(today, -1), mode: 'blocks', decidedBy: 'B' }),
    ).toMatchObject({
      code: 'obligations.mode_past',
    });
  });

  test('her husband’s debt counts in the household’s test, and is not hers', async () => {
    const [personId, husbandId] = [village.people[4]!, village.people[5]!];
    const householdId = newId();
    await must(act('people.saveHousehold', { householdId, placeId: village.placeId, label: null }));
    await must(act('people.update', { personId, changes: { householdId, householdRole: 'wife' } }));
    await must(act('people.update', { personId: husbandId, changes: { householdId, householdRole: 'husband' } }));
    for (const one of [personId, husbandId]) await consents(village.app, village.admin, one);
    await must(act('obligations.assess', anAssessment(personId)));
    await must(act('debts.register', aLoanOutside(husbandId)));
    const page = await pageOf(personId);
    expect(page.debts).toEqual([]);
    expect(page.safety.allMonthlyPaise).toBe(50_000);
    expect(page.wayOut).toMatchObject({ kind: 'cannot', reason: 'no_debts' });
    expect((await pageOf(husbandId)).income?.yearlyPaise).toBe(12_000_000);
  });
});

test('what she asked of a bank, and what it answered', async () => {
  const personId = village.people[6]!;
  await consents(village.app, village.admin, personId);
  const application = {
    applicationId: newId(),
    personId,
    lenderKind: 'bank',
    lenderName: 'Gramin Bank',
    amountPaise: 5_000_000,
  };
  await must(act('debts.apply', { ...application, appliedOn: addDays(today, -20) }));
  const answer = { personId, applicationId: application.applicationId, decidedOn: today, note: null };
  expect(
    await act('debts.decideApplication', { ...answer, result: 'refused', grantedPaise: null, refusal: null }),
  ).toMatchObject({
    code: 'debts.refusal_reason',
  });
  await must(
    act('debts.decideApplication', { ...answer, result: 'refused', grantedPaise: null, refusal: 'no_guarantee' }),
  );
  expect((await pageOf(personId)).road).toMatchObject({
    firstFormal: null,
    applications: [{ result: 'refused', refusal: 'no_guarantee' }],
  });
  await must(act('debts.register', aLoanOutside(personId, { lenderKind: 'bank', lenderName: 'Gramin Bank' })));
  await must(act('debts.register', aLoanOutside(personId)));
  expect((await pageOf(personId)).road).toMatchObject({
    firstFormal: { from: 'outside', lender: 'Gramin Bank' },
    institutionalPaise: 1_050_000,
    owedPaise: 2_100_000,
  });
});

test('a bookkeeper is let in nowhere, an animator only where she works, a stranger sees nothing', async () => {
  const personId = village.people[1]!;
  const { app, owner, orgId, admin, bookkeeper } = village;
  expect(await app.ask('debts.household', bookkeeper, { personId })).toMatchObject({ code: 'door.not_allowed' });
  const other = await openGroup(app, admin, { placeId: await anotherPlace(), members: 3 });
  const userId = await makeFirstUser(owner, {
    orgId,
    name: 'Animator',
    phone: '9333300001',
    grants: [{ role: 'animator', scopeKind: 'group', scopeId: other.groupId }],
  });
  const animator = (await actorOf(app.db, userId))!;
  expect(await app.ask('debts.household', animator, { personId })).toMatchObject({ code: 'door.not_allowed' });
  expect(await ask<{ rows: RegisterRow[] }>('debts.register', {}, animator)).toMatchObject({ rows: [], hidden: 0 });
  expect(await ask<DebtFigures>('debts.figures', {}, animator)).toMatchObject({
    debts: 0,
    members: 3,
    notReached: 3,
    groups: [],
  });
  expect(await ask('debts.household', { personId }, stranger.admin)).toBeNull();
  expect(await ask('debts.register', {}, stranger.admin)).toMatchObject({ rows: [], hidden: 0 });
  expect(await app.do('debts.register', stranger.admin, aLoanOutside(personId))).toMatchObject({
    code: 'people.not_found',
  });
});

async function anotherPlace(): Promise<string> {
  const placeId = newId();
  await must(act('places.save', { placeId, parentId: null, kind: 'village', nameEn: 'Other' }));
  return placeId;
}

test('a leaver’s erasure takes the lender, the pledge and the look at her household, and keeps the sums', async () => {
  const { owner, orgId } = village;
  const personId = newId();
  await must(act('people.register', { personId, person: { nameLatin: 'Salma', placeId: village.placeId } }));
  await consents(village.app, village.admin, personId);
  await must(act('obligations.assess', anAssessment(personId)));
  const terms = { way: 'pledge', rateBps: 300, dueOn: null, pledged: 'her anklets' };
  await must(act('debts.register', aLoanOutside(personId, { terms, note: 'cousin of the headman' })));
  await must(act('people.leave', { personId, leftOn: today }));
  await must(act('people.setRetention', { fromOn: addDays(today, -1), months: 0, source: 'test' }));
  await must(act('people.erase', { personId }));
  const { rows } = await owner.query<{ all: string }>(
    `select (select string_agg(d::text, ' ') from outside_debt d where org_id = $1 and person_id = $2) ||
       (select string_agg(a.sheet::text, ' ') from household_assessment a where org_id = $1 and person_id = $2) as all`,
    [orgId, personId],
  );
  expect(rows[0]!.all).toContain('1000000');
  expect(rows[0]!.all).not.toMatch(/Sahukar|anklets|headman|piece_rate/);
  expect(await ask('debts.household', { personId })).toBeNull();
});
