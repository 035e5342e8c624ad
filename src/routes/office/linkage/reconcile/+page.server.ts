import type { TwoBooksList } from '#domain/linkage/index.server.ts';
import { ask } from '../../ask.ts';
import { spanOf } from '../../money/book.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { to } = spanOf(event.url);
  return ask<TwoBooksList>(event, 'linkage.twoBooksList', { on: to });
};
