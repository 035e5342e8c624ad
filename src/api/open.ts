/** What anybody may read: this document, and the key that receipts and slips are signed with. */
import { Hono } from 'hono';
import type { ApiEnv } from './env.ts';
import { openApiDocument } from './openapi/document.ts';

export const openRoutes = () => {
  let text: string | undefined;
  return new Hono<ApiEnv>()
    .get('/openapi.json', (c) => {
      text ??= JSON.stringify(openApiDocument(c.get('app')));
      return c.body(text, 200, { 'content-type': 'application/json' });
    })
    .get('/verification', async (c) => {
      const { receiptKey } = await c.get('app').keys();
      return c.json({ keys: [{ ...receiptKey, algorithm: 'Ed25519' }] });
    });
};
