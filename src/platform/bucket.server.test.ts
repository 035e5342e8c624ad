import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBucketServer, signatureOf } from '#test/bucket.ts';
import { bucketFiles, proveBucket } from './bucket.server.ts';
import { openFiles, readBucket } from './files-place.server.ts';
import { folderFiles } from './files.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakhiya-bucket-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const photo = new TextEncoder().encode('a page of the register');
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (fault: { code?: string }) => fault.code,
  );

test('the store of these tests computes signatures as AWS publishes them', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const credential = 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const host = 'examplebucket.s3.amazonaws.com';
  const get = {
    ...{ host, range: 'bytes=0-9', 'x-amz-date': '20130524T000000Z' },
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    authorization: `${credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=`,
  };
  expect(signatureOf({ method: 'GET', path: '/test.txt', headers: get, secret })).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
  const put = {
    ...{ host, date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-date': '20130524T000000Z' },
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    authorization: `${credential},SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,Signature=`,
  };
  expect(signatureOf({ method: 'PUT', path: '/test%24file.text', headers: put, secret })).toBe(
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  );
});

test('a photo goes into the bucket under the name of its content and comes back; what is not there is null', async () => {
  const { bucket, objects } = await openBucketServer();
  const files = bucketFiles(bucket);
  const name = await files.put(photo);
  expect([...objects.keys()]).toEqual([`/photos/${name.slice(0, 2)}/${name}`]);
  expect(await files.get(name)).toEqual(photo);
  expect(await files.get('0'.repeat(64))).toBeNull();
  expect(await files.get('../secret')).toBeNull();
  await proveBucket(bucket);
});

test('a wrong key is refused, a store that is away is another thing, and changed bytes are no photo', async () => {
  const server = await openBucketServer();
  const files = bucketFiles(server.bucket);
  const name = await files.put(photo);
  expect(await code(proveBucket({ ...server.bucket, secret: 'another' }))).toBe('bucket.refused');
  expect(await code(bucketFiles({ ...server.bucket, secret: 'another' }).get(name))).toBe('bucket.refused');
  server.fail(503);
  expect(await code(files.put(photo))).toBe('bucket.unreachable');
  server.fail(null);
  server.objects.set([...server.objects.keys()][0]!, Buffer.from('something else'));
  expect(await code(files.get(name))).toBe('bucket.unreachable');
  await server.stop();
  expect(await code(files.get(name))).toBe('bucket.unreachable');
});

test('photos from before the bucket was set are found in the folder', async () => {
  const { bucket, objects } = await openBucketServer();
  const old = await folderFiles(folder).put(new TextEncoder().encode('from before'));
  const files = openFiles({ folder, bucket });
  expect(await files.get(old)).not.toBeNull();
  const name = await files.put(photo);
  expect(await folderFiles(folder).get(name)).toBeNull();
  expect(objects.size).toBe(1);
});

test('without BAKHIYA_S3_URL there is no bucket; with it the rest must be there', () => {
  expect(readBucket({ BAKHIYA_S3_KEY_ID: 'x' })).toBeNull();
  const env = { BAKHIYA_S3_URL: ' https://s3.example.org/photos/ ', BAKHIYA_S3_KEY_ID: 'key', BAKHIYA_S3_SECRET: 's' };
  expect(readBucket(env)).toEqual({
    ...{ url: 'https://s3.example.org/photos', region: 'us-east-1', keyId: 'key', secret: 's', inBackups: true },
  });
  expect(readBucket({ ...env, BAKHIYA_S3_IN_BACKUPS: '0' })?.inBackups).toBe(false);
  for (const [name, value] of [
    ['BAKHIYA_S3_URL', 'https://s3.example.org'],
    ['BAKHIYA_S3_URL', 'https://key:secret@s3.example.org/photos'],
    ['BAKHIYA_S3_SECRET', ''],
    ['BAKHIYA_S3_IN_BACKUPS', 'no'],
  ] as const)
    expect(() => readBucket({ ...env, [name]: value })).toThrow(name);
});
