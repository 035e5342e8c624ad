import { openApiDocument } from '#api/openapi/document.ts';
import { running } from '#app/running.server.ts';
import { sectionsOf } from './sections.ts';
import type { PageServerLoad } from './$types';

let made: ReturnType<typeof sectionsOf> | undefined;

/** The document as a page; the words of its operations are the document's own, in English. */
export const load: PageServerLoad = async ({ url }) => {
  const { app } = await running(url.protocol);
  return { sections: (made ??= sectionsOf(openApiDocument(app))) };
};
