/**
 * Photos and documents in a bucket of any store that speaks S3 (`docs/decisions/0013-files-in-a-bucket.md`), laid out as in the folder:
 * `ab/abcd...`. Only PUT and GET of one object are asked of it; the program needs no right to list or to remove.
 */
import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { Files } from './files.server.ts';
import { StartFault } from './start-faults.server.ts';

export type Bucket = {
  /** Of the store and the bucket in one, path style: `https://s3.example.org/photos`; a folder may follow. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  /** Whether backups hold the photos too; false leaves keeping them to the store. */
  readonly inBackups: boolean;
};

const TIMEOUT_MS = 60_000;
const RETRIES = 3;
/** What `proveBucket` leaves behind: the same each time. */
const PROOF = new TextEncoder().encode('Bakhiya keeps photos here.\n');

/** @returns files whose faults are `bucket.refused` (the settings are wrong) and `bucket.unreachable` (another time) */
export function bucketFiles({ url, region, keyId, secret }: Bucket): Files {
  const client = new AwsClient({
    ...{ accessKeyId: keyId, secretAccessKey: secret },
    ...{ service: 's3', region, retries: RETRIES },
  });
  const ask = async (sha256: string, init: RequestInit): Promise<Response> => {
    try {
      // a signed request that was led elsewhere is refused there anyway
      const options = { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
      return await client.fetch(`${url}/${sha256.slice(0, 2)}/${sha256}`, options);
    } catch (fault) {
      throw unreachable(url, (fault as Error).message, fault);
    }
  };
  return {
    async put(bytes) {
      const sha256 = hashOf(bytes);
      // signed with the request: the store itself refuses bytes that changed on the way
      const headers = { 'x-amz-content-sha256': sha256 };
      const answer = await ask(sha256, { method: 'PUT', body: new Uint8Array(bytes), headers });
      const said = await answer.text().catch(() => '');
      if (!answer.ok) throw faultOf(url, answer.status, said);
      return sha256;
    },
    async get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
      const answer = await ask(sha256, { headers: { 'x-amz-content-sha256': EMPTY_SHA256 } });
      if (!answer.ok) {
        const said = await answer.text().catch(() => '');
        // without the right to list, a store says 403 of what is not there; a wrong key says so by another code
        if (answer.status === 404 || /<Code>(AccessDenied|NoSuchKey)<\/Code>/.test(said)) return null;
        throw faultOf(url, answer.status, said);
      }
      const bytes = await answer.arrayBuffer().catch((fault: Error) => {
        throw unreachable(url, fault.message, fault);
      });
      const found = new Uint8Array(bytes);
      if (hashOf(found) !== sha256) throw unreachable(url, `the file ${sha256} is not what was put there`);
      return found;
    },
  };
}

/** Puts a file and reads it again, so that a wrong setting is told at the start and not by a lost photo. */
export async function proveBucket(bucket: Bucket): Promise<void> {
  const files = bucketFiles(bucket);
  if ((await files.get(await files.put(PROOF))) === null)
    throw new StartFault('bucket.refused', { url: bucket.url, detail: 'what was put cannot be read' });
}

function faultOf(url: string, status: number, said: string): StartFault {
  const detail = `${status} ${/<Code>(\w{1,60})<\/Code>/.exec(said)?.[1] ?? ''}`.trim();
  return status >= 500 || status === 429 ? unreachable(url, detail) : new StartFault('bucket.refused', { url, detail });
}

const unreachable = (url: string, detail: string, cause?: unknown) =>
  new StartFault('bucket.unreachable', { url, detail }, cause);

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const EMPTY_SHA256 = hashOf(new Uint8Array());
