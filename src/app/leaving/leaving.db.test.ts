import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#app/app.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { newId } from '#platform/ids.ts';
import { folderFiles, type Files } from '#platform/files.server.ts';
import { openZip } from '#platform/zip-read.server.ts';
import { zipped, type ZipPart } from '#platform/zip-write.server.ts';
import { freshDatabase } from '#test/database.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import type { ArchiveIndex } from './archive.ts';
import { booksOf } from './books.server.ts';
import { firstSecrets } from './first-secrets.server.ts';
import { readInArchive } from './read-in.server.ts';
import { organisationArchive } from './write.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakhiya-leaving-'));
const migrationsDir = join(import.meta.dirname, '../../../db/migrations');
const archive = join(folder, 'organisation.zip');
let village: Village;
let files: Files;
let photo: string;

beforeAll(async () => {
  village = await makeVillage();
  files = folderFiles(join(folder, 'from'));
  village = { ...village, app: { ...village.app, files } };
  await furnish(village.app, village.owner, 10);
  const body = { bodyKind: 'trust', bodyId: village.orgId };
  const opening = { ...body, booksFromOn: '2024-04-01', limitPaise: 1_000_000, decidedBy: 'Trustees' };
  await must(village.app.do('accounts.openBook', village.admin, opening));
  for (const heldOn of ['2025-05-12', '2025-06-12'])
    await must(
      close(village.app, village.bookkeeper, ordinaryMeeting(await contextOf(village, village.admin), heldOn)),
    );
  photo = await files.put(new TextEncoder().encode('a page of the register'));
  await village.owner.query(
    `insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by, created_at) values ($1, $2, $3, 'image/png', 22, 'page', $4, now())`,
    [village.orgId, newId(), photo, village.admin.userId],
  );
  await must(village.app.do('leaving.take', village.admin, {}));
  const parts: Uint8Array[] = [];
  for await (const part of organisationArchive(village.app, village.admin)) parts.push(part);
  writeFileSync(archive, Buffer.concat(parts));
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
  rmSync(folder, { recursive: true, force: true });
});

const emptyPlace = async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  return { ownerUrl, files: folderFiles(join(folder, newId())) };
};
const indexOf = async (path: string): Promise<ArchiveIndex> => {
  const zip = (await openZip(path))!;
  const parts: Buffer[] = [];
  for await (const part of zip.read('index.json')) parts.push(part);
  await zip.close();
  return JSON.parse(Buffer.concat(parts).toString()) as ArchiveIndex;
};
/** The archive with some of its entries written otherwise. */
async function changed(change: (name: string, content: Buffer) => Buffer): Promise<string> {
  const zip = (await openZip(archive))!;
  async function* parts(): AsyncGenerator<ZipPart> {
    for (const name of zip.names) {
      const content: Buffer[] = [];
      for await (const part of zip.read(name)) content.push(part);
      const bytes = change(name, Buffer.concat(content));
      yield {
        name,
        content: (async function* () {
          yield bytes;
        })(),
      };
    }
  }
  const path = join(folder, `${newId()}.zip`);
  const whole: Uint8Array[] = [];
  for await (const part of zipped(parts(), new Date())) whole.push(part);
  await zip.close();
  writeFileSync(path, Buffer.concat(whole));
  return path;
}

test('the archive holds this organisation and no other, and says what is in it', async () => {
  const index = await indexOf(archive);
  expect(index.organisation.orgId).toBe(village.orgId);
  const { rows } = await village.owner.query<{ n: number }>('select count(*)::int as n from person where org_id = $1', [
    village.orgId,
  ]);
  expect(index.tables.find((one) => one.name === 'person')?.rows).toBe(rows[0]!.n);
  expect(index.tables.some((one) => ['member_secret', 'enrolment'].includes(one.name))).toBe(false);
  expect(index.files).toEqual([{ sha256: photo, bytes: 22 }]);
  const zip = (await openZip(archive))!;
  const balances = zip.names.filter((name) => name.endsWith('-balances.csv'));
  expect(balances).toHaveLength(index.books.length);
  await zip.close();
  const { rows: trail } = await village.owner.query(`select from audit where org_id = $1 and action = 'leaving.take'`, [
    village.orgId,
  ]);
  expect(trail).toHaveLength(1);
});

test('read into an empty place it has the same trial balances, heads and photos, is proved, and goes on', async () => {
  const place = await emptyPlace();
  const done = await readInArchive(place.ownerUrl, { path: archive, migrationsDir, files: place.files });
  const owner = ownerPool(place.ownerUrl, 2);
  const app = createApp({ url: place.ownerUrl, files: place.files });
  try {
    const [there, here] = [await village.owner.connect(), await owner.connect()];
    expect(await booksOf(here, village.orgId)).toEqual(await booksOf(there, village.orgId));
    there.release();
    here.release();
    expect(done.books).toBeGreaterThan(1);
    const report = await verifyDatabase(owner);
    expect(report).toMatchObject({ books: done.books, faults: [] });
    expect(report.journals).toBeGreaterThanOrEqual(2);
    expect(await place.files.get(photo)).not.toBeNull();
    const [secret] = await firstSecrets(owner, place.ownerUrl);
    expect(secret).toMatchObject({ name: 'Admin' });
    const admin = (await actorOf(app.db, village.admin.userId))!;
    const context = await contextOf({ app, groupId: village.groupId }, admin);
    await must(close(app, admin, ordinaryMeeting(context, '2025-07-12')));
    expect((await verifyDatabase(owner)).faults).toEqual([]);
    await expect(
      readInArchive(place.ownerUrl, { path: archive, migrationsDir, files: place.files }),
    ).rejects.toMatchObject({
      code: 'readIn.notEmpty',
    });
  } finally {
    await app.close();
    await owner.end();
  }
});

test('a file that was changed, cut off, or is something else is refused, and nothing is left of it', async () => {
  const place = await emptyPlace();
  const refusal = (path: string) =>
    readInArchive(place.ownerUrl, { path, migrationsDir, files: place.files }).then(
      () => 'read in',
      (fault: { code?: string }) => fault.code,
    );
  const richer = (name: string, content: Buffer) =>
    name === 'tables/posting.jsonl'
      ? Buffer.from(content.toString().replace('"amount_paise":150000', '"amount_paise":950000'))
      : content;
  expect(await refusal(await changed(richer))).toBe('readIn.changed');
  // with an index that was changed along: the books no longer stand for what they say
  const path = await changed(richer);
  const zip = (await openZip(path))!;
  const postings: Buffer[] = [];
  for await (const part of zip.read('tables/posting.jsonl')) postings.push(part);
  await zip.close();
  const sha256 = createHash('sha256').update(Buffer.concat(postings)).digest('hex');
  const forged = await changed((name, content) => {
    if (name !== 'index.json') return richer(name, content);
    const index = JSON.parse(content.toString()) as ArchiveIndex;
    return Buffer.from(
      JSON.stringify({
        ...index,
        tables: index.tables.map((one) => (one.name === 'posting' ? { ...one, sha256 } : one)),
      }),
    );
  });
  expect(await refusal(forged)).toBe('readIn.differs');
  writeFileSync(join(folder, 'cut.zip'), readFileSync(archive).subarray(0, 20_000));
  expect(await refusal(join(folder, 'cut.zip'))).toBe('readIn.notOurs');
  const older = await changed((name, content) =>
    name === 'index.json' ? Buffer.from(content.toString().replace('0105_leaving.sql', '0999_later.sql')) : content,
  );
  expect(await refusal(older)).toBe('readIn.otherProgram');
  expect(await refusal(archive)).toBe('read in');
});

test('only the administrator takes it', async () => {
  for (const who of [village.bookkeeper]) expect((await village.app.do('leaving.take', who, {})).kind).toBe('refused');
});
