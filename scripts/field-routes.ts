/**
 * The browser's code opens with a table of every page there is, and the phone would carry the whole office in it: 10 of the 90 KB of its
 * first load. On the phone's addresses the table holds the phone's pages alone; everywhere else the whole one is read first.
 */
import type { Plugin } from 'vite';

const TABLE = /\/client-optimized\/app\.js$/;
/** The root's layout and error page, which every page starts with. */
const EVERY = [0, 1];

export function fieldRoutes(): Plugin {
  return {
    name: 'bakhiya-field-routes',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    transform: (code, id) => (TABLE.test(id) ? { code: fieldFirst(code), map: null } : undefined),
  };
}

/**
 * @param code the kit's table as it writes it: one node and one route a line
 * @throws when it is written in another way than this was made for: better no build than an office without pages
 */
export function fieldFirst(code: string): string {
  const routes = [...code.matchAll(/^\s*"(\/[^"]*)": (\[.*\]),?$/gm)];
  const ours = routes.filter(([, path]) => path === '/field' || path!.startsWith('/field/'));
  const wanted = new Set([...EVERY, ...ours.flatMap(([, , nodes]) => [...nodes!.matchAll(/\d+/g)].map(Number))]);
  if (ours.length === 0 || ours.length === routes.length) throw new Error('The table of routes is written differently');
  let at = -1;
  const kept = code
    .replaceAll(/(?<=^\s*)\(\) => import\(.*\)(?=,?$)/gm, (node) => (wanted.has((at += 1)) ? node : 'undefined'))
    .replaceAll(/^\s*"(\/[^"]*)": \[.*\],?\n/gm, (line) =>
      ours.some(([own]) => own.trim() === line.trim()) ? line : '',
    )
    .replace('export const nodes =', 'export let nodes =')
    .replace('export const dictionary =', 'export let dictionary =');
  if (at < Math.max(...wanted) || !/export let nodes =[^]*export let dictionary =/.test(kept))
    throw new Error('The table of nodes is written differently');
  return `${kept}
if (!/^\\/field(\\/|$)/.test(location.pathname)) ({ nodes, dictionary } = await import('./app.js?whole'));
`;
}
