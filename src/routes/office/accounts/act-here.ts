/** The address of an act on this page, under the same book: a form's own `?/act` would forget `?book=` and write into the first one. */
import { page } from '$app/state';

export function actHere(name: string): string {
  const book = page.url.searchParams.get('book');
  return book === null ? `?/${name}` : `?/${name}&book=${encodeURIComponent(book)}`;
}
