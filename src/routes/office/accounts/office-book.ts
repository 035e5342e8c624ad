/** Which of the office's books a page speaks of. `?book=` names one by its id; left out, it is the first. Pure. */
import type { Named } from '#ui/office/names.ts';

export type OfficeBook = {
  readonly bookId: string;
  readonly bodyKind: 'trust' | 'federation' | 'centre';
  readonly bodyId: string;
  readonly name: Named;
};
/** What pages hand on in their links: null while it is the first book. */
export type AskedBook = { readonly asked: string | null };

/** An address under the same book. */
export function inBook({ asked }: AskedBook, href: string): string {
  if (asked === null) return href;
  const [path = '', query = ''] = href.split('?');
  const params = new URLSearchParams(query);
  params.set('book', asked);
  return `${path}?${params}`;
}
