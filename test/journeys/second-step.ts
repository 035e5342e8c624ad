/** An administrator's second step: her phone's app shows six digits for a key that the office showed once. */
import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { look } from './browser.ts';

/** From the page that asks for it to where she wanted to go. @param picture the name of the screen with the key, where it is to be looked at */
export async function takeSecondStep(page: Page, secret: string, picture?: string): Promise<void> {
  // The page before it has a field of the same name.
  const begin = page.getByRole('button', { name: 'Set up the second step' });
  await begin.waitFor();
  await page.locator('[name=secret]').fill(secret);
  await begin.click();
  const key = await page.locator('bdi.figure').innerText();
  if (picture) await look(page, picture);
  await page.locator('[name=code]').fill(codeOf(key));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.locator('[name=code]').waitFor({ state: 'detached' });
}

/** RFC 6238 with a step of 30 s and SHA-1, of a key in base 32 (RFC 4648). */
function codeOf(base32: string): string {
  const bits = [...base32.replace(/\W|=/g, '')]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
