/** Parts of a group made for the phone: what a vote may ask of her income, and what an older meeting booked. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GroupSafety } from '#domain/debts/index.ts';
import type { TellGround } from '#domain/linkage/index.ts';
import {
  addDemand,
  addLine,
  grantLoan,
  type GroupContext,
  type MeetingDoc,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { bucketFiles } from '#platform/bucket.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { openBucketServer } from '#test/bucket.ts';
import { aLoanOutside, anAssessment, consents } from '#test/debts-builder.ts';
import { productRules } from '#test/loan-office.ts';
import {
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  ordinaryMeeting,
  usualRules,
  type Village,
} from '#test/village.ts';
import { actorOf } from '../actors.server.ts';
import { makeFirstUser } from '../organisations.server.ts';
import { readFace } from '../members/index.server.ts';
import { storePhoto, storePhotoAtDesk } from './photos.server.ts';
import { pull } from './pull.server.ts';

let village: Village;
const today = dayInIndia(new Date());
let phone = 8_100_000_000;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

async function someone(role: string) {
  const grants = [{ role, scopeKind: 'group', scopeId: village.groupId }] as never;
  const of = { orgId: village.orgId, name: 'Meera', phone: String((phone += 1)), grants };
  const userId = await makeFirstUser(village.owner, of);
  const deviceId = newId();
  const row = [village.orgId, deviceId, userId];
  await village.owner.query(`insert into device (org_id, device_id, user_id) values ($1, $2, $3)`, row);
  return async () => {
    const who = (await actorOf(village.app.db, userId, deviceId))!;
    const from = { epoch: null, cursor: null };
    const page = (await pull(village.app, who, { requestId: newId(), deviceId, limit: 500, ...from }))!;
    return page.groups[0]!.parts;
  };
}
const safetyIn = (parts: readonly { kind: string; doc?: unknown }[]): GroupSafety =>
  parts.find((part) => part.kind === 'safety')!.doc as GroupSafety;

test('with her consent alone; whole for who may see incomes, elsewhere only what still fits; taken back, nothing', async () => {
  const { app, admin, people } = village;
  const [asha, rehana] = [people[4]!, people[5]!];
  const [animator, bookkeeper] = [await someone('animator'), await someone('bookkeeper')];
  const consentId = await consents(app, admin, asha);
  await consents(app, admin, rehana);
  await must(app.do('obligations.assess', admin, anAssessment(asha)));
  await must(app.do('debts.register', admin, aLoanOutside(asha)));
  const whole = safetyIn(await animator());
  expect(Object.keys(whole.women).sort()).toEqual([asha, rehana].sort());
  // Rs 10,000 a month, Rs 500 of interest asked by the moneylender
  expect(whole).toMatchObject({ mode: 'advises', limits: { ratioBps: 5_000 } });
  expect(whole.women[asha]).toMatchObject({
    whole: true,
    incomeYearlyPaise: 12_000_000,
    claims: [{ label: { kind: 'debt', lender: 'Ramesh Sahukar' } }],
  });
  expect(whole.women[rehana]).toMatchObject({ whole: true, incomeYearlyPaise: null, claims: [] });
  const less = safetyIn(await bookkeeper());
  expect(less.women[asha]).toEqual({ whole: false, incomeKnown: true, roomMonthlyPaise: 450_000 });
  expect(JSON.stringify(less)).not.toContain('Sahukar');
  await must(app.do('people.withdrawConsent', admin, { personId: asha, consentId, withdrawnOn: today }));
  expect(Object.keys(safetyIn(await animator()).women)).toEqual([rehana]);
  const { rows } = await village.owner.query(
    `select count(*)::int as n from change where kind = 'safety' and scope_id = $1`,
    [village.groupId],
  );
  expect(rows[0].n).toBe(5);
});

test('whose picture may be shown: while she consents to it, and to nobody of another organisation', async () => {
  const { app, admin, bookkeeper, people } = village;
  const personId = people[6]!;
  const photoId = newId();
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const phoneHash = createHash('sha256').update(bytes.toString('base64url')).digest('hex');
  expect(await storePhoto(app, admin, { id: photoId, bytes, phoneHash, purpose: 'person' })).toMatchObject({
    id: photoId,
  });
  await must(app.do('people.update', admin, { personId, changes: { photoId } }));
  const pulls = await someone('bookkeeper');
  const faces = async () => (await pulls()).find((part) => part.kind === 'faces')?.doc;
  expect(await faces()).toEqual({});
  expect(await readFace(app, bookkeeper, { personId })).toBeNull();
  const consent = { personId, consentId: newId(), purpose: 'photo', language: 'hi', givenOn: today };
  await must(app.do('people.recordConsent', admin, consent));
  expect(await faces()).toEqual({ [personId]: photoId });
  const image = bytes.toString('base64');
  expect(await readFace(app, bookkeeper, { personId })).toEqual({ photoId, type: 'image/png', image });
  const stranger = await furnish(app, village.owner, 10);
  expect(await readFace(app, stranger.admin, { personId })).toBeNull();
  await must(app.do('people.withdrawConsent', admin, { personId, consentId: consent.consentId, withdrawnOn: today }));
  expect(await faces()).toEqual({});
});

test('a photo whose store is away is a fault to a phone, which sends it again, and a sentence at the desk; nothing is written', async () => {
  const server = await openBucketServer();
  const app = { ...village.app, files: bucketFiles(server.bucket) };
  const bytes = Buffer.from('89504e470d0a1a0a0000000d49484453', 'hex');
  const phoneHash = createHash('sha256').update(bytes.toString('base64url')).digest('hex');
  const photo = { id: newId(), bytes, phoneHash };
  server.fail(503);
  await expect(storePhoto(app, village.admin, photo)).rejects.toMatchObject({ code: 'bucket.unreachable' });
  expect(await storePhotoAtDesk(app, village.admin, photo)).toMatchObject({ kind: 'refused', code: 'files.away' });
  const { rows } = await village.owner.query('select from file where file_id = $1', [photo.id]);
  expect(rows).toEqual([]);
  server.fail(null);
  expect(await storePhotoAtDesk(app, village.admin, photo)).toMatchObject({ kind: 'stored', id: photo.id });
});

/** The first months of the books, so that the fourth meeting from the end is older than the last three. */
async function held(context: GroupContext, on: string, change?: (sheet: MeetingSheet) => MeetingSheet) {
  const sheet = ordinaryMeeting(context, on, change);
  await must(close(village.app, village.bookkeeper, sheet));
  return sheet.meetingId;
}
const booked = async (who: Actor, meetingId: string, groupId = village.groupId) => {
  const answer = await village.app.ask<MeetingDoc | null>('meetings.booked', who, { groupId, meetingId });
  return answer.kind === 'answer' ? answer.value : null;
};

test('a meeting older than the last ones is put right from the phone: its lines are asked for, its corrections are told', async () => {
  const { admin, bookkeeper, people } = village;
  const ids: string[] = [];
  for (const month of [4, 5, 6, 7]) ids.push(await held(await contextOf(village, admin), `2025-0${month}-12`));
  const [first] = ids as [string];
  const pulls = await someone('bookkeeper');
  const docIn = async (id: string) => (await pulls()).find((part) => part.id === id)?.doc as MeetingDoc;
  expect((await docIn(first)).booked).toBeUndefined();
  expect((await docIn(ids[1]!)).booked).toBeDefined();
  const lines = (await booked(bookkeeper, first))!;
  const hers = lines.booked!.find((line) => line.personId === people[4] && line.part === 'compulsory')!;
  expect([hers.paise, lines.corrected]).toEqual([10_000, []]);
  const correctionId = newId();
  const { paise: wasPaise, ...line } = hers;
  await held(await contextOf(village, admin), '2025-08-12', (sheet) =>
    addLine(sheet, 'corrections', {
      ...line,
      ...{ correctionId, reversesMeetingId: first, wasPaise, nowPaise: 12_000, reason: 'wrote too little' },
    }),
  );
  expect((await docIn(first)).corrected).toEqual([correctionId]);
  expect((await booked(bookkeeper, first))!.corrected).toEqual([correctionId]);
  const stranger = await furnish(village.app, village.owner, 10);
  expect(await booked(stranger.bookkeeper, first)).toBeNull();
  expect(await booked(stranger.admin, first, stranger.groupId)).toBeNull();
});

/** A loan of Rs 1,000 from the box in ten months. */
const lends =
  (context: GroupContext, personId: string) =>
  (sheet: MeetingSheet): MeetingSheet =>
    grantLoan(addDemand(sheet, { personId, amountPaise: 100_000, purpose: 'trade' }), context, {
      ...{ index: 0, loanId: newId(), grantedPaise: 100_000, instalments: 10 },
      ...{ paidFrom: 'cash', bankAccountId: null, acknowledged: 'thumb' },
    });

async function bindGroup(fromOn: string): Promise<void> {
  const { app, admin, groupId } = village;
  const productId = newId();
  const names = { nameEn: 'Bound loan', nameHi: null, nameUr: null };
  const version = { productId, code: 'B-1', fromOn: '2025-04-01', source: 'test', ...names };
  await must(app.do('loans.saveProduct', admin, { ...version, rules: productRules({ underDirections: true }) }));
  const blank = { names: { en: '', hi: null, ur: null }, keyFacts: null, underDirections: false };
  const rules = usualRules({ fromOn, product: { productId, version: 1, ...blank } });
  await must(app.do('meetings.setRules', admin, { groupId, rules, decidedBy: 'all' }));
}

test('a vote over the limit is held where the product binds the lender and the setting blocked on the day of the meeting', async () => {
  const { app, admin, bookkeeper, owner, orgId, people } = village;
  const [rehana, left] = [people[5]!, people[7]!];
  await bindGroup('2025-09-01');
  await must(app.do('obligations.setMode', admin, { fromOn: today, mode: 'blocks', decidedBy: 'board' }));
  const before = await contextOf(village, admin);
  // it came late: the organisation only advised then
  await must(close(app, bookkeeper, ordinaryMeeting(before, '2025-09-12', lends(before, rehana))));
  await owner.query(`update obligation_mode set from_on = '2025-10-01' where org_id = $1`, [orgId]);
  const context = await contextOf(village, admin);
  const meeting = ordinaryMeeting(context, '2025-10-12', lends(context, rehana));
  expect(await close(app, bookkeeper, meeting)).toMatchObject({ kind: 'held', code: 'meetings.loan_over_limit' });
  await must(app.do('obligations.assess', admin, anAssessment(rehana)));
  await must(close(app, bookkeeper, ordinaryMeeting(context, '2025-10-12', lends(context, rehana))));
  // a member on that day, though not today
  await consents(app, admin, left);
  await must(app.do('obligations.assess', admin, anAssessment(left)));
  const next = await contextOf(village, admin);
  const hers = ordinaryMeeting(next, '2025-11-12', lends(next, left));
  await owner.query(`update membership set left_on = '2025-11-20' where org_id = $1 and person_id = $2`, [orgId, left]);
  await must(close(app, bookkeeper, hers));
});

test('a practice meeting is told its figures and never held for the limit', async () => {
  const { app, admin, bookkeeper, owner, groupId, people } = village;
  const practice = (is: boolean) => owner.query(`update groups set practice = $2 where group_id = $1`, [groupId, is]);
  await practice(true);
  const context = await contextOf(village, admin);
  const sheet = ordinaryMeeting(context, '2025-12-12', lends(context, people[8]!));
  expect(await close(app, bookkeeper, sheet)).toMatchObject({ kind: 'applied', receipt: { journalSeq: null } });
  await practice(false);
});

test('a person lets a meeting over the limit stand, with her name and reason; what waited behind it follows', async () => {
  const { app, admin, bookkeeper, owner, groupId, people } = village;
  const context = await contextOf(village, admin);
  const over = ordinaryMeeting(context, '2025-12-13', lends(context, people[8]!));
  const code = 'meetings.loan_over_limit';
  expect(await close(app, bookkeeper, over)).toMatchObject({ kind: 'held', code });
  const last = { meetingId: over.meetingId, heldOn: over.heldOn, kind: 'regular' } as const;
  const behind = ordinaryMeeting(
    { ...context, loans: [], cashPaise: over.closing.cashPaise, lastMeeting: last },
    '2026-01-12',
  );
  expect(await close(app, bookkeeper, behind)).toMatchObject({ kind: 'held', code: 'door.waiting' });
  const settle = (choice: string, heldCommandId: string, who = admin) =>
    app.do('meetings.settle', who, {
      ...{ groupId, heldCommandId, choice, otherMeetingId: null },
      reason: 'The money is in her hand; her sons earn too',
    });
  await must(settle('again', over.meetingId));
  const statusOf = async (id: string) => {
    const found = `select status, outcome ->> 'code' as code from command where command_id = $1`;
    return (await owner.query(found, [id])).rows[0];
  };
  expect(await statusOf(over.meetingId)).toEqual({ status: 'held', code });
  expect((await settle('stand', over.meetingId, bookkeeper)).kind).toBe('refused');
  expect(await settle('stand', behind.meetingId)).toMatchObject({ kind: 'refused', code: 'meetings.not_over_limit' });
  await must(settle('stand', over.meetingId));
  expect(await statusOf(over.meetingId)).toEqual({ status: 'applied', code: null });
  expect(await statusOf(behind.meetingId)).toEqual({ status: 'applied', code: null });
  // of this one meeting alone
  const later = await contextOf(village, admin);
  const another = ordinaryMeeting(later, '2026-02-12', lends(later, people[9]!));
  expect(await close(app, bookkeeper, another)).toMatchObject({ kind: 'held', code });
});

test('what signs worth a look are told by comes with the group, with what it answered', async () => {
  const pulls = await someone('bookkeeper');
  const tells = async () => (await pulls()).find((part) => part.kind === 'tells')!.doc as TellGround;
  const before = await tells();
  expect(before).toMatchObject({ visits: [], notes: [] });
  expect(before.rules[0]).toMatchObject({ groupFirstMeetings: 2, basis: 'house' });
  const noteId = newId();
  const command = { id: noteId, name: 'linkage.noteTell', businessDate: today };
  const note = { noteId, groupId: village.groupId, tell: 'one_borrower', note: 'We agreed', atVisit: false };
  const context = await contextOf(village, village.admin);
  const sheet = ordinaryMeeting(context, addDays(context.lastMeeting?.heldOn ?? '2025-04-05', 7));
  await must(close(village.app, village.bookkeeper, sheet));
  const payload = { ...note, meetingId: sheet.meetingId };
  await must(village.app.send(village.bookkeeper, { ...command, payload }));
  expect((await tells()).notes).toMatchObject([{ noteId, note: 'We agreed', at: today, by: 'Bookkeeper' }]);
});
