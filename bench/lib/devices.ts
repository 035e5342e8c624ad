/** Eight phones of eight groups with a queue of signed meetings each, made before anything is timed. */
import pg from 'pg';
import { createApp, type App } from '#app/app.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { createAuth, installationSecret } from '#app/auth.server.ts';
import { openEnrolment } from '#app/access.server.ts';
import { enrol } from '#app/sync/enrol.server.ts';
import { makeFirstUser, makeOrganisation } from '#app/organisations.server.ts';
import {
  envelopeHash,
  GENESIS_HASH,
  makeSigningKey,
  sealTo,
  signEnvelope,
  signingKeyFrom,
} from '#field/sealed-envelope.ts';
import type { DeviceEnvelope, OpenItem } from '#field/wire.ts';
import {
  addDemand,
  contextAfter,
  everyoneSavedUsual,
  grantLoan,
  judge,
  newSheet,
  nextMeetingOn,
  repayAsDue,
  type GroupContext,
  type Judgement,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { openPool } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { confirmed, contextOf, usualRules } from '#test/village.ts';

const MEMBERS = 15;
const BOOKS_FROM = '1990-01-01';

/** One meeting: as the phone sends it, and as the floor writes its rows. */
export type Recorded = {
  readonly item: OpenItem;
  readonly sheet: MeetingSheet;
  readonly judgement: Judgement;
  readonly groupId: string;
  readonly bookId: string;
  readonly userId: string;
  readonly seq: number;
};
export type Device = {
  readonly deviceId: string;
  readonly cookie: string;
  /** Makes the phone's next meetings. */
  readonly record: (count: number) => Promise<Recorded[]>;
};
export type Town = {
  readonly orgId: string;
  readonly adminId: string;
  readonly placeId: string;
  readonly devices: readonly Device[];
};

async function must<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome;
  if (answer.kind === 'applied') return answer.receipt;
  throw new Error(`Expected applied, got ${JSON.stringify(answer)}`);
}

/** @param from the day the groups' books begin; a meeting follows every week */
export async function makeTown(ownerUrl: string, count: number, from: IsoDate = BOOKS_FROM): Promise<Town> {
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const app = createApp({ url: ownerUrl, maxConnections: 4 });
  const authPool = openPool(ownerUrl, { role: 'bakhiya_auth', max: 2 });
  try {
    const auth = createAuth({ authPool, secret: await installationSecret(authPool), origin: 'http://localhost' });
    const orgId = await makeOrganisation(owner, { kind: 'trust', name: 'Bench' });
    const grants = [{ role: 'administrator' }];
    const adminId = await makeFirstUser(owner, { orgId, name: 'Admin', phone: '9000000000', grants });
    const admin = (await actorOf(app.db, adminId))!;
    const placeId = newId();
    await must(app.do('places.save', admin, { placeId, parentId: null, kind: 'village', nameEn: 'Bench' }));
    const devices: Device[] = [];
    for (let at = 0; at < count; at += 1)
      devices.push(await makeDevice({ app, auth, owner, admin, placeId, from }, at));
    return { orgId, adminId, placeId, devices };
  } finally {
    await app.close();
    await authPool.end();
    await owner.end();
  }
}

type Ground = {
  readonly app: App;
  readonly auth: ReturnType<typeof createAuth>;
  readonly owner: pg.Pool;
  readonly admin: Actor;
  readonly placeId: string;
  readonly from: IsoDate;
};

async function makeDevice(ground: Ground, at: number): Promise<Device> {
  const { app, auth, owner, admin } = ground;
  const { groupId, bookId } = await makeGroup(ground, at);
  const userId = await makeFirstUser(owner, {
    orgId: admin.orgId,
    name: `Bookkeeper ${at}`,
    phone: String(9_000_000_001 + at),
    grants: [{ role: 'bookkeeper', scopeKind: 'group', scopeId: groupId }],
  });
  const opened = await openEnrolment(app, admin, { userId, origin: 'http://localhost' });
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  const { token } = JSON.parse(opened.code) as { token: string };
  const { pkcs8, spki } = await makeSigningKey();
  const escrow = await sealTo((await app.keys()).sealingKey, new Uint8Array(32), 'recovery');
  const done = await enrol(app, { token, signingKey: spki, deviceName: `Phone ${at}`, escrow });
  if (done.kind !== 'enrolled') throw new Error(done.code);
  const { deviceId } = done.body;
  const given = await auth.setSecret(userId, '274951');
  if (!given.ok) throw new Error(given.code);
  const session = await auth.openSession(userId, { kind: 'phone', deviceId, address: '127.0.0.1', userAgent: 'bench' });
  const context = await contextOf({ app, groupId }, admin);
  const recorder = { userId, deviceId, key: await signingKeyFrom(pkcs8), groupId, bookId };
  return { deviceId, cookie: cookieOf(session), record: meetingMaker(context, recorder, ground.from) };
}

const cookieOf = (session: unknown): string => {
  const lines = typeof session === 'string' ? [session] : (session as readonly string[]);
  return lines.map((line) => line.split(';', 1)[0]).join('; ');
};

async function makeGroup(
  { app, admin, placeId, from }: Ground,
  at: number,
): Promise<{ groupId: string; bookId: string }> {
  const groupId = newId();
  const group = {
    groupId,
    kind: 'self_help_group',
    name: `Group ${at}`,
    nameHi: null,
    nameUr: null,
    placeId,
    parentGroupId: null,
  };
  const dates = { formedOn: from, booksFromOn: from, practice: false, sizeException: null };
  const { bookId } = await must<{ bookId: string }>(app.do('groups.open', admin, { ...group, ...dates }));
  const usual = usualRules();
  const rules = {
    ...usual,
    fromOn: from,
    usualVoluntaryPaise: 5_000,
    loan: { ...usual.loan, interval: { unit: 'week', every: 1 }, usualInstalments: 6 },
    cycle: { ...usual.cycle, unit: 'week', weekday: 2, nth: null },
  };
  await must(app.do('meetings.setRules', admin, { groupId, rules, decidedBy: 'bench' }));
  const women: string[] = [];
  for (let n = 0; n < MEMBERS; n += 1) {
    const personId = newId();
    const person = { nameLatin: `Woman ${String.fromCharCode(65 + n)}`, placeId };
    await must(app.do('people.register', admin, { personId, person }));
    const joining = { groupId, personId, joinedOn: from, usualCompulsoryPaise: null, usualVoluntaryPaise: null };
    await must(app.do('groups.addMember', admin, joining));
    women.push(personId);
  }
  for (const [index, office] of (['president', 'secretary', 'treasurer'] as const).entries())
    await must(app.do('groups.beginOffice', admin, { groupId, personId: women[index], office, fromOn: from }));
  return { groupId, bookId };
}

type Phone = {
  readonly userId: string;
  readonly deviceId: string;
  readonly key: CryptoKey;
  readonly groupId: string;
  readonly bookId: string;
};

/** Everyone saves both ways, six repay as due, one new loan is given: about 45 postings. */
function meetingMaker(first: GroupContext, phone: Phone, from: IsoDate): Device['record'] {
  let context = first;
  let heldOn = from;
  let [prevHash, seq] = [GENESIS_HASH, 0];
  const one = async (): Promise<Recorded> => {
    heldOn = nextMeetingOn(context.rules[0]!.cycle, heldOn);
    const at = `${heldOn}T14:00:00+05:30`;
    const recorder = { userId: phone.userId, deviceId: phone.deviceId, since: at };
    let sheet = newSheet(context, {
      heldOn,
      meetingId: newId(),
      kind: 'regular',
      source: 'phone',
      startedAt: at,
      recorder,
    });
    sheet = everyoneSavedUsual(sheet, context);
    for (const loan of context.loans) sheet = repayAsDue(sheet, context, loan.loanId);
    const personId = context.members[seq % MEMBERS]!.personId;
    sheet = addDemand(sheet, { personId, amountPaise: 120_000, purpose: 'craft_material' });
    const grant = { index: 0, loanId: newId(), grantedPaise: 120_000, paidFrom: 'cash', bankAccountId: null } as const;
    sheet = confirmed(grantLoan(sheet, context, { ...grant, acknowledged: 'pin' }), context, at);
    const ruling = judge(sheet, context);
    if (!ruling.ok) throw new Error(`${ruling.code} ${JSON.stringify(ruling.params)}`);
    context = contextAfter(context, sheet, ruling.value);
    seq += 1;
    const envelope: DeviceEnvelope = {
      id: sheet.meetingId,
      name: 'meetings.close',
      schemaVersion: 1,
      payload: sheet,
      businessDate: heldOn,
      deviceId: phone.deviceId,
      deviceSeq: seq,
      prevHash,
      deviceAt: new Date().toISOString(),
    };
    prevHash = await envelopeHash(envelope);
    const signed = await signEnvelope(phone.key, envelope);
    return { item: { form: 'open', ...signed }, sheet, judgement: ruling.value, ...phone, seq };
  };
  return async (count) => {
    const list: Recorded[] = [];
    for (let n = 0; n < count; n += 1) list.push(await one());
    return list;
  };
}
