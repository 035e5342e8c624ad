import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSigningKey, sealCommand, signEnvelope, signingKeyFrom } from '#field/sealed-envelope.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { actorOf } from '../actors.server.ts';
import { makeFirstUser, makeOrganisation } from '../organisations.server.ts';
import { quarantine } from '../sync/push.server.ts';
import {
  decideQuarantine,
  type BelowRow,
  type HeldOne,
  type HeldRow,
  type QuarantineRow,
  type Today,
} from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
let supervisor: Actor;
const today = dayInIndia(new Date());

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  stranger = await furnish(village.app, village.owner, 10);
  supervisor = await addUser(village, { role: 'supervisor' });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

let phone = 8_000_000_000;
async function addUser(
  { app, owner, orgId }: Pick<Village, 'app' | 'owner' | 'orgId'>,
  grant: { role: string; scopeKind?: 'place' | 'group'; scopeId?: string },
): Promise<Actor> {
  const userId = await makeFirstUser(owner, { orgId, name: grant.role, phone: String((phone += 1)), grants: [grant] });
  return (await actorOf(app.db, userId))!;
}

async function answer<T>(who: Actor, name: string, input: unknown = {}): Promise<T> {
  const given = await village.app.ask<T>(name, who, input);
  if (given.kind !== 'answer') throw new Error(JSON.stringify(given));
  return given.value;
}
const desk = (who: Actor) => answer<Today>(who, 'desk.today');
const held = async (who: Actor) => (await answer<{ rows: HeldRow[] }>(who, 'desk.held', { status: 'held' })).rows;

/** Two records of one meeting: the second is held. @returns its id */
async function recordTwice(heldOn: string): Promise<string> {
  const context = await contextOf(village, village.admin);
  await must(close(village.app, village.bookkeeper, ordinaryMeeting(context, heldOn)));
  const second = ordinaryMeeting(context, heldOn);
  expect(await close(village.app, village.bookkeeper, second)).toMatchObject({ kind: 'held' });
  return second.meetingId;
}
const settle = (who: Actor, commandId: string, choice: string) =>
  village.app.do('desk.settleHeld', who, {
    commandId,
    scope: { kind: 'group', id: village.groupId },
    choice,
    reason: 'looked at the page',
  });

describe('the first page', () => {
  it('calls a group silent after more than two of its cycles, and no longer once it has met', async () => {
    expect((await desk(village.admin)).silent.map((group) => group.groupId)).toEqual([village.groupId]);
    const context = await contextOf(village, village.admin);
    await must(close(village.app, village.bookkeeper, ordinaryMeeting(context, addDays(today, -90))));
    expect((await desk(village.admin)).silent).toMatchObject([{ lastOn: addDays(today, -90), name: 'Roshni' }]);
    const next = await contextOf(village, village.admin);
    await must(close(village.app, village.bookkeeper, ordinaryMeeting(next, addDays(today, -40))));
    expect((await desk(village.admin)).silent).toEqual([]);
  });

  it('finds no book out of balance, and tells a stranger nothing', async () => {
    const seen = await desk(village.admin);
    expect(seen.recent.count).toBe(0);
    expect(seen.unbalanced).toEqual([]);
    expect(seen.books).toBe(1);
    const hers = await desk(stranger.admin);
    expect(hers.recent.count).toBe(0);
    expect(hers.meetings).toEqual([]);
    expect(hers.silent.map((group) => group.groupId)).toEqual([stranger.groupId]);
  });

  it('shows an animator of another place nothing of this one', async () => {
    const placeId = newId();
    await must(
      village.app.do('places.save', village.admin, { placeId, parentId: null, kind: 'village', nameEn: 'Elsewhere' }),
    );
    const animator = await addUser(village, { role: 'animator', scopeKind: 'place', scopeId: placeId });
    expect(await desk(animator)).toMatchObject({ groups: 0, books: 0, recent: { count: 0 }, silent: [], heldCount: 0 });
    const near = await addUser(village, { role: 'animator', scopeKind: 'place', scopeId: village.placeId });
    expect(await desk(near)).toMatchObject({ groups: 1, books: 1 });
    // the register narrows itself in the same way, without a group named
    const registered = async (who: Actor) => (await answer<{ total: number }>(who, 'meetings.register')).total;
    expect(await registered(animator)).toBe(0);
    expect(await registered(near)).toBe(await registered(village.admin));
    expect(await registered(near)).toBeGreaterThan(0);
  });

  it('refuses who has no right to the desk', async () => {
    expect(await village.app.ask('desk.today', village.bookkeeper, {})).toMatchObject({ code: 'door.not_allowed' });
  });
});

describe('what is held', () => {
  it('is listed with its author and why; its author and strangers do not settle it, a supervisor does', async () => {
    const commandId = await recordTwice(addDays(today, -12));
    const [row] = await held(supervisor);
    expect(row).toMatchObject({
      commandId,
      name: 'meetings.close',
      author: 'Bookkeeper',
      own: false,
      groupName: 'Roshni',
    });
    expect(row?.code).toMatch(/^meetings\./);
    expect(await held(stranger.admin)).toEqual([]);
    expect(await answer(stranger.admin, 'desk.heldOne', { commandId })).toBeNull();
    // whoever sees it and may not decide is told who does: never its author, never one of another place
    const elsewhere = await addUser(village, { role: 'supervisor', scopeKind: 'group', scopeId: newId() });
    const { deciders } = await answer<HeldOne>(supervisor, 'desk.heldOne', { commandId });
    expect(deciders).toContainEqual({ name: 'supervisor', roles: ['supervisor'] });
    expect(deciders.filter((one) => one.name === 'supervisor')).toHaveLength(1);
    expect(deciders.map((one) => one.name)).not.toContain('Bookkeeper');
    expect(deciders.at(-1)?.roles).toEqual(['administrator']);
    expect(elsewhere.userId).not.toBe(supervisor.userId);
    expect(await settle(stranger.admin, commandId, 'refuse')).toMatchObject({ kind: 'refused' });
    expect(await settle(village.bookkeeper, commandId, 'refuse')).toMatchObject({ code: 'door.not_allowed' });

    // judged again it collides again, and stays held
    await must(settle(supervisor, commandId, 'again'));
    expect((await held(supervisor)).map((one) => one.commandId)).toEqual([commandId]);
    await must(settle(supervisor, commandId, 'refuse'));
    expect(await held(supervisor)).toEqual([]);
    expect(await settle(supervisor, commandId, 'again')).toMatchObject({ code: 'desk.settled_already' });
  });

  it('is not settled by who recorded it, nor under another scope than its own', async () => {
    const context = await contextOf(village, village.admin);
    const first = ordinaryMeeting(context, addDays(today, -8));
    await must(close(village.app, village.bookkeeper, first));
    const second = ordinaryMeeting(context, addDays(today, -8));
    await close(village.app, supervisor, second);
    expect(await settle(supervisor, second.meetingId, 'refuse')).toMatchObject({ code: 'desk.own_record' });
    const elsewhere = { commandId: second.meetingId, scope: null, choice: 'refuse', reason: 'none of hers' };
    expect(await village.app.do('desk.settleHeld', village.admin, elsewhere)).toMatchObject({
      code: 'desk.nothing_held',
    });
    await must(settle(village.admin, second.meetingId, 'refuse'));
  });
});

describe('unsent work of a stopped phone', () => {
  /** A phone of a bookkeeper who is revoked before she could send her meeting. */
  async function stoppedPhone() {
    const { pkcs8, spki } = await makeSigningKey();
    const author = await addUser(village, { role: 'bookkeeper', scopeKind: 'group', scopeId: village.groupId });
    const deviceId = newId();
    await village.owner.query(
      `insert into device (org_id, device_id, user_id, label, sign_key, state) values ($1, $2, $3, 'Her phone', $4, 'active')`,
      [village.orgId, deviceId, author.userId, spki],
    );
    await must(village.app.do('users.revoke', village.admin, { userId: author.userId }));
    const send = async (payload: { meetingId: string; heldOn: string }) => {
      const envelope = {
        id: payload.meetingId,
        name: 'meetings.close',
        schemaVersion: 1,
        payload,
        businessDate: payload.heldOn,
        deviceId,
        deviceSeq: 1,
        prevHash: '0'.repeat(64),
        deviceAt: new Date().toISOString(),
        dependsOn: [],
        groupId: village.groupId,
        userId: author.userId,
      };
      const signed = await signEnvelope(await signingKeyFrom(pkcs8), envelope as never);
      const server = (await village.app.keys()).sealingKey;
      const item = await sealCommand(server, signed);
      const receipts = { epochSeen: null, knownReceipts: { lastSeq: 0 } };
      await quarantine(village.app, { deviceId, batchId: newId(), ...receipts, commands: [item] });
    };
    return { author, send };
  }

  it('goes into the books under its author name once a supervisor releases it, and only once', async () => {
    const { author, send } = await stoppedPhone();
    const sheet = ordinaryMeeting(await contextOf(village, village.admin), addDays(today, -3));
    await send(sheet);
    expect(await answer<QuarantineRow[]>(stranger.admin, 'desk.quarantine')).toEqual([]);
    const [row] = await answer<QuarantineRow[]>(supervisor, 'desk.quarantine');
    expect(row).toMatchObject({ userId: author.userId, device: 'Her phone' });
    const decision = {
      quarantineId: row!.quarantineId,
      decision: 'released' as const,
      reason: 'she held this meeting',
    };
    expect(await decideQuarantine(village.app, stranger.admin, { ...decision, id: newId() })).toMatchObject({
      code: 'desk.not_in_quarantine',
    });
    expect(await decideQuarantine(village.app, supervisor, { ...decision, id: newId() })).toMatchObject({
      kind: 'decided',
      of: { kind: 'applied' },
    });
    // decided again, as after a crash between decision and work
    expect(await decideQuarantine(village.app, supervisor, { ...decision, id: newId() })).toMatchObject({
      of: { kind: 'already' },
    });
    const { rows } = await village.owner.query('select recorded_by from meeting where meeting_id = $1', [
      sheet.meetingId,
    ]);
    expect(rows).toEqual([{ recorded_by: author.userId }]);
    expect(await answer<QuarantineRow[]>(supervisor, 'desk.quarantine')).toEqual([]);
    const seen = await desk(supervisor);
    expect(seen.recent, 'of the last fourteen days').toEqual({
      count: 3,
      savedPaise: 30 * 10_000,
      repaidPaise: 0,
      lentPaise: 0,
    });
    expect(seen.meetings[0]).toMatchObject({ meetingId: sheet.meetingId, present: 10, members: 10 });
    expect((await desk(stranger.admin)).meetings).toEqual([]);
  });
});

it('a parent sees counts and sums of its children; names only with a right of their own', async () => {
  const mission = await makeOrganisation(village.owner, { kind: 'mission', name: 'Mission' });
  await village.owner.query('update org set parent_org_id = $1 where org_id = $2', [mission, village.orgId]);
  const head = await addUser({ ...village, orgId: mission }, { role: 'programme_head' });
  const rows = await answer<BelowRow[]>(head, 'desk.below');
  expect(rows.map((row) => row.name)).toEqual(['Mission', 'Trust of the test']);
  expect(rows[1]).toMatchObject({ groups: 1, members: 10, savingsPaise: 5 * 10 * 10_000, silent: 0 });
  expect(await village.app.ask('desk.belowGroups', head, {})).toMatchObject({ code: 'door.not_allowed' });
  const boss = await addUser({ ...village, orgId: mission }, { role: 'administrator' });
  expect(await answer(boss, 'desk.belowGroups')).toMatchObject({ silent: [] });
});
