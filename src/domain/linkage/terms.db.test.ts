/** Terms of a CIF loan: typed from the federation's paper, or read from the loan in a lender's own book; forecast, dues, eligibility, bank's file. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addMonths } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { addLine, fundOf, type MeetingSheet } from '#domain/meetings/index.ts';
import { meetingDays } from '#test/linkage-builder.ts';
import { disbursal, makeLoanOffice } from '#test/loan-office.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { linesRows } from './dues.server.ts';
import type { LineRow } from './funds.server.ts';
import { loadLinkageRules, type Dossier, type ForecastPage, type LinePage, type LinkageGroup } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
const days = meetingDays(8);
const lineId = newId();
beforeAll(async () => {
  village = await makeVillage({ members: 5 });
  stranger = await furnish(village.app, village.owner, 5);
  const { groupId } = village;
  const till = { bankAccountId: null, note: '' } as const;
  const came = {
    head: 'cif_loan',
    amountPaise: 400_000,
    partyId: fundOf(groupId, 'cif_loan'),
    to: 'cash',
    ...till,
  } as const;
  const out = { from: 'cash', voucherPhotoId: null, ...till } as const;
  const paid = (sheet: MeetingSheet) =>
    addLine(
      addLine(sheet, 'otherPayments', {
        head: 'cif_repaid',
        amountPaise: 100_000,
        partyId: fundOf(groupId, 'cif_repaid'),
        ...out,
      }),
      'otherPayments',
      { head: 'federation_interest', amountPaise: 4_000, partyId: fundOf(groupId, 'federation_interest'), ...out },
    );
  for (const [at, heldOn] of days.entries()) {
    const change = at === 0 ? (one: MeetingSheet) => addLine(one, 'otherReceipts', came) : at === 1 ? paid : undefined;
    await must(
      close(village.app, village.admin, ordinaryMeeting(await contextOf(village, village.admin), heldOn, change)),
    );
  }
  const asked = { lineId, groupId, fund: 'cif', dose: null, lender: 'Sangam federation', planId: null };
  await must(village.app.do('linkage.apply', village.admin, { ...asked, askedPaise: 400_000, appliedOn: days[0] }));
  for (const step of ['sanction', 'receive'])
    await must(
      village.app.do('linkage.takeStep', village.admin, {
        ...{ groupId, lineId, step, on: days[0], amountPaise: 400_000, note: null },
      }),
    );
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

async function ask<T>(name: string, more: object = {}): Promise<T> {
  const answer = await village.app.ask<T>(`linkage.${name}`, village.admin, { groupId: village.groupId, ...more });
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const terms = (change: object = {}) => ({
  ...{ firstDueOn: days[1], method: 'EQUAL_PRINCIPAL', rate: { rateBps: 1200, per: 'year' }, instalments: 12 },
  ...{ interval: { unit: 'month', every: 1 }, fixedPaise: null, ...change },
});
const set = (change: object = {}, who = village.admin) =>
  village.app.do('linkage.setTerms', who, {
    ...{ groupId: village.groupId, lineId, on: days[1], terms: terms(), loanId: null, note: null, ...change },
  });
const dues = async () => (await ask<LinkageGroup>('group')).dues;
const own = async () =>
  (await ask<LinkageGroup>('group')).funds
    .find((one) => one.rule.fund === 'vrf')!
    .conditions.find((one) => one.code === 'own_dues')!;

test('without terms nobody can say what is late: the forecast goes by past payments and says so', async () => {
  expect(await dues()).toMatchObject([{ lineId, owedPaise: 300_000, by: 'nothing', overduePaise: 0 }]);
  expect(await own()).toMatchObject({ state: 'unknown' });
  const page = await ask<ForecastPage>('forecast');
  expect(page).toMatchObject({ agreed: [], untermedPaise: 300_000 });
});

test('with terms: what is late, what comes next, the forecast and the bank’s file; interest to the federation counts', async () => {
  await must(set());
  const [due] = await dues();
  expect(due).toMatchObject({ by: 'terms', owedPaise: 300_000 });
  const page = await ask<ForecastPage>('forecast');
  if (!page.forecast.ok) throw new Error(page.forecast.reason);
  expect(page.untermedPaise).toBe(0);
  expect(page.agreed).toHaveLength(1);
  // 104,000 were paid; three rows of about 37,000 are covered by less than the third
  expect(due!.overduePaise).toBeGreaterThan(0);
  expect(due!.oldestDueOn).toBe(addMonths(days[1]!, 2));
  expect(page.forecast.points[0]!.agreedPaise).toBeGreaterThan(due!.overduePaise);
  expect(await own()).toMatchObject({ state: 'not_met', now: due!.overduePaise });
  expect((await ask<Dossier>('dossier')).group.dues).toEqual([due]);
  const line = await ask<LinePage>('line', { lineId });
  expect(line.due).toEqual(due);
  expect(line.steps.at(-1)).toMatchObject({ step: 'terms', terms: terms() });
  // the days were misread: nothing is late by the new ones, and both writings stay
  await must(set({ terms: terms({ firstDueOn: addMonths(days.at(-1)!, 2) }), note: 'another card' }));
  expect(await dues()).toMatchObject([{ overduePaise: 0 }]);
  expect(await own()).toMatchObject({ state: 'met' });
  expect((await ask<LinePage>('line', { lineId })).steps.filter((one) => one.step === 'terms')).toHaveLength(2);
});

test('where the books cannot tell whose a payment was, nothing is said to be late', async () => {
  const line = { state: 'received', loan: null, instalments: null, terms: terms(), receivedPaise: 400_000 };
  const kept = { ...line, sanctionedOn: days[0], receipts: [{ on: days[0] }] } as unknown as LineRow;
  const booked = { paise: 400_000, owedPaise: 400_000, moves: [] };
  expect(linesRows(kept, { ...booked, isSure: true }, days.at(-1)!)).toHaveLength(7);
  expect(linesRows(kept, { ...booked, isSure: false }, days.at(-1)!)).toBeNull();
});

test('who may not, who is elsewhere, and what is no loan of the group', async () => {
  const grants = [{ role: 'auditor' }] as never;
  const of = { orgId: village.orgId, name: 'Rehana', phone: '8200000901', grants };
  const auditor = (await actorOf(village.app.db, await makeFirstUser(village.owner, of)))!;
  expect(await set({}, auditor)).toMatchObject({ code: 'door.not_allowed' });
  expect(await set({}, stranger.admin)).toMatchObject({ code: 'linkage.no_line' });
  expect(await set({ terms: null, loanId: newId() })).toMatchObject({ code: 'linkage.no_such_loan' });
  expect(await set({ terms: null })).toMatchObject({ code: 'linkage.terms_missing' });
  expect(await set({ terms: terms({ firstDueOn: days[0] }) })).toMatchObject({ code: 'linkage.terms_before_money' });
});

test('a loan in the lender’s own book is read from there, once', async () => {
  const office = await makeLoanOffice();
  await loadLinkageRules(office.owner);
  const { groupId, app, admin } = office;
  const loanId = await office.lend({ groupLoan: true, pay: false });
  await must(office.act('disburse', { ...disbursal(loanId), money: { headId: office.cash, reference: null } }));
  const asked = { groupId, fund: 'cif', dose: null, lender: 'The trust', planId: null, askedPaise: 100_000 };
  const requested = async (fund: string) => {
    const id = newId();
    await must(app.do('linkage.apply', admin, { ...asked, fund, lineId: id, appliedOn: '2025-05-12' }));
    const step = { groupId, lineId: id, step: 'sanction', on: '2025-05-12', amountPaise: 100_000, note: null };
    await must(app.do('linkage.takeStep', admin, step));
    return id;
  };
  const first = await requested('cif');
  const link = (id: string, of = loanId) =>
    app.do('linkage.setTerms', admin, { groupId, lineId: id, on: '2025-05-12', terms: null, loanId: of, note: null });
  expect(await link(first, await office.lend()), "a woman's loan").toMatchObject({ code: 'linkage.no_such_loan' });
  await must(link(first));
  expect(await link(await requested('vrf'))).toMatchObject({ code: 'linkage.loan_taken' });
  const answer = await app.ask<LinePage>('linkage.line', admin, { groupId, lineId: first });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  const { running } = await office.card(loanId);
  const rows = running!.rows.map((row) => row.asked.principalPaise + row.asked.interestPaise);
  expect(answer.value.due).toMatchObject({
    ...{ by: 'loan', loanId, lender: 'The trust', owedPaise: 100_000 },
    ...{ oldestDueOn: '2025-06-12', nextDueOn: null },
  });
  expect(answer.value.due!.overduePaise).toBeGreaterThanOrEqual(rows.reduce((sum, paise) => sum + paise, 0));
  expect(answer.value.lendersLoans).toMatchObject([{ loanId }]);
});
