/** What the vote is warned by while meetings of two groups lie on one phone: unsent, answered, refused, recorded anew, told by the office. */
import { expect, test } from 'vitest';
import { acknowledgeRefused, readWithOthers, type CommandStatus, type Store } from '#field/index.ts';
import { sealJson } from '#field/sealing.ts';
import { groupBound } from '#field/store.ts';
import { included } from '#field/receipts.ts';
import type { GroupSafety } from '#domain/debts/index.ts';
import {
  addDemand,
  everyoneSavedUsual,
  grantLoan,
  type GroupContext,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { ModelServer } from '#test/field/model-server.ts';
import { enrolled, newPhone, Wires } from '#test/field/phone.ts';
import { closeAsExpected, HELD_ON, idOf, someContext, someSheet } from '#test/meeting-builder.ts';
import { keepMeeting } from '../keep-meeting.ts';
import { heldSafety } from './safety.ts';

const [roshni, ujala] = [someContext(), someContext({ groupId: idOf('group', 2) })];
const [asha, rehana] = [idOf('person', 4), idOf('person', 40)];
const limits = { ratioBps: 5_000, ceilingPaise: 30_000_000, fromOn: '2022-10-01', source: 'test' };
const told = (women: GroupSafety['women'], personId: string): GroupSafety => ({
  ...{ on: HELD_ON, mode: 'advises', limits, women, homes: { [personId]: idOf('other', 1) } },
});
const room = { whole: false, incomeKnown: true, roomMonthlyPaise: 200_000 } as const;

async function put(store: Store, context: GroupContext, safety: GroupSafety): Promise<void> {
  const { groupId } = context;
  const parts = [
    { kind: 'context', id: groupId, doc: context },
    { kind: 'safety', id: groupId, doc: safety },
  ];
  await store.db.put('groups', {
    groupId,
    version: '1',
    docs: await sealJson(store.dataKey, groupBound(groupId), parts),
  });
}
async function aStore(): Promise<Store> {
  const store = await enrolled(await newPhone(), new Wires(await ModelServer.start()));
  await put(store, roshni, told({}, asha));
  await put(store, ujala, told({ [rehana]: room }, rehana));
  return store;
}
const lent = (no: number, context = roshni): MeetingSheet =>
  closeAsExpected(
    grantLoan(
      addDemand(everyoneSavedUsual(someSheet(context, { meetingId: idOf('meeting', no) }), context), {
        ...{ personId: asha, amountPaise: 500_000, purpose: 'trade' },
      }),
      context,
      {
        ...{ index: 0, loanId: idOf('loan', no), grantedPaise: 500_000, instalments: 10 },
        ...{ paidFrom: 'bank', bankAccountId: idOf('bank', 1), acknowledged: 'thumb' },
      },
    ),
  );
const left = async (store: Store): Promise<number | null> => {
  const hers = (await heldSafety(store, ujala.groupId, HELD_ON))?.women[rehana];
  return hers && !hers.whole ? hers.roomMonthlyPaise : null;
};
async function answered(store: Store, id: string, status: CommandStatus): Promise<void> {
  const row = (await store.db.getFromIndex('outbox', 'byId', id))!;
  await store.db.put('outbox', { ...row, status });
}

test('counted from the moment it is on the phone until the office tells it, once', async () => {
  const store = await aStore();
  expect(await left(store)).toBe(200_000);
  const sheet = lent(11);
  await keepMeeting(store, sheet);
  expect(await left(store)).toBe(140_000);
  for (const status of ['sending', 'held', 'applied'] as const) {
    await answered(store, sheet.meetingId, status);
    expect(await left(store), status).toBe(140_000);
  }
  // the office's next figures: both groups in one transaction, and nothing on top any more
  await put(store, ujala, told({ [rehana]: { ...room, roomMonthlyPaise: 140_000 } }, rehana));
  await store.db.put('outbox', included((await store.db.getFromIndex('outbox', 'byId', sheet.meetingId))!));
  expect(await left(store)).toBe(140_000);
});

test('refused it is counted no more, nor once she took note; recorded anew it is, once', async () => {
  const store = await aStore();
  const first = lent(11);
  await keepMeeting(store, first);
  await answered(store, first.meetingId, 'refused');
  expect(await left(store)).toBe(200_000);
  await keepMeeting(store, lent(12), { replaces: first.meetingId });
  expect(await left(store)).toBe(140_000);
  await acknowledgeRefused(store, first.meetingId);
  expect(await left(store)).toBe(140_000);
});

test('loans of her own group that lie unsent on this phone take of what is left too', async () => {
  const store = await aStore();
  await put(store, ujala, told({ [asha]: room }, asha));
  await keepMeeting(store, lent(11, ujala));
  const known = await heldSafety(store, ujala.groupId, HELD_ON);
  expect(known?.women[asha]).toEqual({ ...room, roomMonthlyPaise: 140_000 });
});

test('a group that is not on the phone, or was told nothing of its women: nothing, and no fault', async () => {
  const store = await aStore();
  await keepMeeting(store, lent(11));
  expect(await heldSafety(store, idOf('group', 9), HELD_ON)).toBeNull();
  const { groupId } = ujala;
  const docs = await sealJson(store.dataKey, groupBound(groupId), [{ kind: 'context', id: groupId, doc: ujala }]);
  await store.db.put('groups', { groupId, version: '1', docs });
  expect(await heldSafety(store, groupId, HELD_ON)).toBeNull();
});

test('each group comes with its own commands, and only when one of them is asked for', async () => {
  const store = await aStore();
  const [first, second] = [lent(11), lent(12, ujala)];
  for (const sheet of [first, second]) await keepMeeting(store, sheet);
  const found = async (asked: (id: string) => boolean) => {
    const read = await readWithOthers(store, ujala.groupId, ({ id }) => asked(id));
    expect(read?.group.groupId).toBe(ujala.groupId);
    return read?.unsent.map(({ group, onTop }) => [group.groupId, ...onTop.map(({ id }) => id)]);
  };
  const theirs = [roshni.groupId, first.meetingId];
  expect(await found(() => true)).toEqual([theirs, [ujala.groupId, second.meetingId]]);
  expect(await found((id) => id === first.meetingId)).toEqual([theirs]);
  expect(await found(() => false)).toEqual([]);
});
