import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import type { HeadRow } from '#domain/accounts/index.server.ts';
import { folderFiles } from '#platform/files.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { readFirstSheet } from '#platform/sheets.server.ts';
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
import { auditPack, type Plan } from './index.server.ts';
import type { PackIndex } from './model.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakhiya-pack-'));
const YEAR = { year: 2025, bookId: null };
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
let village: Village;
let auditor: Actor;
let stranger: Omit<Village, 'database'>;
let photo: string;
let files: Record<string, Uint8Array>;
let index: PackIndex;

async function pack(lang: 'en' | 'ur' = 'en', of: { year: number; bookId: string | null } = YEAR, who = auditor) {
  const parts: Uint8Array[] = [];
  const reader = { app: village.app, who, lang, origin: 'https://bakhiya.test', name: 'Auditor <of> the test' };
  for await (const part of auditPack(reader, of)) parts.push(part);
  const found = unzipSync(Buffer.concat(parts));
  return { files: found, index: JSON.parse(text(found['index.json'])) as PackIndex };
}

const keepPhoto = async (of: Omit<Village, 'database'>, words: string) => {
  const sha256 = await village.app.files.put(new TextEncoder().encode(words));
  const fileId = newId();
  await village.owner.query(
    `insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by, created_at) values ($1, $2, $3, 'image/png', 22, 'bill', $4, now())`,
    [of.orgId, fileId, sha256, of.admin.userId],
  );
  return { fileId, sha256 };
};

/** An office book with a receipt and a payment that has its bill, and a group's meeting with a decision. */
async function yearOf(of: Omit<Village, 'database'>, words: string): Promise<string> {
  const body = { bodyKind: 'trust', bodyId: of.orgId };
  const opening = { ...body, booksFromOn: '2025-04-01', limitPaise: 10_000_000, decidedBy: 'Trustees' };
  await must(of.app.do('accounts.openBook', of.admin, opening));
  const masters = await of.app.ask<{ heads: HeadRow[] }>('accounts.masters', of.admin, body);
  if (masters.kind !== 'answer') throw new Error(masters.code);
  const head = (name: string) => masters.value.heads.find((one) => one.tallyName === name)!.headId;
  const voucher = (type: string, lines: readonly (readonly [string, number])[], narration: string) =>
    must<{ voucherId: string }>(
      of.app.do('accounts.makeVoucher', of.admin, {
        ...{ ...body, voucherId: newId(), type, eventOn: '2025-05-20', narration },
        lines: lines.map(([headId, amountPaise]) => ({ headId, amountPaise })),
      }),
    );
  await voucher(
    'receipt',
    [
      [head('Cash'), 500_000],
      [head('Donations'), -500_000],
    ],
    'A gift',
  );
  const paid = await voucher(
    'payment',
    [
      [head('Rent'), 120_000],
      [head('Cash'), -120_000],
    ],
    words,
  );
  const bill = await keepPhoto(of, `bill: ${words}`);
  await village.owner.query(
    `insert into voucher_bill (org_id, voucher_id, file_id, added_by, added_at) values ($1, $2, $3, $4, now())`,
    [of.orgId, paid.voucherId, bill.fileId, of.admin.userId],
  );
  const sheet = ordinaryMeeting(await contextOf(of, of.admin), '2025-05-12', (made) => ({
    ...made,
    minutes: { ...made.minutes, decisions: [{ text: `Decided: ${words}`, votesFor: 9, votesAgainst: 0 }] },
  }));
  await must(close(of.app, of.bookkeeper, sheet));
  return bill.sha256;
}

beforeAll(async () => {
  village = await makeVillage();
  const app = { ...village.app, files: folderFiles(join(folder, 'files')) };
  village = { ...village, app };
  const userId = await makeFirstUser(village.owner, {
    ...{ orgId: village.orgId, name: 'Auditor', phone: '9123400001', grants: [{ role: 'auditor' }] },
  });
  auditor = (await actorOf(app.db, userId))!;
  stranger = await furnish(app, village.owner, 10);
  await addWoman(app, stranger.admin, { ...stranger, name: 'Strange Woman' });
  await yearOf(stranger, 'Foreign words');
  photo = await yearOf(village, 'Rent of <May>');
  const { rows } = await village.owner.query<{ id: string }>(
    `select book_id as id from book where org_id = $1 and body_kind = 'trust'`,
    [village.orgId],
  );
  const queryId = newId();
  const about = { kind: 'journal', bookId: rows[0]!.id, seq: 2 };
  const asked = {
    queryId,
    about,
    to: { userId: village.admin.userId },
    dueOn: '2099-01-01',
    words: 'Where is the lease?',
  };
  await must(app.do('audit.ask', auditor, asked));
  await must(app.do('audit.answer', village.admin, { queryId, words: 'In the cupboard.', fileId: null }));
  const draw = {
    sampleId: newId(),
    title: 'Rents',
    population: 'vouchers',
    bookId: null,
    from: '2025-04-01',
    to: '2026-03-31',
  };
  await must(app.do('audit.draw', auditor, { ...draw, method: 'count', wanted: 1, seed: '271828' }));
  await must(app.do('pack.take', auditor, YEAR));
  ({ files, index } = await pack());
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
  rmSync(folder, { recursive: true, force: true });
});

const ofTitle = (name: string) => index.files.filter((file) => file.name.endsWith(name));

describe('the pack of a year', () => {
  test('holds every file its index names, with its hash, and no other', () => {
    expect(index.leftOut).toEqual([]);
    expect(index.missingFiles).toEqual([]);
    for (const { name, sha256, bytes } of index.files) {
      expect(files[name]?.length, name).toBe(bytes);
      expect(createHash('sha256').update(files[name]!).digest('hex'), name).toBe(sha256);
    }
    expect(Object.keys(files).sort()).toEqual([...index.files.map(({ name }) => name), 'index.json'].sort());
  });

  test('links each of them from its first page, and nothing outside', () => {
    const page = text(files['index.html']);
    const links = [...page.matchAll(/href="([^"]*)"/g)].map((found) => decodeURIComponent(found[1]!));
    expect(new Set(links)).toEqual(
      new Set([...index.files.map(({ name }) => name), 'index.json'].filter((name) => name !== 'index.html')),
    );
    expect(page).not.toMatch(/<script|https?:/);
    expect(page).toContain('Auditor &lt;of&gt; the test');
  });

  test('its trial balances, of the office and of the group, sum to zero and are not empty', async () => {
    const balances = ofTitle('trial-balance.xlsx');
    expect(balances.map(({ section }) => section)).toEqual(['office', 'groups']);
    for (const { name } of balances) {
      const rows = await readFirstSheet(files[name]!);
      const sum = (column: number) =>
        rows.slice(1, -1).reduce((all, row) => all + Math.round(Number(row[column] ?? 0) * 100), 0);
      expect(sum(4), name).toBe(sum(5));
      expect(sum(4), name).toBeGreaterThan(0);
    }
  });

  test('holds the books of the office, of each head that moved, and the annual accounts', () => {
    const names = index.files
      .filter(({ section }) => section === 'office')
      .map(({ name }) => name.split('/').slice(2).join('/'));
    expect(names).toEqual(
      expect.arrayContaining(['day-book.xlsx', 'balance-sheet.xlsx', 'income-expenditure.xlsx', 'annual-accounts.pdf']),
    );
    expect(names.filter((name) => name.startsWith('heads/'))).toHaveLength(3);
    expect(ofTitle('meetings.xlsx')).toHaveLength(1);
    expect(ofTitle('receipts-and-payments.xlsx')).toHaveLength(1);
  });

  test('shows vouchers with their bills, decisions, questions with answers, samples and exceptions', () => {
    const [vouchers] = ofTitle('vouchers.html');
    const page = text(files[vouchers!.name]);
    expect(page).toContain('Rent of &lt;May&gt;');
    const href = /href="(bills\/[^"]+)"/.exec(page)![1]!;
    const bill = index.files.find(({ name }) => name === vouchers!.name.replace('vouchers.html', href));
    expect(bill?.sha256).toBe(photo);
    expect(text(files[ofTitle('minutes.html')[0]!.name])).toContain('Decided: Rent of &lt;May&gt;');
    const queries = text(files['queries/queries.html']);
    expect(queries).toContain('Where is the lease?');
    expect(queries).toContain('In the cupboard.');
    expect(files['samples/sample-1.xlsx']).toBeDefined();
    expect(index.files.filter(({ section }) => section === 'exceptions')).toHaveLength(6);
  });

  test('proves the chain of each book with the head the database holds', async () => {
    const { rows } = await village.owner.query<{ id: string; head: string; last: number }>(
      `select book_id as id, encode(head_hash, 'hex') as head, last_seq::int as last from book where org_id = $1 and last_seq > 0`,
      [village.orgId],
    );
    expect(
      index.books.map(({ bookId, headHash, journals }) => ({ id: bookId, head: headHash, last: journals })),
    ).toEqual(expect.arrayContaining(rows));
    expect(index.books).toHaveLength(rows.length);
    expect(index.books.every((book) => book.faults.length === 0 && !book.changedMeanwhile)).toBe(true);
    for (const { head } of rows) expect(text(files['proof/chain.csv'])).toContain(head);
  });

  test('holds nothing of a stranger, in no sheet either', () => {
    const strange = [stranger.orgId, stranger.groupId, stranger.bookId, 'Strange Woman', 'Foreign words'];
    const inside = Object.entries(files).flatMap(([name, bytes]) =>
      name.endsWith('.xlsx') ? Object.values(unzipSync(bytes)).map(text) : [text(bytes)],
    );
    for (const words of strange) expect(inside.filter((one) => one.includes(words))).toEqual([]);
    // the same search finds her own
    expect(inside.some((one) => one.includes('Woman 01'))).toBe(true);
  });

  test('of one book holds that book only; what is not hers to see is named, not silently absent', async () => {
    const own = await pack('ur', { year: 2025, bookId: village.bookId });
    expect(own.index.books.map(({ bookId }) => bookId)).toEqual([village.bookId]);
    expect(own.index.files.some(({ section }) => section === 'office' || section === 'vouchers')).toBe(false);
    expect(text(own.files['index.html'])).toContain('lang="ur" dir="rtl"');
    expect(own.index.files.find(({ section }) => section === 'groups')?.of).toBe('روشنی');
    const empty = await pack('en', { year: 2019, bookId: null });
    expect(empty.index.books).toEqual([]);
  });

  test('a picture that is lost and a book that was changed are told', async () => {
    const change = (by: string) =>
      village.owner.query(
        `alter table posting disable trigger user; update posting set amount_paise = amount_paise ${by}
          where org_id = '${village.orgId}' and book_id = '${village.bookId}' and seq = 1; alter table posting enable trigger user`,
      );
    await change('* 2');
    const lost = { ...village.app, files: folderFiles(join(folder, 'elsewhere')) };
    const parts: Uint8Array[] = [];
    const reader = { app: lost, who: auditor, lang: 'en', origin: 'https://bakhiya.test', name: 'A' } as const;
    for await (const part of auditPack(reader, YEAR)) parts.push(part);
    await change('/ 2');
    const found = JSON.parse(text(unzipSync(Buffer.concat(parts))['index.json'])) as PackIndex;
    expect(found.missingFiles.map(({ sha256 }) => sha256)).toEqual([photo]);
    const faulty = found.books.find(({ bookId }) => bookId === village.bookId);
    expect(faulty?.faults[0]).toEqual({ kind: 'content_changed', seq: 1 });
  });
});

test('taking it stands in the trail; a year ahead, a stranger’s book and a bookkeeper are refused', async () => {
  const { rows } = await village.owner.query(`select from audit where org_id = $1 and action = 'pack.take'`, [
    village.orgId,
  ]);
  expect(rows).toHaveLength(1);
  const take = (of: object, who = auditor) => village.app.do('pack.take', who, { ...YEAR, ...of });
  expect(await take({ year: 2099 })).toMatchObject({ code: 'pack.year_ahead' });
  expect(await take({ bookId: stranger.bookId })).toMatchObject({ code: 'pack.nothing' });
  expect(await take({}, village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  const seen = await village.app.ask<Plan>('pack.plan', auditor, YEAR);
  expect(seen).toMatchObject({
    value: { vouchers: 2, bills: 1, queryIds: [expect.any(String)], years: expect.arrayContaining([2025]) },
  });
});
