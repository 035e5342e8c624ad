/** A meeting laid out for the national register: every figure stands in the books as well. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportTable } from '#app/exports/index.server.ts';
import { readFirstSheet } from '#platform/sheets.server.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { addDemand, addLine, grantLoan, type MeetingSheet } from './index.ts';
import type { MeetingTyping } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
let first: MeetingSheet;
let second: MeetingSheet;

beforeAll(async () => {
  village = await makeVillage();
  stranger = await furnish(village.app, village.owner);
  const before = await contextOf(village, village.bookkeeper);
  const [borrower = '', payer = ''] = village.people;
  first = ordinaryMeeting(before, '2026-05-12', (sheet) => {
    const asked = addDemand(sheet, { personId: borrower, amountPaise: 80_000, purpose: 'craft_material' });
    const grant = { index: 0, loanId: newId(), grantedPaise: 80_000, bankAccountId: null } as const;
    return grantLoan(asked, before, { ...grant, paidFrom: 'cash', acknowledged: 'thumb' });
  });
  await must(close(village.app, village.bookkeeper, first));
  second = ordinaryMeeting(await contextOf(village, village.bookkeeper), '2026-06-12', (sheet) => {
    const own = { to: 'cash', bankAccountId: null, note: '' } as const;
    const fee = addLine(sheet, 'otherReceipts', { head: 'membership_fee', amountPaise: 5_000, partyId: payer, ...own });
    const sold = addLine(fee, 'otherReceipts', { head: 'group_sales', amountPaise: 30_000, partyId: null, ...own });
    const tea = {
      head: 'running_costs',
      amountPaise: 2_000,
      partyId: null,
      from: 'cash',
      bankAccountId: null,
    } as const;
    return addLine(sold, 'otherPayments', { ...tea, note: '', voucherPhotoId: null });
  });
  await must(close(village.app, village.bookkeeper, second));
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

async function typed(sheet: MeetingSheet): Promise<MeetingTyping> {
  const question = { groupId: village.groupId, meetingId: sheet.meetingId };
  const answer = await village.app.ask<MeetingTyping | null>('meetings.typing', village.bookkeeper, question);
  if (answer.kind !== 'answer' || !answer.value) throw new Error('no sheet');
  return answer.value;
}

/** Sums of the journal of one meeting: account to signed paise. */
async function postings(meetingId: string): Promise<Record<string, number>> {
  const { rows } = await village.owner.query<{ account: string; sum: string }>(
    `select p.account, sum(p.amount_paise) as sum from posting p join meeting m on m.org_id = p.org_id and m.journal_seq = p.seq
      where p.book_id = $1 and m.meeting_id = $2 group by 1`,
    [village.bookId, meetingId],
  );
  return Object.fromEntries(rows.map((row) => [row.account, Number(row.sum)]));
}
const totalOf = (found: MeetingTyping, key: string, head: string): number | undefined => {
  const part = found.parts.find((one) => one.key === key);
  return part?.totalsPaise[part.heads.indexOf(head)];
};

test('the parts stand in the order of typing, each total is what the journal posts', async () => {
  const one = await typed(first);
  expect(one.parts.map((part) => part.key)).toEqual(['roll', 'savings', 'loans']);
  const books = await postings(first.meetingId);
  expect(totalOf(one, 'savings', 'compulsory')).toBe(-books['2010']!);
  expect(totalOf(one, 'loans', 'lent')).toBe(books['1110']);
  expect(one.cashInPaise - one.cashOutPaise).toBe(books['1010']);
  expect(one.booked).toEqual({ cashPaise: books['1010'], bankPaise: 0 });
  expect(one.parts[2]?.rows[0]?.loan).toMatchObject({ purpose: 'craft_material', instalments: 10 });

  const two = await typed(second);
  expect(two.parts.map((part) => part.key)).toEqual([
    'roll',
    'savings',
    'repayments',
    'from_members',
    'group_in',
    'group_out',
  ]);
  const then = await postings(second.meetingId);
  expect(totalOf(two, 'repayments', 'principal')).toBe(-then['1110']!);
  expect(totalOf(two, 'repayments', 'interest')).toBe(-then['4010']!);
  expect(totalOf(two, 'from_members', 'membership_fee')).toBe(5_000);
  expect(totalOf(two, 'group_in', 'amount')).toBe(30_000);
  expect(totalOf(two, 'group_out', 'amount')).toBe(2_000);
  expect(two.openingCashPaise + two.cashInPaise - two.cashOutPaise).toBe(two.closingCashPaise);
  expect(two.booked.cashPaise).toBe(two.closingCashPaise - two.openingCashPaise);
});

test('every woman of that day has her line, in one order in every part, and her balance after it', async () => {
  const { parts, after, people } = await typed(second);
  expect(parts[0]?.rows).toHaveLength(village.people.length);
  expect(parts[1]?.rows.map((row) => row.personId)).toEqual(parts[0]?.rows.map((row) => row.personId));
  const saved = after.reduce((sum, row) => sum + row.savingsPaise, 0);
  expect(saved).toBe(2 * village.people.length * 10_000);
  expect(after.every((row) => people[row.personId]?.en)).toBe(true);
});

test('the same lines come as a file, with a total below each part', async () => {
  const filters = new URLSearchParams({ groupId: village.groupId, meetingId: second.meetingId });
  const reader = { app: village.app, who: village.bookkeeper, lang: 'hi', origin: 'https://bakhiya.test' } as const;
  const file = await exportTable(reader, { what: 'register-sheet', form: 'xlsx', filters });
  if (file.kind !== 'file') throw new Error(file.code);
  const rows = await readFirstSheet(file.body);
  const totals = rows.filter((row) => row[1] === 'कुल').map((row) => [row[2], row[3]]);
  expect(totals).toContainEqual(['अनिवार्य बचत', village.people.length * 100]);
  expect(rows.filter((row) => row[2] === 'हाज़िर')).toHaveLength(village.people.length);
  const paper = await exportTable(reader, { what: 'register-sheet', form: 'pdf', filters });
  expect(paper).toMatchObject({ kind: 'file', type: 'application/pdf' });
});

test('a stranger is refused, and what is no closed meeting has no such sheet', async () => {
  const question = { groupId: village.groupId, meetingId: first.meetingId };
  const { app } = village;
  expect(await app.ask('meetings.typing', stranger.bookkeeper, question)).toMatchObject({ kind: 'refused' });
  expect(await app.ask('meetings.typing', stranger.admin, question)).toEqual({ kind: 'answer', value: null });
  const nowhere = { ...question, meetingId: newId() };
  expect(await app.ask('meetings.typing', village.admin, nowhere)).toEqual({ kind: 'answer', value: null });
});
