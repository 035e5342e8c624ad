/** What the next pull must bring although no meeting was held: of the office's loans, of homes, of dated settings, of pictures. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { GroupSafety } from '#domain/debts/index.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import type { PullResponse } from '#field/wire.ts';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { anAssessment, consents } from '#test/debts-builder.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { must } from '#test/village.ts';
import { pull } from './pull.server.ts';
import { storePhoto } from './photos.server.ts';

const today = dayInIndia(new Date());
let office: LoanOffice;
beforeAll(async () => {
  office = await makeLoanOffice();
  await loadLimits(office.owner);
  await consents(office.app, office.admin, office.womanId);
});

/** A phone that goes on from pull to pull. */
async function aPhone() {
  const { app, orgId, groupId } = office;
  const deviceId = newId();
  const who = { ...(await office.within('animator', { kind: 'group', id: groupId })), deviceId };
  await sql`insert into device (org_id, device_id, user_id) values (${orgId}, ${deviceId}, ${who.userId})`.execute(
    office.owner,
  );
  let last: PullResponse | null = null;
  /** Parts of the group as they came just now; empty when it did not come. */
  const pulls = async () => {
    const from = { epoch: last?.epoch ?? null, cursor: last?.cursor ?? null };
    last = (await pull(app, who, { requestId: newId(), deviceId, limit: 500, ...from }))!;
    expect(last).toMatchObject({ more: false, reset: false });
    return last.groups.flatMap((group) => group.parts);
  };
  const doc = async <T>(kind: string) => (await pulls()).find((part) => part.kind === kind)?.doc as T | undefined;
  /** Its last pull was a day earlier. */
  const ageByOneDay = () => {
    const cursor = JSON.parse(Buffer.from(last!.cursor, 'base64url').toString()) as { told: { on: string } };
    const told = { ...cursor.told, on: addDays(today, -1) };
    last = { ...last!, cursor: Buffer.from(JSON.stringify({ ...cursor, told })).toString('base64url') };
  };
  return {
    ageByOneDay,
    safety: () => doc<GroupSafety>('safety'),
    faces: () => doc<Record<string, string>>('faces'),
    // the horizon waits for any transaction of the whole server, other test files' included
    isQuiet: () => expect.poll(async () => (await pulls()).length, { timeout: 20_000 }).toBe(0),
  };
}

/** What her household owes in our own books, as a phone was told. */
const loansIn = (safety: GroupSafety | undefined) => {
  const hers = safety?.women[office.womanId];
  return hers?.whole ? hers.claims.filter((one) => one.label.kind === 'loan').map((one) => one.obligation) : undefined;
};

test('every event of a loan of the office: paid out, repaid, rescheduled, taken back, written off', async () => {
  const phone = await aPhone();
  const { act, cash } = office;
  expect(loansIn(await phone.safety())).toEqual([]);
  const loanId = await office.lend();
  expect(loansIn(await phone.safety())).toMatchObject([{ kind: 'bullet', totalPaise: 105_000 }]);
  const eventId = newId();
  const money = { money: { headId: cash, reference: null } };
  await must(act('repay', { loanId, eventId, on: '2025-06-12', paise: 27_000, excessTo: null, ...money }));
  expect(loansIn(await phone.safety())).toMatchObject([{ totalPaise: 78_000 }]);
  await must(act('undo', { loanId, eventId, reason: 'she paid for another' }));
  expect(loansIn(await phone.safety())).toMatchObject([{ totalPaise: 105_000 }]);
  await must(act('stop', { loanId, eventId: newId(), on: '2025-08-01', cause: 'death' }));
  expect(loansIn(await phone.safety())).toHaveLength(1);
  await must(act('writeOff', { loanId, eventId: newId(), on: '2025-09-01', resolution: 'board of 1 September' }));
  expect(loansIn(await phone.safety())).toEqual([]);
  await phone.isQuiet();
});

test('a home she moves to or from: the other women of it are told too', async () => {
  const { app, admin, owner, orgId, groupId, placeId } = office;
  await must(app.do('obligations.assess', admin, anAssessment(office.womanId)));
  const { rows } = await sql<{ person_id: string }>`select person_id from membership
    where org_id = ${orgId} and group_id = ${groupId} and person_id <> ${office.womanId} limit 1`.execute(owner);
  const other = rows[0]!.person_id;
  await consents(app, admin, other);
  const phone = await aPhone();
  const known = async () => {
    const hers = (await phone.safety())?.women[other];
    return hers?.whole ? hers.incomeYearlyPaise : undefined;
  };
  expect(await known()).toBeNull();
  const householdId = newId();
  await must(app.do('people.saveHousehold', admin, { householdId, placeId, label: null }));
  const moves = (personId: string, role: 'wife' | 'head' | null) =>
    must(
      app.do('people.update', admin, {
        personId,
        changes: { householdId: role && householdId, householdRole: role },
      }),
    );
  await moves(other, 'head');
  await moves(office.womanId, 'wife');
  expect(await known()).toBe(12_000_000);
  await moves(office.womanId, null);
  expect(await known()).toBeNull();
  await phone.isQuiet();
});

test('a setting that begins on a later day is told on that day, once; so are limits that came late', async () => {
  const { app, admin, owner, orgId } = office;
  const phone = await aPhone();
  await phone.safety();
  const fromOn = addDays(today, 1);
  await must(app.do('obligations.setMode', admin, { fromOn, mode: 'blocks', decidedBy: 'board' }));
  await phone.isQuiet();
  // the day comes
  await sql`update obligation_mode set from_on = ${today} where org_id = ${orgId}`.execute(owner);
  expect(await phone.safety()).toMatchObject({ mode: 'blocks' });
  await phone.isQuiet();
  const before = await sql<{
    ratio_bps: number;
  }>`select ratio_bps from obligation_limit order by from_on desc limit 1`.execute(owner);
  const ratio = (bps: number) =>
    sql`update obligation_limit set ratio_bps = ${bps}
      where from_on = (select max(from_on) from obligation_limit where from_on <= ${today})`.execute(owner);
  await ratio(4_000);
  expect(await phone.safety()).toMatchObject({ limits: { ratioBps: 4_000 } });
  await ratio(before.rows[0]!.ratio_bps);
});

const PNG = '89504e470d0a1a0a0000000d494844520000';
async function aPicture(nth: number): Promise<string> {
  const photoId = newId();
  const bytes = Buffer.from(`${PNG}0${nth}`, 'hex');
  const phoneHash = createHash('sha256').update(bytes.toString('base64url')).digest('hex');
  const kept = await storePhoto(office.app, office.admin, { id: photoId, bytes, phoneHash, purpose: 'person' });
  expect(kept).toMatchObject({ id: photoId });
  await must(office.app.do('people.update', office.admin, { personId: office.womanId, changes: { photoId } }));
  return photoId;
}

test('a picture is named in one pull and not in the next; another one takes its place, a consent that ends takes it away', async () => {
  const { app, admin, womanId: personId } = office;
  const first = await aPicture(1);
  const consent = { personId, consentId: newId(), purpose: 'photo', language: 'hi', givenOn: today };
  await must(app.do('people.recordConsent', admin, consent));
  const phone = await aPhone();
  expect(await phone.faces()).toEqual({ [personId]: first });
  await phone.isQuiet();
  const second = await aPicture(2);
  expect(await phone.faces()).toEqual({ [personId]: second });
  await phone.isQuiet();
  const withdrawn = { personId, consentId: consent.consentId, withdrawnOn: addDays(today, 1) };
  await must(app.do('people.withdrawConsent', admin, withdrawn));
  expect(await phone.faces()).toEqual({ [personId]: second });
  await phone.isQuiet();
  // the day comes
  await sql`update consent set withdrawn_on = ${today} where org_id = ${office.orgId}
    and consent_id = ${consent.consentId}`.execute(office.owner);
  phone.ageByOneDay();
  expect(await phone.faces()).toEqual({});
  await phone.isQuiet();
});
