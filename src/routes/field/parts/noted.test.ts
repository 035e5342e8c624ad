import { expect, test } from 'vitest';
import { createVault, openThisPhone, type Store } from '#field/index.ts';
import { makeServerKey } from '#field/sealed-envelope.ts';
import { everyoneSavedUsual, judge, type MeetingSheet } from '#domain/meetings/index.ts';
import { newId } from '#platform/ids.ts';
import { QUICK_LOCK } from '#test/field/phone.ts';
import { closeAsExpected, idOf, someContext, someSheet } from '#test/meeting-builder.ts';
import { docOf, type GroupView } from './group-view.ts';
import { bookedIn, bookedPaise, dropNoted, mended, noteWrong, openNoted, withNoted, type Noted } from './noted.ts';

const context = someContext();
const closed = closeAsExpected(everyoneSavedUsual(someSheet(context, { meetingId: idOf('meeting', 1) }), context));
const docOfClosed = () => {
  const ruling = judge({ ...closed, previousMeetingId: null }, { ...context, lastMeeting: null }, 'recorded');
  if (!ruling.ok) throw new Error(ruling.code);
  return docOf(closed, ruling.value);
};
const view = (change: Partial<GroupView> = {}): GroupView => ({
  confirmed: context,
  onPhone: context,
  meetings: [docOfClosed()],
  own: [],
  version: '',
  onTop: 0,
  ...change,
});
const line = { part: 'compulsory', personId: idOf('person', 5), loanId: null, head: null, partyId: null } as const;
const noted = (change: Partial<Noted> = {}): Noted => ({
  correctionId: newId(),
  groupId: context.groupId,
  meetingId: closed.meetingId,
  heldOn: closed.heldOn,
  line,
  nowPaise: 5_000,
  reason: 'counted wrong',
  ...change,
});
const next = someSheet(context, { heldOn: '2026-06-12' });
const recorded = (sheet: MeetingSheet): GroupView['own'] => [
  { commandId: sheet.meetingId, status: 'unsent', doc: docOfClosed(), corrections: sheet.corrections },
];

let phones = 0;
async function aStore(): Promise<Store> {
  const phone = await openThisPhone({ prefix: `noted ${(phones += 1)}`, rules: QUICK_LOCK });
  return (await createVault(phone, { pin: '482913', serverKey: (await makeServerKey()).key })).store;
}

test('what is noted becomes a correction of what stands booked, once', () => {
  const wrong = noted();
  const sheet = withNoted(next, view(), [wrong]);
  expect(sheet.corrections).toMatchObject([
    { correctionId: wrong.correctionId, reversesMeetingId: closed.meetingId, wasPaise: 10_000, nowPaise: 5_000 },
  ]);
  expect(withNoted(sheet, view(), [wrong])).toBe(sheet);
  expect(withNoted(next, view(), [noted({ nowPaise: 10_000 })]), 'already as it should be').toBe(next);
});

test('a second mistake in the same line starts from what the first correction left, sent or not', () => {
  const first = withNoted(next, view(), [noted()]);
  const unsent = view({ own: recorded(first) });
  expect(bookedPaise(bookedIn(unsent, closed.meetingId)!, line)).toBe(5_000);
  const [again] = withNoted(next, unsent, [noted({ nowPaise: 8_000 })]).corrections;
  expect(again).toMatchObject({ wasPaise: 5_000, nowPaise: 8_000 });
});

test('practised too: the meeting before knows what the next one put right', () => {
  const [correction] = withNoted(next, view(), [noted({ nowPaise: 0 })]).corrections;
  const after = mended(docOfClosed(), [correction!]);
  expect(after.corrected).toEqual([correction!.correctionId]);
  expect(bookedPaise(after.booked!, line)).toBe(0);
  expect(mended(docOfClosed(), [{ ...correction!, reversesMeetingId: idOf('meeting', 9) }])).toEqual(docOfClosed());
});

test('a note is open until a meeting has put it right, here or elsewhere, or she takes it back', async () => {
  const store = await aStore();
  const [here, elsewhere, mistaken] = [noted(), noted({ nowPaise: 1 }), noted({ nowPaise: 2 })];
  for (const one of [here, elsewhere, mistaken, noted({ groupId: idOf('group', 2) })]) await noteWrong(store, one);
  expect((await openNoted(store, view())).map((one) => one.nowPaise).toSorted()).toEqual([1, 2, 5_000]);
  await dropNoted(store, mistaken.correctionId);
  const put = view({
    meetings: [{ ...docOfClosed(), corrected: [elsewhere.correctionId] }],
    own: recorded(withNoted(next, view(), [here])),
  });
  expect(await openNoted(store, put)).toEqual([]);
  expect(await openNoted(store, view({ meetings: [] })), 'too far back').toEqual([]);
});
