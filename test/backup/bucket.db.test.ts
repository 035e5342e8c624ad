/** Photos that lie in a bucket: a backup holds them, a restore puts them where the new place keeps photos, an organisation takes them along. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { organisationArchive } from '#app/leaving/index.server.ts';
import type { Bucket } from '#platform/bucket.server.ts';
import { restoreBackup } from '#platform/backup/restore.server.ts';
import { writeBackup } from '#platform/backup/write.server.ts';
import { folderFiles } from '#platform/files.server.ts';
import { openFiles } from '#platform/files-place.server.ts';
import { newId } from '#platform/ids.ts';
import { openBucketServer, type BucketServer } from '../bucket.ts';
import { freshDatabase } from '../database.ts';
import { makeVillage, must, type Village } from '../village.ts';
import { migrationsDir, recoveryKey, temporaryFolder } from './place.ts';

const folder = temporaryFolder();
const dataDir = join(folder, 'data');
const photo = new Uint8Array([0xff, 0xd8, 0xff, 7, 7, 7]);
let store: BucketServer;
let village: Village;
let sha256: string;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  store = await openBucketServer();
  sha256 = await openFiles({ folder: join(dataDir, 'files'), bucket: store.bucket }).put(photo);
  await village.owner.query(
    `insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by) values ($1, $2, $3, 'image/jpeg', 6, 'page', $4)`,
    [village.orgId, newId(), sha256, village.admin.userId],
  );
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

let count = 0;
const save = (bucket: Bucket) =>
  writeBackup(village.database.ownerUrl, {
    path: join(folder, `${(count += 1)}.backup`),
    ...{ recoveryKey, dataDir, bucket },
  });
async function bringBack(path: string, place: { dataDir: string; bucket: Bucket | null }) {
  const { ownerUrl } = await freshDatabase({ empty: true });
  return restoreBackup(ownerUrl, { ...{ path, recoveryKey, migrationsDir }, ...place });
}

test('the backup holds the photo; it comes back into another bucket, or into a folder', async () => {
  const { path, files } = await save(store.bucket);
  expect(files).toBe(1);
  const other = await openBucketServer();
  await bringBack(path, { dataDir: join(folder, 'second'), bucket: other.bucket });
  expect([...other.objects.values()]).toEqual([Buffer.from(photo)]);
  await bringBack(path, { dataDir: join(folder, 'third'), bucket: null });
  expect(await folderFiles(join(folder, 'third', 'files')).get(sha256)).toEqual(photo);
});

test('where the store keeps them itself the backup leaves them out; a store that refuses is no backup without photos', async () => {
  expect((await save({ ...store.bucket, inBackups: false })).files).toBe(0);
  await expect(save({ ...store.bucket, secret: 'another' })).rejects.toMatchObject({ code: 'bucket.refused' });
});

test('who leaves takes it along', async () => {
  const files = openFiles({ folder: join(dataDir, 'files'), bucket: store.bucket });
  const app = { ...village.app, files };
  await must(app.do('leaving.take', village.admin, {}));
  const parts: Uint8Array[] = [];
  for await (const part of organisationArchive(app, village.admin)) parts.push(part);
  expect(Buffer.concat(parts).includes(`files/${sha256}`)).toBe(true);
});
