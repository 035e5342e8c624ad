import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { addOrg, addUser, browserWith, openOffice, type Office } from '#test/sign-in.ts';

const address = '10.0.0.7';
let office: Office;
let orgId: string;

beforeAll(async () => {
  office = await openOffice();
  orgId = await addOrg(office);
});

type Some = { readonly userId: string; readonly phone: string };
async function enter({ phone }: Some, kind: 'office' | 'phone' = 'office') {
  const done = await office.auth.signIn({ phone, secret: '482913', address, kind });
  if (!done.ok) throw new Error(done.code);
  return browserWith(done.cookies);
}
const age = (seconds: number, userId: string) =>
  office.owner.query(
    `update auth.session set "updatedAt" = "updatedAt" - make_interval(secs => $1), "expiresAt" = "expiresAt" - make_interval(secs => $1),
       "rotatedAt" = "rotatedAt" - make_interval(secs => $1), "createdAt" = "createdAt" - make_interval(secs => $1) where "userId" = $2`,
    [seconds, userId],
  );

describe('a session', () => {
  test('is one over two processes, and ends in both at once', async () => {
    const user = await addUser(office, { orgId });
    const headers = await enter(user);
    const twin = await office.otherProcess();
    expect(await twin.sessionOf(headers)).toMatchObject({ userId: user.userId });
    expect((await twin.signOut(headers)).join()).toMatch(/max-age=0/i);
    expect(await office.auth.sessionOf(headers)).toBeNull();
  });

  test('of a revoked user or a revoked phone is none from that moment', async () => {
    const user = await addUser(office, { orgId });
    const headers = await enter(user);
    await office.owner.query(`update app_user set state = 'revoked' where user_id = $1`, [user.userId]);
    expect(await office.auth.sessionOf(headers)).toBeNull();
    expect(await office.auth.signIn({ phone: user.phone, secret: '482913', address })).toMatchObject({
      code: 'auth.wrong',
    });

    const keeper = await addUser(office, { orgId });
    const deviceId = '0190f3c2-0000-7000-8000-000000000001';
    await office.owner.query(`insert into device (org_id, device_id, user_id) values ($1, $2, $3)`, [
      orgId,
      deviceId,
      keeper.userId,
    ]);
    const cookie = await office.auth.openSession(keeper.userId, { kind: 'phone', deviceId, address, userAgent: 'x' });
    expect(await office.auth.sessionOf(browserWith([cookie]))).toMatchObject({
      userId: keeper.userId,
      deviceId,
      kind: 'phone',
    });
    await office.owner.query(`update device set state = 'revoked' where device_id = $1`, [deviceId]);
    expect(await office.auth.sessionOf(browserWith([cookie]))).toBeNull();
  });

  test('gets a new token in time; the old one holds until the new one was seen, and shortly after', async () => {
    const user = await addUser(office, { orgId });
    const old = await enter(user, 'phone');
    expect((await office.auth.sessionOf(old))?.cookies).toEqual([]);
    await age(86_401, user.userId);
    const renewed = await office.auth.sessionOf(old);
    expect(renewed?.cookies).toHaveLength(1);
    // the answer got lost: a day later the old token still opens, and is renewed again
    expect((await office.auth.sessionOf(old))?.cookies).toEqual([]);
    await age(86_401, user.userId);
    const again = await office.auth.sessionOf(old);
    const fresh = browserWith(again?.cookies ?? [], old);
    expect(await office.auth.sessionOf(fresh)).toMatchObject({ userId: user.userId, kind: 'phone' });
    expect(await office.auth.sessionOf(old)).toMatchObject({ userId: user.userId });
    await age(61, user.userId);
    expect(await office.auth.sessionOf(old)).toBeNull();
    expect(await office.auth.sessionOf(browserWith(renewed?.cookies ?? []))).toBeNull();
    expect(await office.auth.sessionOf(fresh)).toMatchObject({ userId: user.userId });
    expect(await office.auth.listSessions(user.userId)).toMatchObject([{ kind: 'phone', address }]);
  });

  test('renewed by many requests at once becomes one new session', async () => {
    const user = await addUser(office, { orgId });
    const old = await enter(user);
    await age(3_601, user.userId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => office.auth.sessionOf(old)));
    expect(answers.every((one) => one?.userId === user.userId)).toBe(true);
    expect(answers.flatMap((one) => one?.cookies ?? [])).toHaveLength(1);
  });

  test('rests no longer than half a day in the office, and lives no longer than a week', async () => {
    const user = await addUser(office, { orgId });
    const idle = await enter(user);
    await age(43_201, user.userId);
    expect(await office.auth.sessionOf(idle)).toBeNull();
    const long = await enter(user);
    await office.owner.query(`update auth.session set "createdAt" = now() - interval '8 days' where "userId" = $1`, [
      user.userId,
    ]);
    expect(await office.auth.sessionOf(long)).toBeNull();
  });

  test('ends when the secret changes, but for the one she is in; a forged or foreign cookie is none', async () => {
    const user = await addUser(office, { orgId });
    const here = await enter(user);
    const there = await enter(user, 'phone');
    const mine = await office.auth.sessionOf(here);
    expect(await office.auth.setSecret(user.userId, '395174', { keep: mine!.sessionId })).toEqual({ ok: true });
    expect(await office.auth.sessionOf(there)).toBeNull();
    expect(await office.auth.sessionOf(here)).toMatchObject({ userId: user.userId });
    expect(await office.auth.signOutEverywhere(user.userId)).toBe(1);
    expect(await office.auth.sessionOf(here)).toBeNull();
    const other = await enter(await addUser(office, { orgId }));
    const forged = other.get('cookie')!.replace(/=(...)/, '=abc');
    expect(await office.auth.sessionOf(new Headers({ cookie: forged }))).toBeNull();
    expect(await office.auth.sessionOf(new Headers())).toBeNull();
  });
});

describe('the second step', () => {
  /** What her authenticator app shows now (RFC 6238 over the Base32 key of RFC 4648), reckoned without the library. */
  function codeOf(uri: string): string {
    const bits = [...(new URL(uri).searchParams.get('secret') ?? '')]
      .map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
      .join('');
    const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const digest = createHmac('sha1', key).update(step).digest();
    const number = digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }

  test('is set up with a first code, asked at the next sign-in, and a code works once', async () => {
    const user = await addUser(office, { orgId, role: 'administrator' });
    const headers = await enter(user);
    expect(await office.auth.startTwoStep({ headers, address }, { secret: '111199', label: 'x' })).toMatchObject({
      ok: false,
      code: 'auth.wrong',
    });
    const start = await office.auth.startTwoStep({ headers, address }, { secret: '482913', label: 'Sakhi Trust' });
    if (!start.ok) throw new Error(start.code);
    expect(start.uri).toMatch(/^otpauth:\/\/totp\/Bakhiya%3ASakhi%20Trust\?secret=[A-Z2-7]+&issuer=Bakhiya/);
    expect(start.backupCodes.length).toBeGreaterThan(5);
    expect(await office.auth.finishTwoStep({ headers, address, code: '000000' })).toMatchObject({
      code: 'auth.code_wrong',
    });
    const code = codeOf(start.uri);
    const on = await office.auth.finishTwoStep({ headers, address, code });
    const renewed = browserWith(on.ok ? on.cookies : [], headers);
    expect(await office.auth.sessionOf(renewed)).toMatchObject({ userId: user.userId, twoStep: true });

    const asked = await office.auth.signIn({ phone: user.phone, secret: '482913', address, kind: 'phone' });
    expect(asked).toMatchObject({ ok: false, code: 'auth.code_needed' });
    const half = browserWith((!asked.ok && asked.cookies) || []);
    expect(await office.auth.sessionOf(half)).toBeNull();
    // seen over her shoulder: the code that was just used is used up
    expect(await office.auth.confirmCode({ headers: half, address, code })).toMatchObject({ code: 'auth.code_wrong' });
    const done = await office.auth.confirmCode({ headers: half, address, code: start.backupCodes[0]!, kind: 'phone' });
    expect(done).toMatchObject({ ok: true, userId: user.userId });
    expect(await office.auth.sessionOf(browserWith(done.ok ? done.cookies : []))).toMatchObject({
      kind: 'phone',
      twoStep: true,
    });
    expect(await office.auth.confirmCode({ headers: half, address, code: '123123' })).toMatchObject({
      code: 'auth.code_expired',
    });
    const atOnce = await office.auth.signIn({
      phone: user.phone,
      secret: '482913',
      address,
      code: start.backupCodes[1],
    });
    expect(atOnce).toMatchObject({ ok: true, userId: user.userId });
    const spent = await office.auth.signIn({
      phone: user.phone,
      secret: '482913',
      address,
      code: start.backupCodes[1],
    });
    expect(spent).toMatchObject({ ok: false, code: 'auth.code_wrong' });

    await office.auth.resetTwoStep(user.userId);
    expect(await office.auth.signIn({ phone: user.phone, secret: '482913', address })).toMatchObject({ ok: true });
  });

  test('guesses of a code are slowed, and typing the right PIN again does not give new ones', async () => {
    const user = await addUser(office, { orgId });
    const headers = await enter(user);
    const start = await office.auth.startTwoStep({ headers, address }, { secret: '482913', label: 'x' });
    await office.auth.finishTwoStep({ headers, address, code: codeOf(start.ok ? start.uri : '') });
    const codes = [];
    for (let at = 0; at < 6; at += 1) {
      const asked = await office.auth.signIn({ phone: user.phone, secret: '482913', address });
      const half = browserWith((!asked.ok && asked.cookies) || []);
      const answer = await office.auth.confirmCode({ headers: half, address, code: String(100_000 + at) });
      codes.push(!answer.ok && answer.code);
    }
    expect(codes).toEqual([...Array(5).fill('auth.code_wrong'), 'auth.wait']);
  });
});
