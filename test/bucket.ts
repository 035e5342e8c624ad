/**
 * A store that speaks as much of S3 as is asked of one: PUT and GET of an object, each with a Signature Version 4 that is computed here
 * again, from AWS's own description and proved by its published examples, without the library under test.
 */
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Bucket } from '#platform/bucket.server.ts';
import { afterFile } from './after-file.ts';

export type Signed = {
  readonly method: string;
  /** As sent: path and question. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly secret: string;
};

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Of a request without a question in its address. Source: Amazon S3 API Reference, "Signature Calculations for the Authorization Header". */
export function signatureOf({ method, path, headers, secret }: Signed): string {
  const told = /Credential=[^/]+\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+),/.exec(
    headers.authorization ?? '',
  );
  if (!told) return '';
  const [, day, region, names] = told as unknown as [string, string, string, string];
  const lines = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const canonical = [method, path, '', lines.join(''), names, headers['x-amz-content-sha256']].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

export type BucketServer = {
  readonly bucket: Bucket;
  readonly objects: Map<string, Buffer>;
  /** Answers with this status until told otherwise. */
  fail(status: number | null): void;
  stop(): Promise<void>;
};

/** Stops after the test file by itself. */
export async function openBucketServer(): Promise<BucketServer> {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const objects = new Map<string, Buffer>();
  let failing: number | null = null;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const path = request.url ?? '';
    const answer = (status: number, code = '') =>
      response.writeHead(status).end(code && `<Error><Code>${code}</Code></Error>`);
    const signature = signatureOf({ method: request.method ?? '', path, headers: request.headers, secret });
    if (failing !== null) answer(failing, 'InternalError');
    else if (!request.headers.authorization?.endsWith(`Signature=${signature}`)) answer(403, 'SignatureDoesNotMatch');
    else if (request.headers['x-amz-content-sha256'] !== sha256(body)) answer(400, 'XAmzContentSHA256Mismatch');
    else if (request.method === 'PUT') answer((objects.set(path, body), 200));
    else if (objects.has(path)) response.writeHead(200).end(objects.get(path));
    else answer(404, 'NoSuchKey');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  afterFile(stop);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photos`;
  return {
    bucket: { url, region: 'ap-south-1', keyId: 'AKIAIOSFODNN7EXAMPLE', secret, inBackups: true },
    objects,
    fail: (status) => void (failing = status),
    stop,
  };
}
