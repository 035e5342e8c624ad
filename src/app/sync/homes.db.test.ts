/** A loan given at one group's meeting is held against the household on the phones of its other groups, and says there no more than before. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GroupSafety } from '#domain/debts/index.ts';
import {
  addDemand,
  contextAfter,
  grantLoan,
  judge,
  withUnsentLoans,
  type GroupContext,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { reverseMeeting } from '#domain/meetings/index.server.ts';
import type { PullGroup, PullResponse } from '#field/wire.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { anAssessment, consents } from '#test/debts-builder.ts';
import { acting } from '#test/ledger.ts';
import {
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  openGroup,
  ordinaryMeeting,
  type Village,
} from '#test/village.ts';
import { actorOf } from '../actors.server.ts';
import { makeFirstUser } from '../organisations.server.ts';
import { pull } from './pull.server.ts';

let village: Village;
const today = dayInIndia(new Date());
let number = 8_200_000_000;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

/** A phone of somebody of one group or more, going on from pull to pull. */
async function phoneOf(role: 'animator' | 'bookkeeper', of: { orgId: string; groupId: string; besides?: string }) {
  const groups = [of.groupId, ...(of.besides ? [of.besides] : [])];
  const grants = groups.map((scopeId) => ({ role, scopeKind: 'group', scopeId })) as never;
  const user = { orgId: of.orgId, name: 'Meera', phone: String((number += 1)), grants };
  const userId = await makeFirstUser(village.owner, user);
  const deviceId = newId();
  const row = [of.orgId, deviceId, userId];
  await village.owner.query(`insert into device (org_id, device_id, user_id) values ($1, $2, $3)`, row);
  const who = (await actorOf(village.app.db, userId, deviceId))!;
  let last: PullResponse | null = null;
  const pulls = async (): Promise<PullGroup[]> => {
    const from = { epoch: last?.epoch ?? null, cursor: last?.cursor ?? null };
    last = (await pull(village.app, who, { requestId: newId(), deviceId, limit: 500, ...from }))!;
    return last.groups;
  };
  return {
    pulls,
    /** Of one woman, as this pull brings her; undefined when her group does not come. */
    hers: async (personId: string) => {
      const parts = (await pulls()).flatMap((group) => group.parts);
      return (parts.find((part) => part.kind === 'safety')?.doc as GroupSafety | undefined)?.women[personId];
    },
    // the horizon waits for any transaction of the whole server, other test files' included
    isQuiet: () => expect.poll(async () => (await pulls()).length, { timeout: 20_000 }).toBe(0),
  };
}

/** Two women of two groups keep one house; the one of the other group consents and earns Rs 10,000 a month. */
async function aHome(of: Pick<Village, 'app' | 'admin' | 'placeId'>, asha: string, rehana: string): Promise<void> {
  const { app, admin, placeId } = of;
  const householdId = newId();
  await must(app.do('people.saveHousehold', admin, { householdId, placeId, label: null }));
  for (const [personId, householdRole] of [
    [asha, 'head'],
    [rehana, 'wife'],
  ])
    await must(app.do('people.update', admin, { personId, changes: { householdId, householdRole } }));
  await consents(app, admin, rehana);
  await must(app.do('obligations.assess', admin, anAssessment(rehana)));
}

type Grounds = Pick<Village, 'app' | 'groupId' | 'bookkeeper'>;
const lending = (context: GroupContext, heldOn: string, lendTo: string): MeetingSheet =>
  ordinaryMeeting(context, heldOn, (open) =>
    grantLoan(addDemand(open, { personId: lendTo, amountPaise: 50_000, purpose: 'trade' }), context, {
      ...{ index: 0, loanId: newId(), grantedPaise: 50_000, instalments: 10 },
      ...{ paidFrom: 'cash', bankAccountId: null, acknowledged: 'thumb' },
    }),
  );
async function meets(of: Grounds, heldOn: string, lendTo: string | null): Promise<MeetingSheet> {
  const context = await contextOf(of, of.bookkeeper);
  const sheet = lendTo === null ? ordinaryMeeting(context, heldOn) : lending(context, heldOn, lendTo);
  await must(close(of.app, of.bookkeeper, sheet));
  return sheet;
}

test('lent in one group, counted in the other; taken back, counted no more; a stranger hears nothing', async () => {
  const { app, admin, orgId, placeId, owner } = village;
  const stranger = await furnish(app, owner, 10);
  const [asha, other] = [village.people[4]!, await openGroup(app, admin, { placeId, members: 3 })];
  const rehana = other.people[2]!;
  await aHome(village, asha, rehana);
  const theirs = { orgId, groupId: other.groupId };
  const [animator, bookkeeper] = [await phoneOf('animator', theirs), await phoneOf('bookkeeper', theirs)];
  const beside = await phoneOf('bookkeeper', stranger);
  await meets(village, addDays(today, -40), null);
  expect(await animator.hers(rehana)).toMatchObject({ whole: true, claims: [] });
  expect(await bookkeeper.hers(rehana)).toEqual({ whole: false, incomeKnown: true, roomMonthlyPaise: 500_000 });
  await beside.pulls();
  for (const phone of [animator, bookkeeper, beside]) await phone.isQuiet();

  const lent = await meets(village, today, asha);
  const { loanId } = lent.loans[0]!;
  // Rs 50 and 2 % of Rs 500
  const claims = [{ label: { kind: 'loan', id: loanId, lender: null }, obligation: { amountPaise: 6_000 } }];
  expect(await animator.hers(rehana)).toMatchObject({ whole: true, claims });
  const pulled = await bookkeeper.pulls();
  const safety = pulled[0]!.parts.find((part) => part.kind === 'safety')!.doc as GroupSafety;
  expect(safety.women).toEqual({ [rehana]: { whole: false, incomeKnown: true, roomMonthlyPaise: 494_000 } });
  for (const hidden of [asha, loanId, village.groupId]) expect(JSON.stringify(pulled)).not.toContain(hidden);

  const { meetingId } = lent;
  const told: string[] = [];
  const undoing = (tx: Tx) =>
    reverseMeeting({ ...tx, changed: (scopeId) => void told.push(scopeId) }, { meetingId, reason: 'twice' });
  expect(await acting(app.db, orgId, { work: undoing })).toBeNull();
  expect(told).toContain(other.groupId);
  expect(await beside.pulls()).toEqual([]);
});

test('a meeting tells the other groups of those alone whose loans it moved, and its own group once', async () => {
  const { app, admin, owner, placeId } = village;
  const { groupId } = await openGroup(app, admin, { placeId, members: 3 });
  const home = await openGroup(app, admin, { placeId, members: 3 });
  await aHome(village, home.people[2]!, (await contextOf({ app, groupId }, admin)).members[2]!.personId);
  const told = async () => {
    const { rows } = await owner.query(`select count(*)::int as n from change where scope_id = $1`, [groupId]);
    return rows[0].n as number;
  };
  const before = await told();
  const at = { app, groupId: home.groupId, bookkeeper: admin };
  await meets(at, addDays(today, -40), null);
  expect(await told()).toBe(before);
  await meets(at, addDays(today, -39), home.people[2]!);
  expect(await told()).toBe(before + 1);
});

const docIn = <T>(groups: PullGroup[], groupId: string, kind: string): T =>
  groups.find((group) => group.groupId === groupId)!.parts.find((part) => part.kind === kind)!.doc as T;

test('a phone of both groups counts what it lent before it was sent, as the office tells it afterwards', async () => {
  const { app, admin, orgId, placeId } = village;
  const [here, there] = [
    await openGroup(app, admin, { placeId, members: 3 }),
    await openGroup(app, admin, { placeId, members: 3 }),
  ];
  const [asha, rehana, alone] = [here.people[2]!, there.people[2]!, there.people[1]!];
  await aHome(village, asha, rehana);
  await consents(app, admin, alone);
  await must(app.do('obligations.assess', admin, anAssessment(alone)));
  const at = { app, groupId: here.groupId, bookkeeper: admin };
  await meets(at, addDays(today, -40), null);
  const both = { orgId, groupId: here.groupId, besides: there.groupId };
  const phones = [await phoneOf('animator', both), await phoneOf('bookkeeper', both)];
  const one = await phoneOf('bookkeeper', { orgId, groupId: there.groupId });
  const firsts = await Promise.all(phones.map((phone) => phone.pulls()));
  const seen = firsts.map((groups) => docIn<GroupSafety>(groups, there.groupId, 'safety'));
  expect(seen[0]!.homes?.[rehana]).toBe(docIn<GroupSafety>(firsts[0]!, here.groupId, 'safety').homes?.[asha]);
  // of a home, a phone of one group is told the mark of its own women alone
  expect(Object.keys(docIn<GroupSafety>(await one.pulls(), there.groupId, 'safety').homes!)).toEqual([rehana]);

  const confirmed = docIn<GroupContext>(firsts[0]!, here.groupId, 'context');
  const sheet = lending(confirmed, today, asha);
  const ruling = judge(sheet, confirmed);
  if (!ruling.ok) throw new Error(ruling.code);
  const onPhone = contextAfter(confirmed, sheet, ruling.value);
  const offline = seen.map((known, index) => {
    const safety = docIn<GroupSafety>(firsts[index]!, here.groupId, 'safety');
    return withUnsentLoans(known, [{ safety, confirmed, onPhone }], today).women;
  });
  await must(close(app, admin, sheet));
  for (const [index, phone] of phones.entries()) {
    const after = docIn<GroupSafety>(await phone.pulls(), there.groupId, 'safety').women;
    expect(after[alone]).toEqual(seen[index]!.women[alone]);
    expect(after[rehana]).not.toEqual(seen[index]!.women[rehana]);
    expect(offline[index]).toEqual(after);
  }
});
