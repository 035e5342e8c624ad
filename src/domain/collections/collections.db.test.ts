import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendCommand, enrol, readCommands, readGroup, type Store } from '#field/index.ts';
import { loadRecoveryRules } from '#domain/collections/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { enrolmentFor, wiresTo } from '#test/campaign/real-server.ts';
import { makeLocks } from '#test/field/locks.ts';
import { BASE, newPhone, syncOf, type Fault } from '#test/field/phone.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { move, soundness } from '#test/office.ts';
import { addWoman, must, openGroup } from '#test/village.ts';
import { inHand, sheetOfParts, sheetOn, type SheetDoc, type Take, type Visit } from './index.ts';
import type { OfficerCard, Officers, WarningLog } from './index.server.ts';

let office: LoanOffice;
let officer: Actor;
const ON = '2025-06-12';
const TEN = `${ON}T04:30:00Z`;
const EIGHT_IN_THE_EVENING = `${ON}T14:30:00Z`;

beforeAll(async () => {
  office = await makeLoanOffice();
  await loadLimits(office.owner);
  await loadRecoveryRules(office.owner);
  officer = await office.within('loan_officer', { kind: 'group', id: office.groupId });
});

const take = (loanId: string, paise: number, more: Partial<Take> = {}): Take => ({
  ...{ collectionId: newId(), loanId, on: ON, at: TEN, paise, excessTo: null, notes: null, slipNo: '1' },
  ...{ metAt: 'agreed', spot: null, shown: [], ...more },
});
const send = (name: string, who: Actor, id: string, payload: object) =>
  office.app.send(who, { id, name: `collections.${name}`, payload });
const taken = (input: Take, who = officer) => send('take', who, input.collectionId, input);
const asks = async <T>(name: string, input: object = {}, who = office.accountant): Promise<T> => {
  const answer = await office.app.ask<T>(`collections.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
const bookId = async () => {
  const { rows } = await sql<{ id: string }>`select book_id as id from book where org_id = ${office.orgId}
    and body_kind = 'trust'`.execute(office.owner);
  return rows[0]!.id;
};
const card = (who = officer) => asks<OfficerCard | null>('officer', { userId: who.userId });
const held = async (who = officer) => (await card(who))!.stand.heldPaise;
const receipt = async (paise: number, more: object = {}) =>
  office.app.do('collections.receive', office.accountant, {
    ...{ receiptId: newId(), handOverId: null, officerId: officer.userId, bookId: await bookId(), on: ON, paise },
    ...{ toHeadId: office.cash, reference: null, reason: null, ...more },
  });

describe('cash for a loan', () => {
  test('what she takes is hers to answer for; the loan is paid in its own order; sent twice it is one', async () => {
    const loanId = await office.lend();
    const before = { transit: await office.balance('1040'), cash: await office.balance('1010') };
    const input = take(loanId, 27_000);
    expect(await taken(input)).toMatchObject({
      receipt: { principalPaise: 25_000, interestPaise: 2_000, overPaise: 0, status: 'active' },
    });
    expect(await taken(input)).toMatchObject({ kind: 'already' });
    expect(await office.balance('1040')).toBe(before.transit + 27_000);
    expect(await office.balance('1010')).toBe(before.cash);
    expect(await held()).toBe(27_000);
    expect((await office.card(loanId)).running?.rows[0]?.paid).toMatchObject({ principalPaise: 25_000 });
    expect(await taken({ ...take(loanId, 100), collectionId: input.collectionId })).toMatchObject({ kind: 'refused' });
  });

  test('two take the same instalment: both stand, what finds no place is owed back to her, nothing is refused', async () => {
    const loanId = await office.lend();
    const other = await office.within('loan_officer', { kind: 'group', id: office.groupId });
    const money = { money: { headId: office.cash, reference: null } };
    await must(taken(take(loanId, 27_000)));
    await must(office.act('repay', { loanId, eventId: newId(), on: ON, paise: 27_000, excessTo: 'next', ...money }));
    expect(await taken(take(loanId, 30_000), other)).toMatchObject({ receipt: { overPaise: 0 } });
    // more than is left, of the same day
    expect(await taken(take(loanId, 26_000), other)).toMatchObject({ receipt: { overPaise: 5_000, status: 'closed' } });
    expect(await held(other)).toBe(56_000);
    expect(await soundness(office)).toEqual({ offBalance: 0, gaps: 0 });
  });

  test('in a closed period it waits for a person, and is booked when the period is open again', async () => {
    const loanId = await office.lend();
    const period = { ...office.body, closedTo: '2025-06-30' };
    const closed = await must<{ periodCloseId: string }>(
      office.app.do('ledger.closePeriod', office.admin, period) as never,
    );
    const input = take(loanId, 27_000);
    expect(await taken(input)).toMatchObject({ kind: 'held', code: 'accounts.period_closed' });
    const settle = { commandId: input.collectionId, scope: { kind: 'loan', id: loanId }, choice: 'again' };
    await must(
      office.app.do('ledger.reopenPeriod', office.admin, {
        ...{ ...office.body, periodCloseId: closed.periodCloseId, reason: 'a collection came late' },
      }),
    );
    await must(office.app.do('desk.settleHeld', office.admin, { ...settle, reason: 'the month is open again' }));
    expect(await taken(input)).toMatchObject({ kind: 'already' });
  });

  test('the rules of the day are reckoned here too, and the office reads where she went past them', async () => {
    const loanId = await office.lend();
    const visit = (on: string, result: Visit['result'], metAt: Visit['metAt'] = 'agreed'): Visit => ({
      ...{ visitId: newId(), loanId, on, at: `${on}T05:00:00Z`, result, promisedOn: null, note: null, metAt },
      ...{ spot: { latE6: 26_850_000, lonE6: 80_950_000, accuracyM: 12 }, shown: [] },
    });
    const went = (input: Visit) => must(send('visit', officer, input.visitId, input));
    await must(taken(take(loanId, 1_000, { at: EIGHT_IN_THE_EVENING, shown: ['hour'] })));
    await went(visit('2025-06-14', 'promised', 'home'));
    await went(visit('2025-06-15', 'did_not_come'));
    await went(visit('2025-06-16', 'did_not_come'));
    await went(visit('2025-06-17', 'cannot_pay', 'home'));
    const log = await asks<WarningLog>('warnings');
    const ours = log.rows.filter((row) => row.loanId === loanId);
    expect(ours.map(({ warned, result, paise }) => ({ warned, result, paise }))).toEqual([
      { warned: ['home_first'], result: 'promised', paise: null },
      { warned: ['hour'], result: null, paise: 1_000 },
    ]);
    expect(ours[0]).toMatchObject({ officerId: officer.userId, spot: { accuracyM: 12 } });
    expect(log.rules[0]).toMatchObject({ fromMinute: 540, untilMinute: 1080, missedBeforeHome: 2 });
  });

  test('where she was met and what was noted of her go with her record', async () => {
    const { app, admin, groupId, placeId, orgId, owner } = office;
    const personId = await addWoman(app, admin, { groupId, placeId, name: 'Nazma' });
    const loanId = await office.lend({ borrowerId: personId });
    const spot = { latE6: 26_850_000, lonE6: 80_950_000, accuracyM: 12 };
    await must(taken(take(loanId, 1_000, { spot })));
    const visit = {
      visitId: newId(),
      loanId,
      on: ON,
      at: TEN,
      result: 'cannot_pay',
      promisedOn: null,
      metAt: 'agreed',
    };
    await must(send('visit', officer, visit.visitId, { ...visit, note: 'Her husband fell ill', spot, shown: [] }));
    await must(app.do('people.setRetention', admin, { fromOn: '2020-01-01', months: 1, source: 'board' }));
    const left = sql`set left_on = '2025-06-01' where org_id = ${orgId} and person_id = ${personId}`;
    await sql`update membership ${left}`.execute(owner);
    await sql`update person ${left}`.execute(owner);
    expect(await app.do('people.erase', admin, { personId })).toMatchObject({ code: 'people.erase_open_loan' });
    const rest = { loanId, eventId: newId(), on: ON, resolution: 'trustees', isForgiven: true };
    await must(office.act('writeOff', rest));
    await must(app.do('people.erase', admin, { personId }));
    const { rows } =
      await sql`select note, lat_e6, lon_e6, accuracy_m from collection_visit where org_id = ${orgId} and loan_id = ${loanId}
      union all select null, lat_e6, lon_e6, accuracy_m from collection where org_id = ${orgId} and loan_id = ${loanId}`.execute(
        owner,
      );
    const nothing = { note: null, lat_e6: null, lon_e6: null, accuracy_m: null };
    expect(rows).toEqual([nothing, nothing]);
  });
});

describe('until there is a receipt', () => {
  test('a receipt lowers what she owes; another sum wants a reason; never her own, never more than she holds', async () => {
    await must(taken(take(await office.lend(), 27_000)));
    const before = await held();
    const handOverId = newId();
    const given = { handOverId, bookId: await bookId(), on: ON, at: TEN, paise: 10_000, givenTo: 'cashier' };
    await must(send('handOver', officer, handOverId, { ...given, reference: null }));
    expect(await held()).toBe(before);
    expect((await card())!.handOvers).toMatchObject([{ handOverId, paise: 10_000 }]);
    expect(await receipt(9_000, { handOverId })).toMatchObject({ code: 'collections.reason_missing' });
    const own = { ...officer, userId: officer.userId };
    expect(
      await office.app.do('collections.receive', own, {
        ...{ receiptId: newId(), handOverId, officerId: own.userId, bookId: given.bookId, on: ON, paise: 1 },
        ...{ toHeadId: office.cash, reference: null, reason: null },
      }),
    ).toMatchObject({ code: 'door.not_allowed' });
    await must(receipt(9_000, { handOverId, reason: 'two notes were torn' }));
    expect(await receipt(10_000, { handOverId })).toMatchObject({ code: 'collections.received_already' });
    expect(await held()).toBe(before - 9_000);
    expect(await receipt(before)).toMatchObject({ code: 'collections.more_than_held' });
    const shown = (await card())!;
    expect(shown.handOvers).toEqual([]);
    expect(shown.receipts[0]).toMatchObject({ paise: 9_000, statedPaise: 10_000, reason: 'two notes were torn' });
    const { receiptId } = shown.receipts[0]!;
    const undo = { receiptId, reason: 'counted again' };
    await must(office.app.do('collections.undoReceipt', office.accountant, undo));
    expect(await held()).toBe(before);
    expect(await office.app.do('collections.undoReceipt', office.accountant, undo)).toMatchObject({
      code: 'collections.undone_already',
    });
    await must(receipt(before));
    expect(await held()).toBe(0);
    expect(await office.balance('1040')).toBe(await everybodysCash());
  });

  test('no form of the desk moves her cash: vouchers, openings, recurring ones, loans, the head itself', async () => {
    const loanId = await office.lend();
    await must(taken(take(loanId, 27_000)));
    const before = await held();
    const { rows } = await sql<{
      id: string;
    }>`select head_id as id from officer_cash_head where org_id = ${office.orgId}
      and user_id = ${officer.userId}`.execute(office.owner);
    const hers = rows[0]!.id;
    const [rent, cash] = [office.head('Rent'), office.cash];
    const no = { kind: 'refused', code: 'accounts.officers_cash' };
    const voucher = (type: 'payment' | 'receipt' | 'contra', to: string, from: string) =>
      office.voucher({ type, on: ON, lines: move(to, 1_000, from) });
    expect(await voucher('payment', rent, hers)).toMatchObject({ ...no, params: { line: 2 } });
    expect(await voucher('contra', cash, hers)).toMatchObject(no);
    expect(await voucher('receipt', hers, office.head('Donations'))).toMatchObject({ ...no, params: { line: 1 } });
    const lines = move(cash, 1_000, hers).map(([headId, amountPaise]) => ({ headId, amountPaise, fundId: null }));
    const { admin } = office;
    expect(await office.run('setOpening', { voucherId: newId(), lines }, admin)).toMatchObject(no);
    const again = { type: 'contra', narration: 'weekly', lines };
    const template = { templateId: newId(), title: 'Cash', voucher: again, everyMonths: 1, firstOn: ON, untilOn: null };
    expect(await office.run('addTemplate', template)).toMatchObject(no);
    const repay = { loanId, eventId: newId(), on: ON, paise: 1_000, excessTo: 'next' };
    const through = (headId: string) => office.act('repay', { ...repay, money: { headId, reference: null } });
    expect(await through(hers)).toMatchObject(no);
    expect(await office.run('closeHead', { headId: hers, closedOn: '2026-01-01' }, admin)).toMatchObject(no);
    const open = await office.app.ask<{ money: { headId: string }[] }>('loans.heads', office.accountant, office.body);
    const offered = open.kind === 'answer' ? open.value.money.map((head) => head.headId) : [];
    expect(offered).toContain(cash);
    expect(offered).not.toContain(hers);
    expect(await held()).toBe(before);
    await must(receipt(before));
  });

  test('a payment taken back at the desk is not owed any more', async () => {
    const loanId = await office.lend();
    const input = take(loanId, 27_000);
    await must(taken(input));
    const before = await held();
    await must(office.act('undo', { loanId, eventId: input.collectionId, reason: 'typed for another woman' }));
    expect(await held()).toBe(before - 27_000);
    expect((await card())!.takes.find((row) => row.collectionId === input.collectionId)).toMatchObject({
      isUndone: true,
    });
  });

  test('the limit is dated and warns', async () => {
    const limit = { fromOn: '2025-01-01', limitPaise: 100, days: 2, decidedBy: 'Trustees' };
    expect(await office.app.do('collections.setLimit', office.accountant, limit)).toMatchObject({
      code: 'door.not_allowed',
    });
    await must(office.app.do('collections.setLimit', office.admin, limit));
    await must(taken(take(await office.lend(), 27_000)));
    const { rows } = await asks<Officers>('officers');
    expect(rows.find((row) => row.userId === officer.userId)!.stand).toMatchObject({ isTooMuch: true, isTooOld: true });
  });

  const everybodysCash = async (): Promise<number> => (await asks<Officers>('officers')).heldPaise;
});

describe('from the phone', () => {
  const phoneOf = async (who: Actor) => {
    const wires = wiresTo(office.app, () => who.userId);
    const { token, serverKey } = await enrolmentFor(office.app, office.admin, who.userId);
    const phone = await newPhone({ ms: Date.now() });
    const net = { fetch: wires.fetch, baseUrl: BASE, after: wires.after, now: phone.now, timeLimitMs: 1_000 };
    const store = await enrol(net, phone, { token, serverKey, pin: '123456', deviceName: 'Redmi' });
    const sync = await syncOf(store, wires, { locks: makeLocks(), amountOf: () => 0 });
    return { wires, store, sync };
  };
  const sheetFrom = async (store: Store, who: Actor): Promise<SheetDoc> =>
    sheetOfParts((await readGroup(store, who.userId))!.parts)!;
  const record = (store: Store, name: string, input: { id: string; payload: object; who: Actor }) =>
    appendCommand(store, {
      ...{ id: input.id, name: `collections.${name}`, schemaVersion: 1, payload: input.payload },
      ...{ businessDate: ON, groupId: input.who.userId },
    });

  test('a day without signal: sheet, two takes, evening; through every fault of the line it is booked once', async () => {
    const { groupId } = await openGroup(office.app, office.admin, { placeId: office.placeId, members: 3 });
    const women = [
      await addWoman(office.app, office.admin, { groupId, placeId: office.placeId, name: 'Rukhsana' }),
      await addWoman(office.app, office.admin, { groupId, placeId: office.placeId, name: 'Salma' }),
    ];
    const who = await office.within('loan_officer', { kind: 'group', id: groupId });
    const loans: string[] = [];
    for (const borrowerId of women) loans.push(await office.lend({ borrowerId }));
    const { wires, store, sync } = await phoneOf(who);
    await sync.syncNow();
    const sheet = await sheetFrom(store, who);
    // her own groups' loans, and no others of the office
    expect(sheet.loans.map((loan) => loan.loanId).sort()).toEqual([...loans].sort());
    expect(sheetOn(sheet, ON)).toMatchObject({ todayPaise: 54_000, latePaise: 0 });

    const ids = [newId(), newId()];
    for (const [at, id] of ids.entries())
      await record(store, 'take', { id, who, payload: take(loans[at]!, 27_000, { collectionId: id }) });
    const dayId = newId();
    const closing = { dayId, on: ON, at: TEN, notes: [{ valuePaise: 50_000, count: 1 }], countedPaise: 50_000 };
    const day = { ...closing, statedPaise: 54_000, reason: 'Rs 40 given as change', items: ids };
    await record(store, 'closeDay', { id: dayId, who, payload: day });
    const faults: Fault[] = ['lostAnswer', 'cut', 'foreign', 'twice'];
    wires.next = (path) => (path === '/push' ? (faults.shift() ?? 'none') : 'none');
    for (let round = 0; round < 6; round += 1) await sync.syncNow();
    expect(faults).toEqual([]);
    expect((await readCommands(store, 'applied')).length).toBe(3);
    expect(await held(who)).toBe(54_000);
    const after = await sheetFrom(store, who);
    expect(sheetOn(after, ON)).toMatchObject({ due: [], todayPaise: 0 });
    expect(inHand(after)).toMatchObject({ owedPaise: 54_000, withHerPaise: 54_000 });
    expect(after.days).toMatchObject([{ on: ON, countedPaise: 50_000, statedPaise: 54_000 }]);
    expect((await card(who))!.days).toMatchObject([{ reason: 'Rs 40 given as change' }]);

    // what comes for the closed day afterwards is kept and marked; a second evening is not
    const late = take(loans[0]!, 500, { excessTo: 'next' });
    await must(send('take', who, late.collectionId, late));
    expect((await card(who))!.takes.map((row) => row.isLate)).toEqual([true, false, false]);
    const second = newId();
    expect(await send('closeDay', who, second, { ...day, dayId: second })).toMatchObject({
      code: 'collections.day_closed',
    });
    // the desk received it: her phone hears of it by itself
    await must(receipt(54_000, { officerId: who.userId }));
    await sync.syncNow();
    expect(inHand(await sheetFrom(store, who)).owedPaise).toBe(500);
    expect(await soundness(office)).toEqual({ offBalance: 0, gaps: 0 });
  });

  test('a bookkeeper is sent no sheet; an officer records for her own groups alone', async () => {
    const bookkeeper = await office.within('bookkeeper', { kind: 'group', id: office.groupId });
    const { store, sync } = await phoneOf(bookkeeper);
    await sync.syncNow();
    expect(await readGroup(store, bookkeeper.userId)).toBeNull();
    const { groupId } = await openGroup(office.app, office.admin, { placeId: office.placeId, members: 3 });
    const elsewhere = await office.within('loan_officer', { kind: 'group', id: groupId });
    const loanId = await office.lend();
    expect(await taken(take(loanId, 100), elsewhere)).toMatchObject({ code: 'door.not_allowed' });
    expect(await taken(take(loanId, 100), office.stranger)).toMatchObject({
      code: 'loans.unknown_loan',
    });
    expect(await office.app.ask('collections.officers', officer, {})).toMatchObject({ kind: 'refused' });
    const strange = await asks<Officers>('officers', {}, office.stranger);
    expect(strange).toMatchObject({ rows: [], heldPaise: 0 });
    expect(await asks('officer', { userId: officer.userId }, office.stranger)).toBeNull();
  });
});
