/**
 * Tells the service worker which built files the field app is made of: a phone keeps those and nothing of the office. The worker is
 * built after the client, so the client's manifest is there to be read.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const NAME = 'virtual:field-assets';
const CLIENT = '.svelte-kit/output/client';
const NODES = '.svelte-kit/generated/build/client-optimized/nodes';
/** Beside the scripts: what an installed app shows before it runs. */
const BESIDE = [
  '/field/app.webmanifest',
  '/field/guard.js',
  '/field/lock.js',
  '/favicon.svg',
  '/icons/bakhiya-192.png',
];

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[]; css?: string[] };

export function fieldAssets(): Plugin {
  return {
    name: 'bakhiya-field-assets',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      const files = existsSync(join(CLIENT, '.vite/manifest.json')) ? [...fieldFiles(), ...BESIDE] : [];
      const version = createHash('sha256')
        .update(files.join() + BESIDE.map(contentOf).join())
        .digest('hex')
        .slice(0, 12);
      return `export const files = ${JSON.stringify(files)};\nexport const version = '${version}';`;
    },
  };
}

/** `index.html` of the shell changes with the scripts it names; what lies beside it changes by content. */
function contentOf(path: string): string {
  const file = join('static', path);
  return existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
}

/** Addresses of the kit's start, the root's and the field's nodes, and all they import; fonts come from the phone itself. */
export function fieldFiles(root = '.'): string[] {
  const manifest = JSON.parse(readFileSync(join(root, CLIENT, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  const found = new Set<string>();
  const seen = new Set<string>();
  const take = (key: string, deep: boolean): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) if (!file.endsWith('.woff2')) found.add(`/${file}`);
    for (const next of chunk.imports ?? []) take(next, deep);
    // The kit's own start names the nodes of every route; only a field node's dynamic imports are the field's.
    if (deep) for (const next of chunk.dynamicImports ?? []) take(next, deep);
  };
  const keys = Object.keys(manifest);
  for (const key of keys.filter((one) => /client-optimized\/nodes\/\d+\.js$/.test(one) && isOurs(root, one)))
    take(key, true);
  for (const key of keys.filter((one) => /client-optimized\/app\.js$|runtime\/client\/[a-z-]+\.js$/.test(one)))
    take(key, false);
  return [...found].sort();
}

function isOurs(root: string, key: string): boolean {
  const no = /(\d+)\.js$/.exec(key)?.[1];
  const words = readFileSync(join(root, NODES, `${no}.js`), 'utf8');
  // 0 and 1 are the root's layout and error page, which every page starts with.
  return no === '0' || no === '1' || words.includes('/routes/field/');
}
