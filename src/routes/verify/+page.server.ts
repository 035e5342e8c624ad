import { running } from '#app/running.server.ts';
import type { PageServerLoad } from './$types';

/** The keys come with the page, so that it can check without the office afterwards. */
export const load: PageServerLoad = async ({ url }) => {
  const { app } = await running(url.protocol);
  const keys = await app.keys();
  return { keys: [keys.receiptKey.spki] };
};
