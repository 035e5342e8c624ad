/** An accountant brings a list in: what does not fit is told cell by cell, the rest is taken, the same file changes nothing, and all is taken back. */
import { beforeAll, expect, test } from 'vitest';
import { writeCsv, writeXlsx } from '#platform/sheets.server.ts';
import { startApp, type JourneyApp } from './app.ts';
import { look } from './browser.ts';
import { openDesk, type Desk } from './desk.ts';

let app: JourneyApp;
let desk: Desk;
beforeAll(async () => {
  app = await startApp();
  desk = await openDesk(app, { name: 'Iqbal', role: 'accountant' });
  // brings lists in; registers women too
  await app.village.owner.query(
    `insert into user_grant (org_id, user_id, role, scope_id) values ($1, $2, 'animator', '00000000-0000-0000-0000-000000000000')`,
    [app.village.orgId, desk.userId],
  );
});

const columns = (...titles: string[]) => titles.map((title) => ({ title, kind: 'text' as const }));
const women = {
  title: 'women',
  columns: columns('Member no', 'Name', 'Husband', 'Mobile', 'Birth date', 'Group'),
  rows: [
    ['1', 'Rukhsana Bano', 'Aslam', '9839010001', '12/03/1985', 'Roshni'],
    ['2', 'Sunita Devi', 'Ramesh', '98390', '१२/०३/१९८५', 'Roshni'],
    ['3', 'Kamla Rawat', 'Mohan', '9839010003', '31-02-1985', 'No such group'],
    ['4', 'Zohra Khatoon', 'Salim', '9839010004', '1979', 'Roshni'],
  ],
};
const people = async (): Promise<number> => {
  const { owner, orgId } = app.village;
  const { rows } = await owner.query<{ n: number }>('select count(*)::int as n from person where org_id = $1', [orgId]);
  return rows[0]!.n;
};
/** Chooses the file and reads it; the page that comes shows what each line would do. */
async function readIn(file: { name: string; bytes: Uint8Array; kind?: string }): Promise<void> {
  const { page } = desk;
  await page.goto(`${app.url}/office/settings/imports`);
  await page.locator('select[name=kind]').selectOption(file.kind ?? 'members');
  await page.setInputFiles('input[name=file]', { name: file.name, mimeType: '', buffer: Buffer.from(file.bytes) });
  await page.locator('form button[type=submit]').first().click();
}
const speak = async (language: 'en' | 'hi'): Promise<void> => {
  const { owner, orgId } = app.village;
  await owner.query('update app_user set locale = $1 where org_id = $2 and user_id = $3', [
    language,
    orgId,
    desk.userId,
  ]);
  await desk.page.context().addCookies([{ name: 'bakhiya_language', value: language, url: app.url }]);
};

test('files that cannot be read are refused by name', async () => {
  const { page } = desk;
  await readIn({ name: 'women.xlsx', bytes: new TextEncoder().encode('PK\u0003\u0004 cut off') });
  await page.getByText('damaged', { exact: false }).first().waitFor();
  await look(page, 'imports-damaged');
});

test('a list with errors: the cells are named, the valid lines alone are taken and counted', async () => {
  const { page } = desk;
  const before = await people();
  await readIn({ name: 'women.xlsx', bytes: await writeXlsx([women]) });
  await page.getByRole('heading', { name: 'women.xlsx' }).waitFor();
  await page.getByRole('cell', { name: /98390/ }).waitFor();
  await page.getByRole('cell', { name: /31-02-1985/ }).waitFor();
  await page.getByRole('cell', { name: /No such group/ }).waitFor();
  await look(page, 'imports-preview');
  await page.getByRole('button', { name: 'Take 2 lines' }).click();
  await page.getByRole('button', { name: 'Take the whole list back' }).waitFor();
  await page.getByText('2 lines stayed out', { exact: false }).waitFor();
  expect(await people()).toBe(before + 2);
  await look(page, 'imports-done');
});

test('the same list again, in Hindi and as CSV, is no news; and what was taken is taken back whole', async () => {
  const { page } = desk;
  const before = await people();
  const done = page.url();
  await speak('hi');
  await readIn({ name: 'mahilayen.csv', bytes: writeCsv({ ...women, rows: [women.rows[0]!, women.rows[3]!] }) });
  await page.getByRole('heading', { name: 'mahilayen.csv' }).waitFor();
  await page.getByText('पहले से हैं').waitFor();
  // Nothing is new, so nothing is offered.
  expect(await page.getByRole('button', { name: /पंक्तियाँ लें/ }).count()).toBe(0);
  await look(page, 'imports-again-hi');
  await page.goto(done);
  await page.locator('form[action="?/undo"] button[type=submit]').click();
  await page.getByText('वापस ली गई', { exact: false }).first().waitFor();
  expect(await people()).toBe(before - 2);
  await look(page, 'imports-undone-hi');
  await speak('en');
});
