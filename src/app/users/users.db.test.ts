import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import type { Actor } from '#platform/door.ts';
import { addOrg, addUser, browserWith, openOffice, type Office } from '#test/sign-in.ts';
import { changeOwnSecret, giveFirstSecret, openEnrolment, takeTwoStepAway } from '../access.server.ts';
import { actorOf } from '../actors.server.ts';
import { actorFromRequest, freeActor } from '../session.server.ts';
import type { AuditListRow, DeviceListRow, Listed, OrgCard, OrgTreeRow, UserListRow } from './index.server.ts';

const address = '10.0.0.7';
let office: Office;
let orgId: string;
let chief: Actor;
let stranger: Actor;

const actor = async (userId: string) => (await actorOf(office.db, userId))!;
const act = async (who: Actor, name: string, payload: unknown) => {
  const outcome = await office.app.do(name, who, payload);
  return outcome.kind === 'refused' ? outcome.code : outcome.kind;
};
const addedBy = async (who: Actor, payload: { phone: string }) => {
  const outcome = await office.app.do<{ userId: string }>('users.add', who, payload);
  if (outcome.kind !== 'applied') throw new Error(JSON.stringify(outcome));
  return { ...payload, userId: outcome.receipt.userId };
};
const see = async <T>(who: Actor, name: string, input: unknown = {}): Promise<T> => {
  const answer = await office.app.ask<T>(name, who, input);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
};
async function enter(user: { phone: string }, secret = '482913') {
  const done = await office.auth.signIn({ phone: user.phone, secret, address });
  if (!done.ok) throw new Error(done.code);
  return browserWith(done.cookies);
}
const visit = (headers: Headers) => actorFromRequest(office, new Request('https://books.example/office', { headers }));

beforeAll(async () => {
  office = await openOffice();
  orgId = await addOrg(office);
  chief = await actor((await addUser(office, { orgId, role: 'administrator' })).userId);
  const elsewhere = await addOrg(office, 'Other Trust');
  stranger = await actor((await addUser(office, { orgId: elsewhere, role: 'administrator' })).userId);
});

const newUser = (phone: string, more: object = {}) => ({
  name: 'Shabnam',
  phone,
  locale: 'ur',
  grants: [{ role: 'bookkeeper', scope: null }],
  ...more,
});

describe('a user', () => {
  test('is added without a secret, gets one by voice, and must choose her own before anything else', async () => {
    const input = await addedBy(chief, newUser('+91 98111 00001'));
    expect(await office.auth.signIn({ phone: input.phone, secret: '482913', address })).toMatchObject({
      code: 'auth.wrong',
    });
    const given = await giveFirstSecret(office, chief, input.userId);
    if (given.kind !== 'given') throw new Error(given.kind);
    const headers = await enter(input, given.secret);
    const first = await visit(headers);
    expect(first.mustDo).toBe('choose_secret');
    expect(freeActor(first)).toBeNull();
    const change = { session: first.session!, who: first.actor!, old: given.secret, address };
    expect(await changeOwnSecret(office, { ...change, new: given.secret })).toMatchObject({ code: 'auth.same_secret' });
    expect(await changeOwnSecret(office, { ...change, new: '123456' })).toMatchObject({ code: 'auth.pin_easy' });
    expect(await changeOwnSecret(office, { ...change, old: '999000', new: '739164' })).toMatchObject({
      code: 'auth.wrong',
    });
    expect(await changeOwnSecret(office, { ...change, new: '739164' })).toEqual({ kind: 'changed' });
    const then = await visit(headers);
    expect(then.mustDo).toBeNull();
    expect(freeActor(then)).toMatchObject({ userId: input.userId, orgId, locale: 'ur' });
    const { rows } = await office.owner.query(
      `select 1 from command where payload::text like $1 or outcome::text like $1
      union all select 1 from audit where detail::text like $1`,
      [`%${given.secret}%`],
    );
    expect(rows).toEqual([]);
  });

  test('has one phone of her own in the organisation, and words that make sense', async () => {
    const input = await addedBy(chief, newUser('9811100002'));
    expect(await act(chief, 'users.add', newUser('९८१११००००२'))).toBe('users.phone_taken');
    expect(await act(chief, 'users.add', newUser('12345'))).toBe('door.invalid');
    expect(await act(chief, 'users.add', newUser('9811100004', { grants: [] }))).toBe('door.invalid');
    expect(await act(chief, 'users.add', newUser('9811100004', { personId: newId() }))).toBe('users.person_unknown');
    const nowhere = [{ role: 'bookkeeper', scope: { kind: 'group', id: newId() } }];
    expect(await act(chief, 'users.add', newUser('9811100004', { grants: nowhere }))).toBe('users.scope_unknown');
    const found = await see<Listed<UserListRow>>(chief, 'users.list', { q: '9811100002' });
    expect(found).toMatchObject({
      total: 1,
      rows: [{ name: 'Shabnam', phone: '9811100002', grants: [{ role: 'bookkeeper', scope: null }] }],
    });
    expect(await act(chief, 'users.edit', { userId: input.userId, name: 'Shabnam Bano', phone: '9811100005' })).toBe(
      'applied',
    );
  });

  test('loses her sessions, phones and open codes the moment she is revoked; restored she signs in anew', async () => {
    const user = await addUser(office, { orgId });
    const headers = await enter(user);
    const deviceId = newId();
    await office.owner.query(`insert into device (org_id, device_id, user_id) values ($1, $2, $3)`, [
      orgId,
      deviceId,
      user.userId,
    ]);
    await openEnrolment(office.app, chief, { userId: user.userId, origin: 'https://books.example' });
    expect((await visit(headers)).actor).toMatchObject({ userId: user.userId });
    expect(await act(chief, 'users.revoke', { userId: user.userId })).toBe('applied');
    const left = await office.owner.query(
      `select (select count(*) from auth.session where "userId" = $1::uuid::text) as sessions,
      (select state from device where device_id = $2) as device, (select count(*) from enrolment where user_id = $1 and expires_at > now()) as codes`,
      [user.userId, deviceId],
    );
    expect(left.rows).toEqual([{ sessions: 0, device: 'revoked', codes: 0 }]);
    expect(await visit(headers)).toMatchObject({ actor: null });
    expect(await act(chief, 'users.grant', { userId: user.userId, role: 'animator', scope: null })).toBe(
      'users.revoked',
    );
    expect(await act(chief, 'users.restore', { userId: user.userId })).toBe('applied');
    expect((await visit(await enter(user))).actor).toMatchObject({ userId: user.userId });
  });

  test('chooses her own language whatever her role', async () => {
    const auditor = await actor((await addUser(office, { orgId, role: 'auditor' })).userId);
    expect(await act(auditor, 'users.setLocale', { locale: 'hi' })).toBe('applied');
    expect((await actor(auditor.userId)).locale).toBe('hi');
  });
});

describe('roles', () => {
  test('are given and ended; the new right works with the next request, the ended one not any more', async () => {
    const { userId } = await addUser(office, { orgId });
    expect(await act(chief, 'users.grant', { userId, role: 'supervisor', scope: null })).toBe('applied');
    expect((await actor(userId)).grants.map((one) => one.role).sort()).toEqual(['bookkeeper', 'supervisor']);
    expect(await act(chief, 'users.endGrant', { userId, role: 'supervisor', scope: null })).toBe('applied');
    expect((await actor(userId)).grants.map((one) => one.role)).toEqual(['bookkeeper']);
    expect(await act(chief, 'users.endGrant', { userId, role: 'supervisor', scope: null })).toBe('users.no_such_grant');
    expect(await act(chief, 'users.grant', { userId, role: 'auditor', scope: null, toOn: '2001-01-01' })).toBe(
      'users.day_past',
    );
  });

  test('nobody gives what she may not give, nor touches her betters', async () => {
    for (const role of ['animator', 'supervisor', 'accountant', 'auditor']) {
      const who = await actor((await addUser(office, { orgId, role })).userId);
      expect(await act(who, 'users.grant', { userId: who.userId, role: 'administrator', scope: null })).toBe(
        'door.not_allowed',
      );
      expect(await act(who, 'users.revoke', { userId: chief.userId })).toBe('door.not_allowed');
    }
    const groupId = newId();
    await office.owner.query(
      `insert into groups (org_id, group_id, kind, name, formed_on) values ($1, $2, 'self_help_group', 'Roshni', '2020-01-01')`,
      [orgId, groupId],
    );
    const here = { kind: 'group', id: groupId };
    const { userId: local } = await addUser(office, { orgId, role: 'member' });
    expect(await act(chief, 'users.grant', { userId: local, role: 'administrator', scope: here })).toBe('applied');
    const lesser = await actor(local);
    const { userId } = await addUser(office, { orgId, role: 'member' });
    expect(await act(lesser, 'users.grant', { userId, role: 'bookkeeper', scope: here })).toBe('applied');
    expect(await act(lesser, 'users.grant', { userId, role: 'bookkeeper', scope: null })).toBe('door.not_allowed');
    expect(
      await act(
        lesser,
        'users.add',
        newUser('9811100009', {
          grants: [
            { role: 'bookkeeper', scope: here },
            { role: 'auditor', scope: null },
          ],
        }),
      ),
    ).toBe('users.beyond_you');
    const mine = await see<Listed<UserListRow>>(lesser, 'users.list', { within: here });
    expect(mine.rows.map((row) => row.userId).sort()).toEqual([local, userId].sort());
  });

  test('the last administrator stays, also when two would remove each other at once', async () => {
    const small = await addOrg(office, 'Small Trust');
    const [one, two] = [
      await addUser(office, { orgId: small, role: 'administrator' }),
      await addUser(office, { orgId: small, role: 'administrator' }),
    ];
    const [first, second] = [await actor(one.userId), await actor(two.userId)];
    const outcomes = await Promise.all([
      act(first, 'users.revoke', { userId: two.userId }),
      act(second, 'users.endGrant', { userId: one.userId, role: 'administrator', scope: null }),
    ]);
    expect(outcomes.sort()).toEqual(['applied', 'users.last_administrator']);
    const last = (await actorOf(office.db, one.userId))?.grants.length ? one : two;
    expect(await act(await actor(last.userId), 'users.revoke', { userId: last.userId })).toBe(
      'users.last_administrator',
    );
  });
});

describe('an administrator', () => {
  test('does nothing without the second step outside the demo', async () => {
    const headers = await enter(await addUser(office, { orgId, role: 'administrator' }));
    const first = await visit(headers);
    expect(first.mustDo).toBe('set_up_two_step');
    expect(freeActor(first)).toBeNull();
    await office.owner.query('update server_state set demo = true');
    expect((await visit(headers)).mustDo).toBeNull();
    await office.owner.query('update server_state set demo = false');
    await office.owner.query(`update auth."user" set "twoFactorEnabled" = true where id = $1`, [first.actor!.userId]);
    expect((await visit(headers)).mustDo).toBeNull();
    expect(await takeTwoStepAway(office, chief, first.actor!.userId)).toMatchObject({ kind: 'applied' });
    expect((await visit(headers)).actor).toBeNull();
  });
});

describe('a phone', () => {
  test('is enrolled by a one-time code of which only the hash is kept, and stopped at once', async () => {
    const user = await addUser(office, { orgId });
    const open = await openEnrolment(office.app, chief, { userId: user.userId, origin: 'https://books.example' });
    if (open.kind !== 'open') throw new Error(open.kind);
    const code = JSON.parse(open.code) as { origin: string; token: string };
    expect(code.origin).toBe('https://books.example');
    const kept = await office.owner.query(
      `select count(*)::int as times from (select payload::text as t from command union all
      select outcome::text from command union all select token_hash from enrolment) x where t like $1`,
      [`%${code.token}%`],
    );
    expect(kept.rows).toEqual([{ times: 0 }]);
    await openEnrolment(office.app, chief, { userId: user.userId, origin: 'https://books.example' });
    const valid = await office.owner.query(
      `select count(*)::int as open from enrolment where user_id = $1 and expires_at > now()`,
      [user.userId],
    );
    expect(valid.rows).toEqual([{ open: 1 }]);

    const deviceId = newId();
    await office.owner.query(
      `insert into device (org_id, device_id, user_id, label, unsent_count, unsent_paise, last_seen_at) values ($1, $2, $3, 'Redmi', 3, 423000, now())`,
      [orgId, deviceId, user.userId],
    );
    const cookie = await office.auth.openSession(user.userId, { kind: 'phone', deviceId, address, userAgent: '' });
    expect((await visit(browserWith([cookie]))).actor).toMatchObject({ deviceId });
    const list = await see<Listed<DeviceListRow>>(chief, 'devices.list', { userId: user.userId });
    expect(list).toMatchObject({
      total: 1,
      rows: [{ label: 'Redmi', unsentCount: 3, unsentPaise: 423000, state: 'active' }],
    });
    expect(await act(chief, 'devices.revoke', { deviceId })).toBe('applied');
    expect((await visit(browserWith([cookie]))).actor).toBeNull();
    expect(await act(chief, 'devices.revoke', { deviceId: newId() })).toBe('devices.not_found');
    const animator = await actor((await addUser(office, { orgId, role: 'animator' })).userId);
    expect((await openEnrolment(office.app, animator, { userId: user.userId, origin: 'x' })).kind).toBe('refused');
  });
});

describe('the trail and the organisation', () => {
  test('who did what is found by person, action, subject and day', async () => {
    const { userId } = await addUser(office, { orgId });
    await act(chief, 'users.resetTwoStep', { userId });
    const mine = await see<Listed<AuditListRow>>(chief, 'audit.list', {
      userId: chief.userId,
      action: 'users.resetTwo',
    });
    expect(mine.rows[0]).toMatchObject({ action: 'users.resetTwoStep', outcome: 'applied', userName: 'Rukhsana' });
    expect(await see<Listed<AuditListRow>>(chief, 'audit.list', { subjectId: userId })).toMatchObject({
      rows: [{ action: 'auth.set_secret' }],
    });
    expect(await see<Listed<AuditListRow>>(chief, 'audit.list', { to: '2020-01-01' })).toEqual({ rows: [], total: 0 });
    const page = await see<Listed<AuditListRow>>(chief, 'audit.list', { size: 2, page: 2 });
    expect(page.rows).toHaveLength(2);
    expect(page.total).toBeGreaterThan(4);
    expect(await see<Listed<AuditListRow>>(chief, 'audit.list', { action: '%' })).toEqual({ rows: [], total: 0 });
  });

  test('settings are merged; a parent sees counts of her children, a child nothing of her parent', async () => {
    expect(
      await act(chief, 'org.updateSettings', { nameHi: 'सखी ट्रस्ट', settings: { meetingReminder: true, oldWord: 'x' } }),
    ).toBe('applied');
    expect(await act(chief, 'org.updateSettings', { settings: { oldWord: null } })).toBe('applied');
    expect(await see<OrgCard>(chief, 'org.get')).toMatchObject({
      nameHi: 'सखी ट्रस्ट',
      settings: { meetingReminder: true },
      demo: false,
    });
    const child = await addOrg(office, 'Child Trust', orgId);
    const below = await actor((await addUser(office, { orgId: child, role: 'administrator' })).userId);
    const mother = await see<OrgTreeRow[]>(await actor(chief.userId), 'org.tree');
    expect(mother.map((row) => row.orgId)).toEqual([orgId, child]);
    expect(mother[1]).toMatchObject({ users: 1, groups: 0, members: 0, held: 0 });
    expect((await see<OrgTreeRow[]>(below, 'org.tree')).map((row) => row.orgId)).toEqual([child]);
  });
});

test('a stranger organisation finds nobody and moves nothing', async () => {
  const { userId } = await addUser(office, { orgId });
  const deviceId = newId();
  await office.owner.query(`insert into device (org_id, device_id, user_id) values ($1, $2, $3)`, [
    orgId,
    deviceId,
    userId,
  ]);
  const cookie = await office.auth.openSession(userId, { kind: 'phone', deviceId, address, userAgent: '' });
  const before = await office.owner.query(
    `select * from app_user u join user_grant g using (org_id, user_id) where user_id = $1`,
    [userId],
  );
  for (const name of ['users.revoke', 'users.restore', 'users.resetSecret', 'users.resetTwoStep'])
    expect(await act(stranger, name, { userId })).toBe('users.not_found');
  expect(await act(stranger, 'users.edit', { userId, name: 'X', phone: '9811100099' })).toBe('users.not_found');
  expect(await act(stranger, 'users.grant', { userId, role: 'member', scope: null })).toBe('users.not_found');
  expect(await act(stranger, 'users.endGrant', { userId, role: 'bookkeeper', scope: null })).toBe('users.not_found');
  expect(await act(stranger, 'devices.revoke', { deviceId })).toBe('devices.not_found');
  expect(await openEnrolment(office.app, stranger, { userId, origin: 'x' })).toMatchObject({ code: 'users.not_found' });
  expect(await giveFirstSecret(office, stranger, userId)).toMatchObject({ code: 'users.not_found' });
  expect(await see<Listed<UserListRow>>(stranger, 'users.list', { q: '' })).toMatchObject({ total: 1 });
  expect(await see<Listed<DeviceListRow>>(stranger, 'devices.list')).toMatchObject({ total: 0 });
  expect(await see<Listed<AuditListRow>>(stranger, 'audit.list', { userId })).toMatchObject({ total: 0 });
  expect((await see<OrgCard>(stranger, 'org.get')).name).toBe('Other Trust');
  expect((await see<OrgTreeRow[]>(stranger, 'org.tree')).map((row) => row.name)).toEqual(['Other Trust']);
  // a user of her own under somebody else's id would share her login
  expect(await act(stranger, 'users.add', newUser('9811100098', { userId }))).toBe('door.invalid');
  const after = await office.owner.query(
    `select * from app_user u join user_grant g using (org_id, user_id) where user_id = $1 and org_id = $2`,
    [userId, orgId],
  );
  expect(after.rows).toEqual(before.rows);
  expect((await visit(browserWith([cookie]))).actor).toMatchObject({ userId });
});
