/** Knowing where a group's money will be, what it was asked for and did not get, and what is worth a look: on its own records. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { exportTable } from '#app/exports/index.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import type { PortfolioMap } from '#domain/loans/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { addDays, addMonths } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { liveAYear, meetingDays, today } from '#test/linkage-builder.ts';
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
import { addLine, fundOf, type MeetingSheet } from '#domain/meetings/index.ts';
import type { CreditGap, ForecastPage, TellsPage } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
/** Of another group of the same trust. */
let neighbour: Actor;
let lastMeeting: string;
let phone = 8_200_000_000;
const someone = async (role: string, groupId: string): Promise<Actor> => {
  const grants = [{ role, scopeKind: 'group', scopeId: groupId }] as never;
  const of = { orgId: village.orgId, name: 'Rehana', phone: String((phone += 1)), grants };
  return (await actorOf(village.app.db, await makeFirstUser(village.owner, of)))!;
};
beforeAll(async () => {
  village = await makeVillage({ members: 12 });
  stranger = await furnish(village.app, village.owner, 5);
  lastMeeting = await liveAYear(village);
  const names = { name: 'Kiran', nameHi: 'किरण', nameUr: 'کرن' };
  const other = await openGroup(village.app, village.admin, { placeId: village.placeId, members: 5, names });
  neighbour = await someone('loan_officer', other.groupId);
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const ask = <T>(name: string, input: object, who: Actor = village.admin) =>
  village.app.ask<T>(`linkage.${name}`, who, input);
async function answer<T>(name: string, input: object, who: Actor = village.admin): Promise<T> {
  const got = await ask<T>(name, input, who);
  if (got.kind !== 'answer') throw new Error(JSON.stringify(got));
  return got.value;
}
const group = () => ({ groupId: village.groupId });

describe('forecast', () => {
  test('a group that always saved and repaid: its calendar, its norm, its instalments, to the paisa', async () => {
    const page = await answer<ForecastPage>('forecast', group());
    const { forecast } = page;
    if (!forecast.ok) throw new Error(forecast.reason);
    const next = addMonths(meetingDays(1)[0]!, 1);
    expect(forecast.points.map((one) => one.on)).toEqual([0, 1, 2, 3, 4, 5].map((at) => addMonths(next, at)));
    const { rows } = await village.owner.query<{ due: string; cash: string }>(
      `select (select sum(r.principal_paise + r.interest_paise + r.fee_paise - r.paid_principal_paise - r.paid_interest_paise - r.paid_fee_paise)
          from loan_row r join loan l using (org_id, loan_id) where l.group_id = $1 and l.state = 'active' and r.due_on <= $2) as due,
        (select sum(debit_paise - credit_paise) from account_balance where book_id = $3 and account = '1010') as cash`,
      [village.groupId, addDays(next, 3), village.bookId],
    );
    const [due, cash] = [Number(rows[0]!.due), Number(rows[0]!.cash)];
    expect(due).toBeGreaterThan(0);
    expect(forecast.startPaise).toBe(cash);
    const first = forecast.points[0]!;
    expect(first.savings).toMatchObject({ lowPaise: 120_000, highPaise: 120_000 });
    expect(first.repayments).toMatchObject({ lowPaise: due, highPaise: due });
    expect([first.lowPaise, first.highPaise]).toEqual([cash + 120_000 + due, cash + 120_000 + due]);
    // the second woman's demand waits
    expect(page).toMatchObject({ waitingPaise: 2_000_000, overduePaise: 0, basis: { meetings: 12 } });
  });
  test('a group that has hardly met is told so; another group’s officer and a stranger are told nothing', async () => {
    const own = { groupId: (neighbour.grants[0]!.scope as { id: string }).id };
    const page = await answer<ForecastPage>('forecast', own, neighbour);
    expect(page.forecast).toEqual({ ok: false, reason: 'few_meetings', has: 0, needs: 6 });
    expect(await ask('forecast', group(), neighbour)).toMatchObject({ code: 'door.not_allowed' });
    expect(await ask('forecast', group(), stranger.admin)).not.toMatchObject({ value: { forecast: { ok: true } } });
  });
});

describe('credit gap', () => {
  const year = { from: addMonths(today, -13), to: today };
  test('asked = given + waiting + refused; each woman once; what could be lent beside it', async () => {
    const { total, rows } = await answer<CreditGap>('gap', { ...year, by: 'purpose' });
    // ten women of 1,000 each, one of them for 20,000 more
    expect(total).toEqual({
      women: 10,
      bodies: 0,
      askedPaise: 3_000_000,
      givenPaise: 1_000_000,
      waitingPaise: 2_000_000,
      refusedPaise: 0,
      canLendPaise: null,
    });
    expect(rows.map((row) => [row.key, row.women, row.askedPaise])).toEqual([
      ['trade', 1, 2_000_000],
      ['craft_material', 10, 1_000_000],
    ]);
    const groups = await answer<CreditGap>('gap', { ...year, by: 'group' });
    expect(groups.rows[0]).toMatchObject({ key: village.groupId, names: { en: 'Roshni', ur: 'روشنی' }, women: 10 });
    const page = await answer<ForecastPage>('forecast', group());
    expect(page.forecast.ok && groups.rows[0]!.canLendPaise === page.forecast.startPaise).toBe(true);
    // money of a group where nobody asked is a row as well
    expect(groups.rows[1]).toMatchObject({ names: { en: 'Kiran' }, askedPaise: 0, canLendPaise: 0 });
  });
  test('by place, a period, a purpose; a demand put off and raised again counts once', async () => {
    const places = await answer<CreditGap>('gap', { ...year, by: 'place' });
    expect(places.rows).toMatchObject([{ key: village.placeId, askedPaise: 3_000_000, hasBelow: false }]);
    const [, second] = meetingDays(12);
    const part = await answer<CreditGap>('gap', {
      from: year.from,
      to: second!,
      by: 'group',
      purpose: 'craft_material',
    });
    expect(part.total).toMatchObject({ women: 1, askedPaise: 100_000, givenPaise: 100_000, canLendPaise: null });
    const again = `update meeting set sheet = jsonb_set(sheet, '{demands}', (sheet -> 'demands') ||
      '[{"personId": "${village.people[1]}", "amountPaise": 500000, "purpose": "trade", "decision": "postponed", "grantedPaise": 0, "loanId": null}]')
      where group_id = $1 and held_on = $2`;
    await village.owner.query(again, [village.groupId, second]);
    const { total } = await answer<CreditGap>('gap', { ...year, by: 'purpose' });
    expect(total).toMatchObject({ askedPaise: 3_000_000, waitingPaise: 2_000_000 });
    const then = await answer<CreditGap>('gap', { from: year.from, to: second!, by: 'purpose' });
    expect(then.total).toMatchObject({ waitingPaise: 500_000 });
  });
  test('the same table as a file, with its sums', async () => {
    const reader = { app: village.app, who: village.admin, lang: 'en', origin: 'https://bakhiya.test' } as const;
    const filters = new URLSearchParams({ ...year, by: 'purpose' });
    const file = await exportTable(reader, { what: 'credit-gap', form: 'csv', filters });
    if (file.kind !== 'file') throw new Error(file.code);
    const lines = new TextDecoder().decode(file.body).trim().split(/\r?\n/);
    expect(lines[0]).toContain('Women who asked');
    expect(lines.at(-1)).toMatch(/^Total,10,30000(\.00)?,10000(\.00)?,20000(\.00)?,0(\.00)?,/);
  });
  test('an officer sees her groups alone, a stranger her own', async () => {
    const hers = await answer<CreditGap>('gap', { ...year, by: 'group' }, neighbour);
    expect(hers.total).toMatchObject({ women: 0, askedPaise: 0 });
    expect(hers.rows.map((row) => row.names.en)).toEqual(['Kiran']);
    const strangers = await answer<CreditGap>('gap', { ...year, by: 'group' }, stranger.admin);
    expect(strangers.total.askedPaise).toBe(0);
    expect(await ask('gap', { ...year, by: 'group' }, village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  });
});

describe('on the map', () => {
  const map = (who: Actor) => village.app.ask<PortfolioMap>('loans.portfolioMap', who, {});
  test('a district and inside it its blocks; the sum is the portfolio; the whole book alone', async () => {
    const place = async (nameEn: string, kind: string, parentId: string | null) => {
      const placeId = newId();
      await must(village.app.do('places.save', village.admin, { placeId, parentId, kind, nameEn }));
      return placeId;
    };
    const before = await map(village.admin);
    if (before.kind !== 'answer') throw new Error(before.code);
    expect(before.value.districts).toEqual([]);
    const all = before.value.elsewhere;
    expect(all.portfolioPaise).toBeGreaterThan(0);
    const district = await place('Hardoi', 'district', null);
    const block = await place('Sursa', 'block', district);
    await village.owner.query('update place set parent_id = $1 where place_id = $2', [block, village.placeId]);
    const after = await map(village.admin);
    expect(after).toMatchObject({
      value: {
        districts: [{ placeId: district, names: { en: 'Hardoi' }, ...all, tiles: [{ placeId: block, ...all }] }],
        elsewhere: { loans: 0 },
      },
    });
    expect(await map(neighbour)).toMatchObject({ code: 'door.not_allowed' });
    expect(await map(stranger.admin)).toMatchObject({ value: { districts: [], elsewhere: { loans: 0 } } });
  });
});

describe('worth a look together', () => {
  const noteTell = (change: object, who: Actor = village.bookkeeper) =>
    village.app.do('linkage.noteTell', who, {
      noteId: newId(),
      groupId: village.groupId,
      tell: 'uniform_savings',
      meetingId: meetings[0],
      note: 'We all save a hundred, we counted it together.',
      atVisit: false,
      ...change,
    });
  const meetings: string[] = [];
  test('the office sees the sign with the meetings behind it and the answer of the group', async () => {
    const officer = await someone('loan_officer', village.groupId);
    const before = await answer<TellsPage>('tells', group(), officer);
    const [sign] = before.tells;
    expect(before.tells).toHaveLength(1);
    expect(sign).toMatchObject({ code: 'uniform_savings', meetingsSince: 6, notes: [] });
    expect(sign!.meetingIds).toHaveLength(6);
    expect(sign!.meetingIds).toContain(lastMeeting);
    meetings.push(sign!.sinceMeetingId);
    await must(noteTell({}));
    const after = await answer<TellsPage>('tells', group(), officer);
    expect(after.tells[0]!.notes).toMatchObject([
      { note: 'We all save a hundred, we counted it together.', by: 'Bookkeeper' },
    ]);
  });
  test('not before the group has had it for two meetings', async () => {
    await village.owner.query(`update tell_rules set content = jsonb_set(content, '{groupFirstMeetings}', '7')`);
    expect((await answer<TellsPage>('tells', group())).tells).toEqual([]);
    await village.owner.query(`update tell_rules set content = jsonb_set(content, '{groupFirstMeetings}', '2')`);
  });
  test('an answer to a meeting that is not there waits for it; from a visit it is refused; nobody else answers or sees', async () => {
    expect(await noteTell({ meetingId: newId() })).toMatchObject({ kind: 'held', code: 'door.waiting' });
    expect(await noteTell({ meetingId: newId(), atVisit: true })).toMatchObject({ code: 'linkage.no_meeting' });
    expect(await noteTell({}, neighbour)).toMatchObject({ code: 'door.not_allowed' });
    expect(await noteTell({}, stranger.admin)).toMatchObject({ code: 'linkage.no_group' });
    expect(await ask('tells', group(), neighbour)).toMatchObject({ code: 'door.not_allowed' });
    const strangers = await ask<TellsPage | null>('tells', group(), stranger.admin);
    expect(strangers.kind === 'answer' ? strangers.value : null).toBeNull();
    await expect(village.owner.query('set role bakhiya_app; delete from tell_note')).rejects.toThrow(
      /permission denied/,
    );
    await village.owner.query('reset role');
  });
});

// last, for the group it makes is one more row of the lists above
test('a bank loan with a letter: what falls due by it goes out at each meeting, and is told by its lender', async () => {
  const { app, admin, placeId } = village;
  const { groupId, people } = await openGroup(app, admin, { placeId, members: 5 });
  const here = { app, admin, groupId, people };
  const meet = async (heldOn: string, change: (sheet: MeetingSheet) => MeetingSheet = (sheet) => sheet) =>
    must(close(app, admin, ordinaryMeeting(await contextOf(here, admin), heldOn, change)));
  const [first, ...later] = meetingDays(8);
  const till = { bankAccountId: null, note: '' } as const;
  await meet(first!, (sheet) =>
    addLine(sheet, 'otherReceipts', {
      ...{ head: 'bank_loan', amountPaise: 300_000, partyId: fundOf(groupId, 'bank_loan'), to: 'cash', ...till },
    }),
  );
  const paid = (amountPaise: number) => (sheet: MeetingSheet) =>
    addLine(sheet, 'otherPayments', {
      ...{ head: 'bank_loan_principal' as const, amountPaise, partyId: fundOf(groupId, 'bank_loan_principal') },
      ...{ from: 'cash' as const, voucherPhotoId: null, ...till },
    });
  for (const [at, heldOn] of later.entries()) await meet(heldOn, at === 0 ? paid(20_000) : undefined);
  const before = await answer<ForecastPage>('forecast', { groupId });
  expect(before.agreed).toEqual([]);
  expect(before.forecast.ok && before.forecast.points[0]).toMatchObject({ agreedPaise: 0, out: { lowPaise: 0 } });
  const lineId = newId();
  const asked = { lineId, groupId, fund: 'bank_term', dose: 1, lender: 'Gramin Bank', planId: null };
  await must(app.do('linkage.apply', admin, { ...asked, askedPaise: 300_000, appliedOn: first }));
  // 10,000 on the day of every coming meeting; what was paid covers the two that were due
  const due = addMonths(later.at(-1)!, -1);
  const letter = { firstDueOn: due, instalmentPaise: 10_000 };
  for (const step of ['sanction', 'receive'] as const)
    await must(
      app.do('linkage.takeStep', admin, {
        ...{ groupId, lineId, step, on: first, amountPaise: 300_000, note: null, instalments: letter },
      }),
    );
  const page = await answer<ForecastPage>('forecast', { groupId });
  if (!page.forecast.ok) throw new Error(page.forecast.reason);
  expect(page.forecast.points.map((one) => one.agreedPaise)).toEqual([1, 2, 3, 4, 5, 6].map((n) => n * 10_000));
  // no more is guessed for this lender beside its schedule
  expect(page.forecast.points[5]!.out).toEqual({ lowPaise: 60_000, middlePaise: 60_000, highPaise: 60_000 });
  expect(page.agreed).toEqual([{ lineId, lender: 'Gramin Bank', duePaise: 60_000 }]);
});
