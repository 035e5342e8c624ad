import { receiptKeys } from '#app/keys.server.ts';
import { running } from '#app/running.server.ts';
import type { PageServerLoad } from './$types';

/** The keys come with the page, so that it can check without the office afterwards. */
export const load: PageServerLoad = async ({ url }) => {
  const { app } = await running(url.protocol);
  await app.keys();
  return { keys: await receiptKeys(app.db) };
};
