import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFirstSheet } from '#platform/sheets.server.ts';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { newId } from '#platform/ids.ts';
import type { File, Reader } from '../paper/papers.server.ts';
import { anEnterprise, woman } from '#test/enterprise-builder.ts';
import {
  addWoman,
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  ordinaryMeeting,
  type Village,
} from '#test/village.ts';
import type { GroupFile } from './group-file.ts';
import { exportTable, groupFile } from './index.server.ts';
import { verifyGroupFile } from './verify-group-file.server.ts';

let village: Village;
const reader = (who = village.admin): Reader => ({ app: village.app, who, lang: 'en', origin: 'https://bakhiya.test' });

async function table(what: string, form: 'xlsx' | 'csv', filters: Record<string, string> = {}): Promise<File> {
  const given = new URLSearchParams({ groupId: village.groupId, from: '2025-04-01', to: '2025-08-31', ...filters });
  const answer = await exportTable(reader(), { what, form, filters: given });
  if (answer.kind !== 'file') throw new Error(answer.code);
  return answer;
}
const textOf = (file: File): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.body);

beforeAll(async () => {
  village = await makeVillage();
  await addWoman(village.app, village.admin, { ...village, name: '=HYPERLINK("http://evil.test";"Rani")' });
  for (const day of ['2025-04-12', '2025-05-12', '2025-06-12']) {
    const context = await contextOf(village, village.admin);
    const [personId = ''] = village.people;
    const sheet = ordinaryMeeting(context, day, (made) => {
      if (day !== '2025-05-12') return made;
      const asked = addDemand(made, { personId, amountPaise: 200_000, purpose: 'craft_material' });
      const grant = { index: 0, loanId: newId(), grantedPaise: 200_000, bankAccountId: null } as const;
      return grantLoan(asked, context, { ...grant, paidFrom: 'cash', acknowledged: 'thumb' });
    });
    await must(close(village.app, village.bookkeeper, sheet));
  }
});
afterAll(() => village.app.close());

test('the trial balance as XLSX holds numbers in rupees, and both columns are equal', async () => {
  const rows = await readFirstSheet((await table('trial-balance', 'xlsx')).body);
  const last = rows.at(-1) ?? [];
  expect(rows[0]?.slice(4)).toEqual(['Debit', 'Credit']);
  expect(typeof last[4]).toBe('number');
  expect(last[4]).toBe(last[5]);
  expect(rows.find((row) => row[0] === '1010')?.[4]).toBe(3040);
});

test('the register as XLSX holds real dates', async () => {
  const rows = await readFirstSheet((await table('meetings', 'xlsx')).body);
  expect(rows).toHaveLength(1 + 3 + 1);
  expect(rows[1]?.[0]).toEqual(new Date('2025-06-12T00:00:00Z'));
  expect(rows[1]?.[5]).toBe(1600);
});

test('a formula in a name is a text in every file', async () => {
  const csv = textOf(await table('members', 'csv'));
  expect(csv.startsWith('\uFEFF')).toBe(true);
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.test"";""Rani"")"`);
  const rows = await readFirstSheet((await table('members', 'xlsx')).body);
  expect(rows.flat().filter((cell) => String(cell).includes('HYPERLINK'))).toEqual([
    `'=HYPERLINK("http://evil.test";"Rani")`,
  ]);
});

test('statements go page by page: a cash book of every meeting ends where the box stands', async () => {
  const rows = await readFirstSheet((await table('cash-book', 'xlsx')).body);
  expect(rows).toHaveLength(1 + 1 + 3 + 1);
  expect(rows.at(-1)?.[7]).toBe(3040);
  const account = await readFirstSheet((await table('account', 'xlsx', { account: '2010' })).body);
  expect(account.at(-1)?.[6]).toBe(-4800);
  const audit = textOf(await table('audit', 'csv', { from: '', to: '', action: 'meetings.' }));
  expect(audit.trim().split('\r\n')).toHaveLength(1 + 4);
});

test('a file holds what the screen was filtered to, in its order', async () => {
  const sorted = await readFirstSheet((await table('meetings', 'xlsx', { sort: 'on' })).body);
  expect(sorted[1]?.[0]).toEqual(new Date('2025-04-12T00:00:00Z'));
  const lent = await readFirstSheet((await table('meetings', 'xlsx', { sort: '-lent' })).body);
  expect(lent[1]?.[0]).toEqual(new Date('2025-05-12T00:00:00Z'));
  const found = textOf(await table('members', 'csv', { q: 'Rani' }))
    .trim()
    .split('\r\n');
  expect(found).toHaveLength(2);
  expect(
    textOf(await table('groups', 'csv', { q: 'nothing of this name' }))
      .trim()
      .split('\r\n'),
  ).toHaveLength(2);
  expect(textOf(await table('users', 'csv', { role: 'bookkeeper' }))).toContain('Bookkeeper');
  expect(
    textOf(await table('devices', 'csv'))
      .trim()
      .split('\r\n').length,
  ).toBeGreaterThanOrEqual(1);
});

test("enterprises go as the screen shows them: searched, sorted, a formula as text, nobody else's", async () => {
  const { app, admin, placeId, people } = village;
  const owners = [woman(people[0]!)];
  const names = ['=HYPERLINK("http://evil.test")', 'Bakkas Chikan House', 'Zari Workshop'];
  for (const nameEn of names)
    await must(app.do('enterprises.register', admin, anEnterprise({ placeId, owners, nameEn, nameHi: null })));
  const all = await readFirstSheet((await table('enterprises', 'xlsx', { sort: '-name', groupId: '' })).body);
  expect(all.slice(1).map((row) => row[0])).toEqual(['Zari Workshop', 'Bakkas Chikan House', `'${names[0]}`]);
  expect(all[1]?.[2]).toMatch(/100/);
  const found = textOf(await table('enterprises', 'csv', { q: 'zari' }));
  expect(found.trim().split('\r\n')).toHaveLength(2);
  const far = await furnish(app, village.owner);
  const theirs = await exportTable(reader(far.admin), {
    what: 'enterprises',
    form: 'csv',
    filters: new URLSearchParams(),
  });
  expect(theirs.kind === 'file' && textOf(theirs)).not.toContain('Zari');
});

test('wrong filters and unknown tables are refused, not faults', async () => {
  const ask = (what: string, filters: Record<string, string>) =>
    exportTable(reader(), { what, form: 'csv', filters: new URLSearchParams(filters) });
  expect(await ask('cash-book', { groupId: village.groupId, from: 'yesterday', to: '2025-08-31' })).toMatchObject({
    code: 'door.invalid',
  });
  expect(await ask('trial-balance', {})).toMatchObject({ code: 'door.invalid' });
  expect(await ask('trial-balance', { groupId: newId() })).toMatchObject({ kind: 'refused' });
  expect(await ask('toString', {})).toMatchObject({ code: 'paper.nothing_here' });
});

test('a group leaves with a file that proves itself, and every change of it is found', async () => {
  const answer = await groupFile(reader(), { groupId: village.groupId });
  if (answer.kind !== 'file') throw new Error(answer.code);
  const text = new TextDecoder().decode(answer.body);
  const file = JSON.parse(text) as GroupFile;
  expect(verifyGroupFile(file)).toMatchObject({ journals: 3, faults: [] });
  expect([file.members.length, file.meetings.length, file.loans.length, file.commands.length]).toEqual([16, 3, 1, 3]);
  type Loose = { -readonly [Key in keyof GroupFile]: GroupFile[Key] };
  const change = (make: (copy: Loose) => void) => {
    const copy = JSON.parse(text) as Loose;
    make(copy);
    return verifyGroupFile(copy).faults.map(({ what }) => what);
  };
  const set = (of: unknown, key: string | number, value: unknown) =>
    void ((of as Record<string, unknown>)[key] = value);
  expect(change((copy) => set(copy.journals[1]?.postings[0], 1, 100))).toEqual(['chain', 'sum', 'balance']);
  expect(change((copy) => set(copy.journals[2], 'eventOn', '2025-06-13'))).toEqual(['chain']);
  expect(change((copy) => set(copy, 'journals', copy.journals.slice(0, -1)))).toContain('chain');
  expect(change((copy) => set(copy.commands[0]?.payload, 'place', 'elsewhere'))).toEqual(['commitment']);
  expect(change((copy) => set(copy.loans[0], 'principalLeftPaise', 100))).toEqual(['loan']);
  expect(change((copy) => set(copy, 'format', 'other'))).toEqual(['format']);
  const folder = mkdtempSync(join(tmpdir(), 'bakhiya-export-'));
  const path = join(folder, 'group.json');
  writeFileSync(path, text);
  const said = execFileSync(process.execPath, ['scripts/verify-export.ts', path], { encoding: 'utf8' });
  expect(said).toContain('3 journals');
});

test('a stranger and a bookkeeper get no group file', async () => {
  const stranger = await furnish(village.app, village.owner, 10);
  expect(await groupFile(reader(stranger.admin), { groupId: village.groupId })).toMatchObject({
    code: 'paper.nothing_here',
  });
  expect(await groupFile(reader(village.bookkeeper), { groupId: village.groupId })).toMatchObject({
    code: 'door.not_allowed',
  });
});
