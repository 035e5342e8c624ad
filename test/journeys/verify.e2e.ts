/** A slip handed to a member is checked by anybody, without an account, and without signal after the first visit. */
import { expect, test } from 'vitest';
import { receiptsFor, verifyLink } from '#app/receipts/index.server.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting } from '../village.ts';
import { startApp } from './app.ts';
import { openPhone } from './browser.ts';

test('genuine, then offline, then a changed one', async () => {
  const village = await makeVillage();
  const sheet = ordinaryMeeting(await contextOf(village, village.admin), '2025-04-12');
  await must(close(village.app, village.bookkeeper, sheet));
  const app = await startApp({ village });
  const asked = { groupId: village.groupId, meetingId: sheet.meetingId };
  const receipts = await receiptsFor({ app: village.app, who: village.bookkeeper }, asked);
  if (receipts.kind !== 'answer' || !receipts.value) throw new Error('no receipts');
  const phone = await openPhone({ url: app.url });
  const { page } = phone;
  const verdict = (kind: string) => page.waitForSelector(`[data-verdict=${kind}]`);

  await page.goto(verifyLink(app.url, receipts.value.members[0]?.text ?? ''));
  await verdict('genuine');
  expect(await page.textContent('dl')).toContain('₹100');
  await page.waitForSelector('[data-kept]');

  await app.kill();
  await page.goto('about:blank');
  await page.goto(verifyLink(app.url, receipts.value.meeting));
  await verdict('genuine');
  await page.fill('textarea', `${receipts.value.meeting.slice(0, -6)}AAAAAA`);
  await page.click('button[type=submit]');
  await verdict('false');
  await page.fill('textarea', 'a shopping list');
  await page.click('button[type=submit]');
  await verdict('other');
  expect(phone.problems).toEqual([]);
});
