import { afterAll, afterEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openPress, PDF_RULES, type PdfPress } from './pdf.server.ts';

// templates are looked for below src
const src = join(process.cwd(), 'src');
const folder = mkdtempSync(join(src, 'pdf-test-'));
const template = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return relative(src, join(folder, name));
};
const plain = template('plain.typ', '#json(bytes(sys.inputs.data)).words');
const endless = template('endless.typ', '#for one in range(30000000) { let two = calc.sqrt(one) }');
const broken = template('broken.typ', '#let');

let press: PdfPress;
afterEach(() => press.close());
afterAll(() => rmSync(folder, { recursive: true }));

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-';

test('documents asked for at once come one after the other, each its own', async () => {
  press = openPress();
  const made = await Promise.all(['one', '#panic()', 'क्ष', 'خط'].map((words) => press.render(plain, { words })));
  expect(made.every(isPdf)).toBe(true);
  expect(press.childBytes()).toBeGreaterThan(0);
});

test('a broken template fails alone', async () => {
  press = openPress();
  await expect(press.render(broken, {})).rejects.toMatchObject({ code: 'pdf.template' });
  await expect(press.render('app/nothing.typ', {})).rejects.toMatchObject({ code: 'pdf.template' });
  expect(isPdf(await press.render(plain, { words: 'still here' }))).toBe(true);
});

test('a child that dies takes only its own document with it', async () => {
  press = openPress();
  await press.render(plain, { words: 'first' });
  const pid = press.childPid();
  const lost = press.render(endless, {});
  const next = press.render(plain, { words: 'next' });
  process.kill(pid!, 'SIGKILL');
  await expect(lost).rejects.toMatchObject({ code: 'pdf.child_lost' });
  expect(isPdf(await next)).toBe(true);
  expect(press.childPid()).not.toBe(pid);
});

test('a document that takes too long is ended, and too many are turned away', async () => {
  press = openPress({ ...PDF_RULES, limitMs: 1_500, mostWaiting: 1 });
  const slow = press.render(endless, {});
  const waiting = press.render(plain, { words: 'next' });
  await expect(press.render(plain, { words: 'too many' })).rejects.toMatchObject({ code: 'pdf.busy' });
  await expect(slow).rejects.toMatchObject({ code: 'pdf.too_long' });
  expect(isPdf(await waiting)).toBe(true);
});
