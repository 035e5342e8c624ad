import { beforeAll, describe, expect, test } from 'vitest';
import { addOrg, addUser, browserWith, openOffice, type Office } from '#test/sign-in.ts';

const address = '10.0.0.7';
let office: Office;
let orgId: string;
let now = new Date('2026-11-02T06:00:00Z');
const wait = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));

beforeAll(async () => {
  office = await openOffice({ clock: () => now });
  orgId = await addOrg(office);
});

describe('signing in', () => {
  test('opens a session in an HTTP-only cookie; a phone typed in Urdu digits is the same phone', async () => {
    const { userId } = await addUser(office, { orgId, phone: '9876501234' });
    const done = await office.auth.signIn({ phone: '+91 ۹۸۷۶۵ ۰۱۲۳۴', secret: '४८२९१३', address });
    expect(done).toMatchObject({ ok: true, userId });
    const cookies = done.ok ? done.cookies : [];
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
    for (const cookie of cookies) expect(cookie).toMatch(/Secure/);
    expect(cookies.join()).not.toMatch(/max-age=[1-9]/i);
    expect(await office.auth.sessionOf(browserWith(cookies))).toMatchObject({
      userId,
      kind: 'office',
      mustChangeSecret: false,
    });
  });

  test('a phone is remembered for its month, an office only while the browser runs', async () => {
    const { phone } = await addUser(office, { orgId });
    const done = await office.auth.signIn({ phone, secret: '482913', address, kind: 'phone' });
    expect(done.ok && done.cookies.join()).toMatch(/max-age=2592000/i);
    expect(done.ok && (await office.auth.sessionOf(browserWith(done.cookies)))).toMatchObject({ kind: 'phone' });
  });

  test('unknown phone, wrong secret and no secret at all get one answer', async () => {
    const { phone } = await addUser(office, { orgId });
    const bare = await addUser(office, { orgId, secret: null });
    const wrong = await office.auth.signIn({ phone, secret: '000111', address });
    expect(wrong).toEqual({ ok: false, kind: 'refused', code: 'auth.wrong', params: { waitSeconds: 0 } });
    expect(await office.auth.signIn({ phone: '9999999998', secret: '000111', address })).toEqual(wrong);
    expect(await office.auth.signIn({ phone: bare.phone, secret: '000111', address })).toEqual(wrong);
    expect(await office.auth.signIn({ phone: 'not a phone', secret: '000111', address })).toMatchObject({
      code: 'auth.phone_shape',
    });
  });

  test('a secret that fits two organisations is asked which, else the secret itself says it', async () => {
    const other = await addOrg(office, 'Hunar Federation');
    const phone = '9123400001';
    const here = await addUser(office, { orgId, phone, secret: '739164' });
    const there = await addUser(office, { orgId: other, phone, secret: '739164' });
    const asked = await office.auth.signIn({ phone, secret: '739164', address });
    expect(asked).toMatchObject({ ok: false, code: 'auth.which_organisation', params: { count: 2 } });
    expect(asked.ok ? [] : asked.organisations).toEqual(
      expect.arrayContaining([{ orgId: other, name: 'Hunar Federation' }]),
    );
    expect(await office.auth.signIn({ phone, secret: '739164', orgId: other, address })).toMatchObject({
      userId: there.userId,
    });
    await office.auth.setSecret(there.userId, '620485');
    expect(await office.auth.signIn({ phone, secret: '739164', address })).toMatchObject({ userId: here.userId });
    expect(await office.auth.signIn({ phone, secret: '111999', address })).toMatchObject({ code: 'auth.wrong' });
  });

  test('a weak PIN is not given to anybody', async () => {
    const { userId } = await addUser(office, { orgId });
    expect(await office.auth.setSecret(userId, '123456')).toMatchObject({ ok: false, code: 'auth.pin_easy' });
  });
});

describe('the growing delay', () => {
  test('five tries, then longer and longer waits, over two processes; the right PIN must wait too', async () => {
    const { phone, userId } = await addUser(office, { orgId });
    const twin = await office.otherProcess();
    const from = { phone, secret: '000111', address: '10.1.0.1' };
    const told = [];
    for (let at = 0; at < 5; at += 1) told.push(await (at % 2 ? twin : office.auth).signIn(from));
    expect(told.map((one) => !one.ok && one.params.waitSeconds)).toEqual([0, 0, 0, 0, 30]);
    for (const seconds of [30, 60, 300, 900, 3600, 3600]) {
      expect(await twin.signIn({ ...from, secret: '482913' })).toMatchObject({
        code: 'auth.wait',
        params: { waitSeconds: seconds },
      });
      wait(seconds - 1);
      expect(await office.auth.signIn(from)).toMatchObject({ code: 'auth.wait', params: { waitSeconds: 1 } });
      wait(1);
      if (seconds < 3600) expect(await office.auth.signIn(from)).toMatchObject({ code: 'auth.wrong' });
      else break;
    }
    expect(await office.auth.signIn({ ...from, secret: '482913' })).toMatchObject({ ok: true, userId });
    expect(await office.auth.signIn(from)).toMatchObject({ code: 'auth.wrong', params: { waitSeconds: 0 } });
  });

  test('an unknown phone is slowed in the same way', async () => {
    const from = { phone: '9000000001', secret: '000111', address: '10.1.0.2' };
    for (let at = 0; at < 5; at += 1) await office.auth.signIn(from);
    expect(await office.auth.signIn(from)).toMatchObject({ code: 'auth.wait', params: { waitSeconds: 30 } });
  });

  test('guesses sent all at once are not all looked at', async () => {
    const { phone } = await addUser(office, { orgId });
    const guesses = Array.from({ length: 20 }, (_, at) => ({
      phone,
      secret: String(700_000 + at),
      address: `10.2.0.${at}`,
    }));
    const answers = await Promise.all(guesses.map((guess) => office.auth.signIn(guess)));
    expect(answers.filter((one) => !one.ok && one.code === 'auth.wrong')).toHaveLength(5);
    expect(answers.filter((one) => !one.ok && one.code === 'auth.wait')).toHaveLength(15);
  });

  test('an address that tries many phones waits; a wait of one account does not count against its office', async () => {
    const from = '10.3.0.1';
    const good = await addUser(office, { orgId });
    const locked = { phone: '9000000002', secret: '000111', address: from };
    for (let at = 0; at < 60; at += 1) await office.auth.signIn(locked);
    expect(await office.auth.signIn({ phone: good.phone, secret: '482913', address: from })).toMatchObject({
      ok: true,
    });
    for (let at = 0; at < 35; at += 1)
      await office.auth.signIn({ phone: String(9_200_000_000 + at), secret: '000111', address: from });
    expect(await office.auth.signIn({ phone: good.phone, secret: '482913', address: from })).toMatchObject({
      code: 'auth.wait',
      params: { waitSeconds: 30 },
    });
    expect(await office.auth.signIn({ phone: good.phone, secret: '482913', address: '10.3.0.2' })).toMatchObject({
      ok: true,
    });
  });

  test('is forgotten after a day, and what ran out is swept', async () => {
    const from = { phone: '9000000003', secret: '000111', address: '10.4.0.1' };
    for (let at = 0; at < 4; at += 1) await office.auth.signIn(from);
    wait(86_401);
    for (let at = 0; at < 4; at += 1)
      expect(await office.auth.signIn(from)).toMatchObject({ params: { waitSeconds: 0 } });
    wait(86_401);
    await office.auth.sweep();
    const { rows } = await office.owner.query('select count(*) as left from auth.attempt');
    expect(rows).toEqual([{ left: 0 }]);
  });

  test("asking again for a signed-in user's PIN is slowed as well, and a right answer counts for ten minutes", async () => {
    const { userId, phone } = await addUser(office, { orgId });
    const done = await office.auth.signIn({ phone, secret: '482913', address });
    const headers = browserWith(done.ok ? done.cookies : []);
    const session = await office.auth.sessionOf(headers);
    expect(session?.strongUntil).toBeNull();
    expect(await office.auth.checkSecret(userId, '482913', { sessionId: session!.sessionId })).toEqual({ ok: true });
    expect((await office.auth.sessionOf(headers))?.strongUntil).toBeInstanceOf(Date);
    for (let at = 0; at < 5; at += 1)
      expect(await office.auth.checkSecret(userId, '000111')).toMatchObject({ code: 'auth.wrong' });
    expect(await office.auth.checkSecret(userId, '482913')).toMatchObject({ code: 'auth.wait' });
  });
});

test('demo logins open nothing outside the demo database', async () => {
  const { userId, phone } = await addUser(office, { orgId, secret: null });
  await expect(office.auth.setSecret(userId, '482913', { demo: true })).rejects.toThrow('demo database only');
  await office.owner.query('update server_state set demo = true');
  expect(await office.auth.setSecret(userId, '482913', { demo: true })).toEqual({ ok: true });
  const done = await office.auth.signIn({ phone, secret: '482913', address });
  const headers = browserWith(done.ok ? done.cookies : []);
  expect(await office.auth.sessionOf(headers)).toMatchObject({ userId });
  await office.owner.query('update server_state set demo = false');
  expect(await office.auth.sessionOf(headers)).toBeNull();
  expect(await office.auth.signIn({ phone, secret: '482913', address })).toMatchObject({ code: 'auth.wrong' });
});

test("the trail tells of sign-ins and failures without what was typed; the app's role cannot read the schema", async () => {
  const { userId, phone } = await addUser(office, { orgId, secret: '582613' });
  await office.auth.signIn({ phone, secret: '582613', address });
  await office.auth.signIn({ phone, secret: '771177', address });
  const { rows } = await office.owner.query(
    `select action, outcome, detail from audit where user_id = $1 order by audit_id`,
    [userId],
  );
  expect(rows).toEqual([
    { action: 'auth.set_secret', outcome: 'applied', detail: null },
    { action: 'auth.sign_in', outcome: 'applied', detail: null },
    { action: 'auth.sign_in', outcome: 'refused:auth.wrong', detail: null },
  ]);
  const app = await office.owner.connect();
  await app.query('set role bakhiya_app');
  await expect(app.query('select * from auth.session')).rejects.toThrow('permission denied');
  await expect(app.query(`select * from sign_in_candidates('${phone}')`)).rejects.toThrow('permission denied');
  await app.query('reset role; set role bakhiya_auth');
  await expect(app.query('select * from audit')).rejects.toThrow('permission denied');
  await app.query('reset role');
  app.release();
});
