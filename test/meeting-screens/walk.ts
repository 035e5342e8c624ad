/** An ordinary meeting of fifteen, tap by tap, found by places on the screen so that it works in every language. */
import type { Locator, Page } from 'playwright-core';

export type Shot = (name: string) => Promise<void>;

/** @returns taps made; PIN digits are not counted, each digit of the closing count is. */
export async function walk(page: Page, shot: Shot): Promise<number> {
  let taps = 0;
  const tap = async (what: Locator): Promise<void> => {
    await what.click();
    taps += 1;
  };
  // The bottom bar's one act is the last big button of the page.
  const primary = () => page.locator('main ~ div button').last();
  const main = page.locator('main');
  await primary().waitFor();
  await shot('1-opening');
  await tap(primary());
  await shot('2-roll');
  await tap(primary());
  await shot('3-savings');
  await tap(primary());
  await shot('3-savings-all');
  await tap(primary());
  await shot('4-repayments');
  await tap(primary());
  await shot('4-repayments-all');
  await tap(primary());
  await shot('5-receipts');
  await tap(primary());
  await shot('6-loans');
  await tap(main.locator('button').last());
  await shot('6-who');
  await tap(main.locator('.tiles button').nth(10));
  await shot('6-much');
  await tap(main.locator('button[aria-pressed]').nth(4));
  await shot('6-why');
  await tap(main.locator('.tiles button').first());
  await shot('6-asked');
  await tap(main.locator('section button').first());
  await tap(main.locator('section button[aria-pressed]').first());
  await shot('6-granted');
  await tap(primary());
  await shot('7-payments');
  await tap(primary());
  await shot('8-count');
  taps += await countBox(page);
  await shot('8-counted');
  await tap(primary());
  await shot('8-minutes');
  await tap(primary());
  await shot('8-confirm');
  taps += await confirmTwice(page, shot);
  await shot('8-confirmed');
  await tap(primary());
  await page.locator('svg[role=img]').waitFor();
  await shot('9-slip');
  return taps;
}

/** Rs 1,200 + 1,500 saved + 3,600 repaid - 5,000 lent = Rs 1,300: two 500s and three 100s. */
export async function countBox(page: Page): Promise<number> {
  let taps = 0;
  for (const [kind, many] of [
    [0, '2'],
    [2, '3'],
  ] as const) {
    const field = page.locator('main input[inputmode=numeric]').nth(kind);
    await field.click();
    await field.pressSequentially(many);
    taps += 1 + many.length;
  }
  return taps;
}

export async function confirmTwice(page: Page, shot: Shot): Promise<number> {
  let taps = 0;
  for (const [index, pin] of ['2468', '1357'].entries()) {
    await page.locator('main section').last().locator('ul button').nth(index).click();
    const keys = page.locator('dialog[open] [role=group] button');
    await keys.first().waitFor();
    if (index === 0) await shot('8-pin');
    for (const _time of [1, 2]) {
      await keys.first().waitFor();
      for (const digit of pin) await keys.nth(Number(digit) - 1).click();
      await keys.last().click();
      await page.waitForTimeout(200);
    }
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    taps += 3;
  }
  return taps;
}

/** A loan under a product that asks for key facts: told what it asks of her, shown the statement, signed. */
export async function walkFacts(page: Page, shot: Shot): Promise<number> {
  const primary = () => page.locator('main ~ div button').last();
  const main = page.locator('main');
  for (let step = 1; step < 6; step += 1) {
    await primary().waitFor();
    while ((await main.locator('..').locator('[aria-current=step]').count()) === 0) await page.waitForTimeout(50);
    await primary().click();
    await page.waitForTimeout(200);
    if (step === 1) await shot('k0-roll');
    if (step === 3 || step === 4) await primary().click();
    await page.waitForTimeout(200);
  }
  await main.locator('button').last().click();
  await main.locator('.tiles button').nth(10).click();
  await main.locator('button[aria-pressed]').nth(4).click();
  await main.locator('.tiles button').first().click();
  await main.locator('details summary').click();
  await shot('k1-asked');
  await main.locator('section > div button').first().click();
  await shot('k2-granted');
  // after the two of the stepper
  const facts = main.locator('section button:not([aria-pressed])').nth(2);
  await facts.click();
  await main.locator('canvas').waitFor();
  await shot('k3-facts');
  const canvas = main.locator('canvas');
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + 30, box.y + 80);
  await page.mouse.down();
  for (const [dx, dy] of [
    [70, 20],
    [110, 90],
    [160, 30],
    [220, 80],
  ] as const)
    await page.mouse.move(box.x + dx, box.y + dy, { steps: 4 });
  await page.mouse.up();
  await shot('k4-signed');
  await primary().click();
  await canvas.waitFor({ state: 'detached' });
  await shot('k5-told');
  await facts.click();
  await main.locator('[lang]').waitFor();
  await shot('k6-again');
  return 0;
}
