import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { actAs, type Tx } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import {
  close,
  confirmed,
  contextOf,
  furnish,
  makeVillage,
  must,
  ordinaryMeeting,
  type Village,
} from '#test/village.ts';
import { addDemand, change, grantLoan, toggleTold, type MeetingDoc } from './index.ts';
import { groupDocuments, type Passbook } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
beforeAll(async () => {
  village = await makeVillage();
  stranger = await furnish(village.app, village.owner);
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

/** The meetings as a phone is sent them. */
const documentsOf = ({ app, admin, groupId }: Village): Promise<MeetingDoc[]> =>
  app.db.transaction().execute(async (trx) => {
    const now = await actAs(trx, admin);
    const tx = { db: trx, now, today: '2026-11-30', orgId: admin.orgId } as unknown as Tx;
    const documents = await groupDocuments(tx, groupId);
    return documents.flatMap((one) => (one.kind === 'meeting' ? [one.doc as MeetingDoc] : []));
  });

const trialBalance = async (of: Pick<Village, 'app' | 'admin' | 'orgId' | 'bookId'>) =>
  of.app.db.transaction().execute(async (trx) => {
    await actAs(trx, of.admin);
    const { rows } = await sql<{
      account: string;
      balance: number;
    }>`select account, sum(amount_paise)::bigint as balance from posting
      where org_id = ${of.orgId} and book_id = ${of.bookId} group by account order by account`.execute(trx);
    return Object.fromEntries(rows.map((row) => [row.account, row.balance]));
  });

describe('a meeting becomes books', () => {
  it('posts savings, and a loan from demand to first repayment, and reads them back in her passbook', async () => {
    const { app, bookkeeper, people } = village;
    const first = await contextOf(village, bookkeeper);
    await must(close(app, bookkeeper, ordinaryMeeting(first, '2026-05-12')));
    expect(await trialBalance(village)).toEqual({ '1010': 150_000, '2010': -150_000 });

    const second = await contextOf(village, bookkeeper);
    expect(second.cashPaise).toBe(150_000);
    const borrower = people[4]!;
    const withLoan = ordinaryMeeting(second, '2026-06-12', (sheet) => {
      const asked = addDemand(sheet, { personId: borrower, amountPaise: 100_000, purpose: 'craft_material' });
      return grantLoan(asked, second, {
        index: 0,
        loanId: newId(),
        grantedPaise: 100_000,
        paidFrom: 'cash',
        bankAccountId: null,
        acknowledged: 'thumb',
      });
    });
    expect(withLoan.loans).toHaveLength(1);
    await must(close(app, bookkeeper, withLoan));

    const third = await contextOf(village, bookkeeper);
    expect(third.loans).toHaveLength(1);
    await must(close(app, bookkeeper, ordinaryMeeting(third, '2026-07-12')));
    const balance = await trialBalance(village);
    expect(balance['1110']).toBe(90_000);
    expect(balance['4010']).toBe(-2_000);
    expect(Object.values(balance).reduce((sum, paise) => sum + paise, 0)).toBe(0);

    const answer = await app.ask<Passbook>('meetings.passbook', village.admin, { personId: borrower });
    if (answer.kind !== 'answer') throw new Error(answer.code);
    expect(answer.value.groups[0]).toMatchObject({ compulsoryPaise: 30_000, name: 'Roshni' });
    expect(answer.value.groups[0]!.lines).toHaveLength(3);
    expect(answer.value.groups[0]!.loans[0]!.rows[0]!.paid).toMatchObject({
      principalPaise: 10_000,
      interestPaise: 2_000,
    });
  });

  it('answers the same command with the same receipt, and another payload under the same id as tampered', async () => {
    const { app, bookkeeper } = village;
    const context = await contextOf(village, bookkeeper);
    const sheet = ordinaryMeeting(context, '2026-08-12');
    const before = await must(close(app, bookkeeper, sheet));
    const again = await close(app, bookkeeper, sheet);
    expect(again).toEqual({ kind: 'already', receipt: before });
    const other = await close(app, bookkeeper, { ...sheet, place: 'elsewhere' });
    expect(other).toMatchObject({ kind: 'refused', code: 'door.tampered' });
  });

  it('holds a meeting whose parent has not arrived, and applies it by itself when it comes', async () => {
    const { app, bookkeeper } = village;
    const context = await contextOf(village, bookkeeper);
    const parent = ordinaryMeeting(context, '2026-09-12');
    const child = ordinaryMeeting(
      {
        ...context,
        cashPaise: parent.closing.cashPaise,
        lastMeeting: { meetingId: parent.meetingId, heldOn: '2026-09-12', kind: 'regular' },
        loans: [],
      },
      '2026-10-12',
    );
    expect(await close(app, bookkeeper, child)).toMatchObject({ kind: 'held', code: 'door.waiting' });
    await must(close(app, bookkeeper, parent));
    expect(await close(app, bookkeeper, child)).toMatchObject({ kind: 'already' });
  });

  it('refuses a count that differs from the books, and nothing is half-written', async () => {
    const { app, bookkeeper } = village;
    const before = await trialBalance(village);
    const context = await contextOf(village, bookkeeper);
    const sheet = ordinaryMeeting(context, '2026-11-12');
    const wrong = {
      ...sheet,
      closing: {
        ...sheet.closing,
        cashPaise: sheet.closing.cashPaise - 100,
        notes: [{ valuePaise: 100, count: sheet.closing.cashPaise / 100 - 1 }],
      },
    };
    expect(await close(app, bookkeeper, wrong)).toMatchObject({ kind: 'refused', code: 'meetings.count_differs' });
    expect(await trialBalance(village)).toEqual(before);
  });

  it('holds the second record of one meeting until another named person chooses; replacing reverses the first', async () => {
    const { app, bookkeeper, admin, groupId } = village;
    const context = await contextOf(village, bookkeeper);
    const first = ordinaryMeeting(context, '2026-11-14');
    const second = {
      ...ordinaryMeeting(context, '2026-11-14', (sheet) => ({ ...sheet, savings: sheet.savings.slice(1) })),
    };
    await must(close(app, bookkeeper, first));
    const before = await trialBalance(village);
    expect(await close(app, bookkeeper, second)).toMatchObject({ kind: 'held', code: 'meetings.same_day' });
    expect(await trialBalance(village)).toEqual(before);
    const choose = {
      groupId,
      heldCommandId: second.meetingId,
      choice: 'replace',
      otherMeetingId: first.meetingId,
      reason: 'One woman had not saved',
    };
    expect(await app.do('meetings.settle', bookkeeper, choose)).toMatchObject({
      kind: 'refused',
      code: 'door.not_allowed',
    });
    await must(app.do('meetings.settle', admin, choose));
    expect(await close(app, bookkeeper, second)).toMatchObject({ kind: 'already' });
    const after = await trialBalance(village);
    expect(after['2010']).toBe(before['2010']! + 10_000);
    expect(after['1010']).toBe(before['1010']! - 10_000);
    const replaced = (await documentsOf(village)).find((doc) => doc.meetingId === first.meetingId);
    expect(replaced, 'the first phone is told why').toMatchObject({
      state: 'reversed',
      reason: choose.reason,
      lines: [],
    });
  });

  it('a held meeting that is not taken says so, and not that another one stands', async () => {
    const { app, bookkeeper, admin, groupId, owner } = village;
    const late = ordinaryMeeting(await contextOf(village, bookkeeper), '2026-11-13');
    expect(await close(app, bookkeeper, late)).toMatchObject({ kind: 'held', code: 'meetings.before_last' });
    const choose = {
      groupId,
      heldCommandId: late.meetingId,
      choice: 'keep',
      otherMeetingId: null,
      reason: 'a mistake',
    };
    await must(app.do('meetings.settle', admin, choose));
    const { rows } = await owner.query('select status, outcome from command where command_id = $1', [late.meetingId]);
    expect(rows).toMatchObject([
      { status: 'settled', outcome: { code: 'meetings.not_taken', params: { reason: 'a mistake' } } },
    ]);
  });

  it('keeps a meeting that was given up or put off, with its reason; it may yet be held that day', async () => {
    const { app, bookkeeper, groupId } = village;
    const heldOn = '2026-11-17';
    const before = await trialBalance(village);
    const meetingId = newId();
    const why = { groupId, reason: 'death', note: '' };
    await must(app.do('meetings.cancel', bookkeeper, { ...why, meetingId, heldOn }));
    await must(app.do('meetings.cancel', bookkeeper, { ...why, meetingId: newId(), heldOn }));
    await must(app.do('meetings.skip', bookkeeper, { ...why, plannedOn: heldOn, nextMeeting: null }));
    const given = (await documentsOf(village)).find((doc) => doc.meetingId === meetingId);
    expect(given).toMatchObject({ state: 'cancelled', reason: 'death', lines: [] });
    expect(await trialBalance(village)).toEqual(before);
    await must(close(app, bookkeeper, ordinaryMeeting(await contextOf(village, bookkeeper), heldOn)));
  });

  it('is closed to a stranger: she reads nothing and records nothing', async () => {
    const { app, groupId } = village;
    const context = await contextOf(village, village.admin);
    const sheet = confirmed(ordinaryMeeting(context, '2026-11-20'), context, '2026-11-20T10:00:00+05:30');
    expect((await close(app, stranger.admin, sheet)).kind).toBe('refused');
    expect(await close(app, stranger.bookkeeper, sheet)).toMatchObject({ kind: 'refused' });
    expect(await app.ask('meetings.context', stranger.admin, { groupId })).toEqual({ kind: 'answer', value: null });
    expect(await app.ask('meetings.context', stranger.bookkeeper, { groupId })).toMatchObject({
      kind: 'refused',
      code: 'door.not_allowed',
    });
  });
});

describe('a correction', () => {
  it('must name what was booked, and stays "not yet told" until she confirms it', async () => {
    const { app, bookkeeper, people } = village;
    const context = await contextOf(village, bookkeeper);
    const woman = people[7]!;
    const correction = {
      correctionId: newId(),
      reversesMeetingId: context.lastMeeting!.meetingId,
      part: 'compulsory' as const,
      personId: woman,
      loanId: null,
      head: null,
      partyId: null,
      wasPaise: 20_000,
      nowPaise: 5_000,
      reason: 'She gave fifty',
    };
    const on = '2026-11-18';
    const wrong = ordinaryMeeting(context, on, (sheet) => change(sheet, { corrections: [correction] }));
    expect(await close(app, bookkeeper, wrong)).toMatchObject({
      kind: 'refused',
      code: 'meetings.correction_was_differs',
      params: { bookedPaise: 10_000 },
    });
    const right = { ...correction, wasPaise: 10_000 };
    await must(
      close(
        app,
        bookkeeper,
        ordinaryMeeting(context, on, (sheet) => change(sheet, { corrections: [right] })),
      ),
    );
    const after = await contextOf(village, bookkeeper);
    expect(after.pendingCorrections).toMatchObject([{ personId: woman, savingsChangePaise: -5_000 }]);
    const told = ordinaryMeeting(after, '2026-11-19', (sheet) => toggleTold(sheet, right.correctionId, 'picture'));
    await must(close(app, bookkeeper, told));
    expect((await contextOf(village, bookkeeper)).pendingCorrections).toEqual([]);
    const { rows } = await village.owner.query(`select told_way from correction where correction_id = $1`, [
      right.correctionId,
    ]);
    expect(rows).toEqual([{ told_way: 'picture' }]);
    const docs = await documentsOf(village);
    const mended = docs.find((doc) => doc.meetingId === right.reversesMeetingId)!;
    expect(mended.corrected).toEqual([right.correctionId]);
    expect(mended.booked).toContainEqual(
      expect.objectContaining({ part: 'compulsory', personId: woman, paise: 5_000 }),
    );
    expect(
      docs.filter((doc) => doc.booked),
      'only the last three can be put right',
    ).toHaveLength(3);
  });
});
