import { booksHere, bookOfCard } from './office.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({
  officeBooks: (await booksHere(event)).map(bookOfCard),
});
