/** One phone, two women, one cookie jar: a session never speaks for the other woman's place on the phone. */
import { beforeAll, expect, test } from 'vitest';
import { enrolmentLink, readEnrolmentCode } from '#field/enrol.ts';
import {
  escrowBound,
  makeSigningKey,
  sealCommand,
  sealTo,
  signEnvelope,
  signingKeyFrom,
} from '#field/sealed-envelope.ts';
import { EnrolmentCode, type DeviceEnvelope, type PushItem } from '#field/wire.ts';
import { actorOf } from '#app/actors.server.ts';
import { openEnrolment, readRecoveryCodes } from '#app/access.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { newId } from '#platform/ids.ts';
import type { Actor } from '#platform/door.ts';
import { makeVillage, type Village } from '#test/village.ts';
import { addEscrow, enrol } from './enrol.server.ts';
import { pull } from './pull.server.ts';
import { push } from './push.server.ts';

let village: Village;
let other: Actor;
let deviceId: string;
let items: { open: PushItem; sealed: PushItem };
const CODE = '1234-5678-9012-3456-7890-1234';

beforeAll(async () => {
  village = await makeVillage();
  const { app, admin, bookkeeper, orgId, owner } = village;
  const grants = [{ role: 'bookkeeper', scopeKind: 'group' as const, scopeId: newId() }];
  other = (await actorOf(app.db, await makeFirstUser(owner, { orgId, name: 'Sakina', phone: '8111111111', grants })))!;
  const opened = await openEnrolment(app, admin, { userId: bookkeeper.userId, origin: 'http://localhost' });
  if (opened.kind !== 'open') throw new Error(opened.kind);
  const code = readEnrolmentCode(enrolmentLink(EnrolmentCode.parse(JSON.parse(opened.code))))!;
  const keys = await makeSigningKey();
  const secret = JSON.stringify({ vaultId: newId(), recoveryCode: CODE, madeAt: '2026-11-01T10:00:00.000Z' });
  const escrow = await sealTo(code.serverKey, new TextEncoder().encode(secret), escrowBound);
  const done = await enrol(app, { token: code.token, signingKey: keys.spki, deviceName: 'Redmi', escrow });
  if (done.kind !== 'enrolled') throw new Error(done.kind);
  deviceId = done.body.deviceId;
  const said = { groupId: village.groupId, plannedOn: '2025-05-12', reason: 'weather', note: '', nextMeeting: null };
  const envelope: DeviceEnvelope = {
    id: newId(),
    name: 'meetings.skip',
    schemaVersion: 1,
    payload: said,
    deviceId,
    deviceSeq: 1,
    prevHash: '0'.repeat(64),
    deviceAt: new Date().toISOString(),
  };
  const signed = await signEnvelope(await signingKeyFrom(keys.pkcs8), envelope);
  items = { open: { form: 'open', ...signed }, sealed: await sealCommand(code.serverKey, signed) };
});

const sending = (item: PushItem) => ({
  batchId: newId(),
  deviceId,
  epochSeen: null,
  knownReceipts: { lastSeq: 0 },
  commands: [item],
});
const asking = () => ({ requestId: newId(), deviceId, epoch: null, cursor: null, limit: 100 });

test('her groups are not sent to the other woman’s place, and her own work is not refused in the other’s session', async () => {
  const { app } = village;
  expect(await pull(app, other, asking())).toBeNull();
  expect(await push(app, other, sending(items.open))).toEqual({ kind: 'sign_in' });
  const page = await pull(app, village.bookkeeper, asking());
  expect(page?.scope).toEqual([village.groupId]);
  // of other device ids she is told only what is her own
  const more = await pull(app, village.bookkeeper, { ...asking(), alsoDevices: [newId()] });
  expect(more?.alsoThrough).toEqual([{ deviceId, seq: 0 }]);
});

test('sealed, another woman carries it; it is performed under its author’s name', async () => {
  const { app, owner, orgId, bookkeeper } = village;
  const carried = await push(app, other, sending(items.sealed));
  expect(carried).toMatchObject({ kind: 'response', body: { answers: [{ outcome: { kind: 'applied' } }] } });
  const { rows } = await owner.query('select recorded_by from meeting where org_id = $1', [orgId]);
  expect(rows).toEqual([{ recorded_by: bookkeeper.userId }]);
});

test('what is not begun when the time of a batch is over is asked to come again, and one is always taken', async () => {
  const { app, bookkeeper } = village;
  const batch = { ...sending(items.open), commands: [items.open, items.sealed] };
  const answered = await push(app, bookkeeper, { ...batch, forMs: -1 });
  if (answered.kind !== 'response') throw new Error(answered.kind);
  const [first, second] = answered.body.answers.map(({ outcome }) => outcome);
  expect(['applied', 'already']).toContain(first?.kind);
  expect(second).toEqual({ kind: 'later', code: 'sync.come_again' });
});

test('a recovery code is added by the phone’s own user only, and read out by whoever looks after her, with a reason', async () => {
  const { app, admin, bookkeeper, owner, orgId } = village;
  const box = { deviceId, escrow: { keyId: 'x', epk: 'AA', iv: 'AA', data: 'AA' } };
  expect(await addEscrow(app, other, box)).toBe(false);
  const reason = 'She forgot her PIN.';
  const asked = { id: newId(), deviceId, reason };
  for (const who of [other, bookkeeper])
    expect(await readRecoveryCodes(app, who, { ...asked, id: newId() })).toMatchObject({ code: 'door.not_allowed' });
  expect(await readRecoveryCodes(app, admin, { ...asked, id: newId(), reason: 'no' })).toMatchObject({
    code: 'door.invalid',
  });
  const shown = { kind: 'read', codes: [{ code: CODE, madeAt: '2026-11-01T10:00:00.000Z' }] };
  expect(await readRecoveryCodes(app, admin, asked)).toEqual(shown);
  expect(await readRecoveryCodes(app, admin, asked), 'the same form again').toEqual(shown);
  // what cannot be opened is passed over
  expect(await addEscrow(app, bookkeeper, box)).toBe(true);
  expect(await readRecoveryCodes(app, admin, { ...asked, id: newId() })).toEqual(shown);
  const { rows } = await owner.query(
    `select detail ->> 'reason' as reason from audit where org_id = $1 and action = 'devices.recoveryShown'`,
    [orgId],
  );
  expect(rows).toEqual([{ reason }, { reason }]);
});

test('a supervisor hands out no keys of an administrator', async () => {
  const { app, admin, owner, orgId } = village;
  const made = await makeFirstUser(owner, { orgId, name: 'S', phone: '8111111112', grants: [{ role: 'supervisor' }] });
  const supervisor = (await actorOf(app.db, made))!;
  const opened = await openEnrolment(app, supervisor, { userId: admin.userId, origin: 'http://localhost' });
  expect(opened).toMatchObject({ kind: 'refused', code: 'users.beyond_you' });
  const down = await openEnrolment(app, supervisor, { userId: other.userId, origin: 'http://localhost' });
  expect(down.kind).toBe('open');
  await owner.query('update device set user_id = $1 where org_id = $2 and device_id = $3', [
    admin.userId,
    orgId,
    deviceId,
  ]);
  const asked = { id: newId(), deviceId, reason: 'She forgot her PIN.' };
  expect(await readRecoveryCodes(app, supervisor, asked)).toMatchObject({ code: 'users.beyond_you' });
});
