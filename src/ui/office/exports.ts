/** Addresses of a table as a file: what is on the screen, under the same filters and in the same order. Pure. */
const FORMS = { xlsx: 'Excel', csv: 'CSV', pdf: 'PDF' } as const;
/** They say which page is shown, not what is chosen. */
const OF_THE_SCREEN = ['page', 'after', 'size'];

export type FileLink = { readonly label: string; readonly href: string };

/** @param more filters the address does not carry: those of the path, or the screen's own defaults; null leaves one out */
export function exportLinks(
  what: string,
  url: { readonly search: string },
  more: Readonly<Record<string, string | null | undefined>> = {},
): FileLink[] {
  const params = new URLSearchParams(url.search);
  for (const name of OF_THE_SCREEN) params.delete(name);
  for (const [name, value] of Object.entries(more)) if (value) params.set(name, value);
  for (const [name, value] of [...params]) if (value === '') params.delete(name);
  const query = params.size > 0 ? `?${params}` : '';
  return Object.entries(FORMS).map(([form, label]) => ({ label, href: `/office/export/${what}.${form}${query}` }));
}
