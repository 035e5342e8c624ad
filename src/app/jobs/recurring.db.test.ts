/** Recurring vouchers make themselves, once, whichever of two processes looks first; and nobody approves what she set up herself. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { createApp, type App } from '#app/app.server.ts';
import type { VoucherPage } from '#domain/accounts/index.server.ts';
import { addMonths, dayInIndia, monthOf } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { makeOffice, move, soundness, type Office } from '#test/office.ts';
import { afterAll } from 'vitest';
import { round } from './scheduler.server.ts';

const today = dayInIndia(new Date());
const auth = { sweep: () => Promise.resolve() };
let office: Office;
/** A second process on the same database. */
let other: App;

beforeAll(async () => {
  office = await makeOffice({ limitPaise: 5_000_00 });
  other = createApp({ url: office.ownerUrl, maxConnections: 4 });
  await office.voucher({
    type: 'receipt',
    on: '2024-04-02',
    lines: move(office.head('Cash'), 4_000_00, office.head('Donations')),
  });
});
afterAll(() => other.close());

const template = (paise: number, firstOn: string) =>
  office.done<{ templateId: string }>('addTemplate', {
    templateId: newId(),
    title: 'Rent',
    voucher: {
      type: 'journal',
      narration: 'Rent of the office',
      lines: move(office.head('Rent'), paise, office.head('Expenses Payable')).map(([headId, amountPaise]) => ({
        headId,
        amountPaise,
      })),
    },
    everyMonths: 1,
    firstOn,
    untilOn: null,
  });
const lookAgain = () => sql`update duty set run_at = now() - interval '1 second'`.execute(office.owner);
const made = async (state: 'posted' | 'waiting') =>
  (await office.ask<VoucherPage>('vouchers', { state })).rows.filter((row) => row.purpose === 'recurring');

test('what is due is written once by two processes that look at the same time, and not again', async () => {
  await template(1_200_00, addMonths(monthOf(today), -2));
  await lookAgain();
  await Promise.all([round({ app: office.app, auth }), round({ app: other, auth })]);
  await round({ app: other, auth });
  expect(await made('posted')).toHaveLength(3);
  await lookAgain();
  await Promise.all([round({ app: office.app, auth }), round({ app: other, auth })]);
  expect(await made('posted')).toHaveLength(3);
  expect(await soundness(office)).toEqual({ offBalance: 0, gaps: 0 });
});

test('above the limit it waits, and not for the accountant who set it up', async () => {
  await template(9_000_00, today);
  // the book's run of today is over: by hand it is written now
  await office.done('runRecurring', { upTo: today }, office.admin);
  const [waiting] = await made('waiting');
  const voucherId = waiting!.voucherId;
  expect(await office.run('approveVoucher', { voucherId })).toMatchObject({ code: 'accounts.own_template' });
  expect(await office.run('approveVoucher', { voucherId }, office.admin)).toMatchObject({
    code: 'accounts.own_voucher',
  });
  const [second] = await made('waiting');
  expect(second!.voucherId).toBe(voucherId);
});

test('a stopped one names no work once a month is over', async () => {
  const books = async (on: string) =>
    (await sql<{ org_id: string }>`select org_id from recurring_books(${on}::date)`.execute(office.app.db)).rows.length;
  expect(await books(today)).toBe(1);
  expect(await books('2024-04-01')).toBe(0);
});
