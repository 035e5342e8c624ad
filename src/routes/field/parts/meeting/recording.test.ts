import { expect, test } from 'vitest';
import {
  createVault,
  makeCollector,
  openThisPhone,
  packDraft,
  readDraft,
  saveDraft,
  type Store,
} from '#field/index.ts';
import { makeServerKey } from '#field/sealed-envelope.ts';
import { everyoneSavedUsual } from '#domain/meetings/index.ts';
import { QUICK_LOCK } from '#test/field/phone.ts';
import { someContext, someSheet } from '#test/meeting-builder.ts';
import { agreedHash, waitsFor } from './close.ts';
import { findMeeting } from './open.ts';
import { receive } from './receive.ts';
import { clipsOfRupees } from '#ui/speak.ts';
import { mendingPlace } from './steps.ts';
import { fineRows } from './fines.ts';
import { fundOf } from '#domain/meetings/index.ts';
import { idOf, someRules } from '#test/meeting-builder.ts';

const context = someContext();
let phones = 0;
async function aStore(): Promise<Store> {
  const phone = await openThisPhone({ prefix: `recording ${(phones += 1)}`, rules: QUICK_LOCK });
  return (await createVault(phone, { pin: '482913', serverKey: (await makeServerKey()).key })).store;
}
const ANY = { draftId: null, correct: null, paper: false, special: false };

test('a new meeting is filled in as usual; one left half-recorded is taken up where it stood', async () => {
  const store = await aStore();
  const fresh = await findMeeting(store, context, { ...ANY, paper: true });
  expect(fresh).toMatchObject({ resumed: false, draft: { sheet: { source: 'paper', step: 1 }, replaces: null } });
  const sheet = everyoneSavedUsual(someSheet(context), context);
  await saveDraft(store, {
    id: sheet.meetingId,
    kind: 'meeting',
    groupId: sheet.groupId,
    body: { sheet, replaces: null },
  });
  expect(await findMeeting(store, context, ANY)).toEqual({
    draft: { sheet, replaces: null },
    resumed: true,
    movedAway: false,
  });
});

test('a meeting that moves to another phone goes on there under both names, once', async () => {
  const [hers, mine] = [await aStore(), await aStore()];
  const sheet = someSheet(context);
  await saveDraft(hers, {
    id: sheet.meetingId,
    kind: 'meeting',
    groupId: sheet.groupId,
    body: { sheet, replaces: null },
  });
  const collector = makeCollector();
  let whole = '';
  for (const piece of await packDraft(hers, sheet.meetingId, { pieceChars: 600 }))
    whole = (await collector.add(piece)).whole ?? '';
  expect(await receive(mine, whole)).toBe(`/field/groups/${sheet.groupId}/meeting/?id=${sheet.meetingId}`);
  const there = await readDraft<{ sheet: typeof sheet }>(mine, sheet.meetingId);
  expect(there?.body.sheet.recorders).toHaveLength(2);
  expect(there?.recordedBy).toHaveLength(2);
});

test('officers sign what was agreed: not each other, not the hour', async () => {
  const sheet = someSheet(context);
  const signed = { ...sheet, step: 8, closedAt: '2026-05-12T15:00:00+05:30' };
  expect(await agreedHash(signed)).toBe(await agreedHash(sheet));
  expect(await agreedHash({ ...sheet, heldOn: '2026-05-13' })).not.toBe(await agreedHash(sheet));
});

test('a meeting waits for the one before it as long as the office does not have that one', () => {
  const sheet = someSheet(context);
  expect(waitsFor(sheet, context)).toEqual([]);
  expect(waitsFor(sheet, { ...context, lastMeeting: null })).toEqual([idOf('meeting', 1)]);
  expect(waitsFor({ ...sheet, previousMeetingId: null }, context)).toEqual([]);
});

test('amounts are spoken as crore, lakh, thousand, hundred', () => {
  expect(clipsOfRupees(0)).toEqual(['0', 'rupees']);
  expect(clipsOfRupees(12_345_600)).toEqual(['1', 'lakh', '23', 'thousand', '4', 'hundred', '56', 'rupees']);
  expect(clipsOfRupees(1_200_000_000)).toEqual(['1', 'crore', '20', 'lakh', 'rupees']);
});

test('each refusal leads to the step that mends it', () => {
  expect(mendingPlace('meetings.count_differs')).toEqual({ step: 8, part: '' });
  expect(mendingPlace('meetings.next_not_after')).toEqual({ step: 8, part: 'minutes' });
  expect(mendingPlace('meetings.loan_without_money').step).toBe(6);
  expect(mendingPlace('loans.excess_unasked').step).toBe(4);
  expect(mendingPlace('savings.exit_owes').step).toBe(7);
  expect(mendingPlace('meetings.before_last').step).toBe(1);
});

test('fines by the rules are offered, never charged by themselves', () => {
  const strict = someContext({ rules: [someRules({ finePaise: { ...someRules().finePaise, missed_saving: 1_000 } })] });
  const saved = everyoneSavedUsual(someSheet(strict), strict);
  const one = { ...saved, savings: saved.savings.slice(1) };
  expect(fineRows(one, strict)).toEqual([
    {
      fine: { personId: idOf('person', 1), reason: 'missed_saving', chargedPaise: 1_000, paidPaise: 0 },
      charged: false,
    },
  ]);
  expect(fineRows(saved, strict)).toEqual([]);
});

test('a loan of the group and its repayment are kept under one lender', () => {
  const group = idOf('group', 1);
  expect(fundOf(group, 'cif_loan')).toBe(fundOf(group, 'cif_repaid'));
  expect(fundOf(group, 'bank_loan')).not.toBe(fundOf(group, 'cif_loan'));
  expect(fundOf(group, 'group_sales')).toBeNull();
});
