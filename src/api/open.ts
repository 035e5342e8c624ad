/** What anybody may read: this document, and the keys that receipts and slips are or were signed with. */
import { Hono } from 'hono';
import { publishedKeys } from '#app/keys.server.ts';
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
      const app = c.get('app');
      // the first question of all makes the first key
      await app.keys();
      return c.json({ keys: await publishedKeys(app.db) });
    });
};
