/** Where this installation keeps photos and documents: a folder of this machine, or a bucket with that folder behind it. */
import { bucketFiles, proveBucket, type Bucket } from './bucket.server.ts';
import { folderFiles, type Files } from './files.server.ts';
import { StartFault } from './start-faults.server.ts';

export type FilesPlace = { readonly folder: string; readonly bucket: Bucket | null };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * `BAKHIYA_S3_URL` and its three companions; null = the folder.
 * @throws StartFault config.wrong
 */
export function readBucket(env: Env): Bucket | null {
  const text = (name: string) => env[name]?.trim() || null;
  const url = text('BAKHIYA_S3_URL');
  if (url === null) return null;
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isPlain = parsed !== null && !parsed.username && !parsed.password && !parsed.search && !parsed.hash;
  if (!isPlain || !/^https?:$/.test(parsed.protocol) || parsed.pathname.replaceAll('/', '') === '') {
    const expected = 'the address of a store with its bucket, like https://s3.example.org/photos';
    // The value may hold a key.
    throw new StartFault('config.wrong', { name: 'BAKHIYA_S3_URL', value: '(not shown)', expected });
  }
  const needed = (name: string): string => {
    const value = text(name);
    if (value !== null) return value;
    throw new StartFault('config.wrong', { name, value: '', expected: 'set beside BAKHIYA_S3_URL' });
  };
  const inBackups = text('BAKHIYA_S3_IN_BACKUPS') ?? '1';
  if (!/^[01]$/.test(inBackups))
    throw new StartFault('config.wrong', { name: 'BAKHIYA_S3_IN_BACKUPS', value: inBackups, expected: '0 or 1' });
  return {
    url: url.replace(/\/+$/, ''),
    region: text('BAKHIYA_S3_REGION') ?? 'us-east-1',
    keyId: needed('BAKHIYA_S3_KEY_ID'),
    secret: needed('BAKHIYA_S3_SECRET'),
    inBackups: inBackups === '1',
  };
}

/** Photos from before the bucket was set stay where they are, and are found there. */
export function openFiles({ folder, bucket }: FilesPlace): Files {
  const here = folderFiles(folder);
  if (bucket === null) return here;
  const there = bucketFiles(bucket);
  return {
    put: there.put,
    get: async (sha256) => (await here.get(sha256)) ?? there.get(sha256),
    prove: () => proveBucket(bucket),
  };
}
