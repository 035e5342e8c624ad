/** Paths inside the archive: ASCII, short, never twice. Pure. */

/** "Asha SHG (Budgam)" as "asha-shg-budgam"; empty when nothing of it can be written in ASCII. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');

/** Two groups of one name stay apart by the end of their ids. */
export const folderOf = ({ name, bookId }: { readonly name: string; readonly bookId: string }): string =>
  [slugOf(name), bookId.slice(-6)].filter(Boolean).join('-');

/** Gives each name once: the second "a/b.pdf" is "a/b-2.pdf". */
export function onceEach(): (name: string) => string {
  const given = new Set<string>();
  return (name) => {
    const dot = name.lastIndexOf('.');
    let one = name;
    for (let at = 2; given.has(one); at += 1) one = `${name.slice(0, dot)}-${at}${name.slice(dot)}`;
    given.add(one);
    return one;
  };
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};
export const endingOf = (mediaType: string): string => ENDINGS[mediaType] ?? 'bin';

/** From one file of the archive to another. */
export function relative(from: string, to: string): string {
  const up = from.split('/').slice(0, -1);
  const parts = to.split('/');
  let shared = 0;
  while (shared < up.length && up[shared] === parts[shared]) shared += 1;
  return [...up.slice(shared).map(() => '..'), ...parts.slice(shared).map(encodeURIComponent)].join('/');
}
