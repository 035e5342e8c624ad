/** Who imports whom: directions between folders and modules, doors, cycles, and what may reach a browser. */
import { posix } from 'node:path';
import * as rules from '../house-rules.ts';
import { type Import, type Source, type Violation, isTest } from './sources.ts';

export function checkImports(sources: readonly Source[]): Violation[] {
  return [
    ...sources.flatMap((source) => source.imports.flatMap((one) => checkImport(source, one))),
    ...findCycles(sources),
  ];
}

/** The repository path an import names; null for a package. */
export function resolveImport(from: string, to: string): string | null {
  if (to.startsWith('.')) return posix.join(posix.dirname(from), to);
  if (to === '#lib') return 'src/ui/index.ts';
  const [, alias, rest] = /^#(\w+)\/(.+)$/.exec(to) ?? [];
  if (!alias || !rest) return null;
  if (alias === 'generated' || alias === 'test') return `${alias}/${rest}`;
  return `src/${alias === 'lib' ? 'ui' : alias}/${rest}`;
}

function checkImport(source: Source, one: Import): Violation[] {
  const at = `${source.path}:${one.line}`;
  const target = resolveImport(source.path, one.to);
  const found = [...checkBrowser(source.path, one, target)];
  if (target !== null && !isTest(source.path)) found.push(...checkDirection(source.path, target));
  return found.map(([rule, words]) => ({ at, rule, words }));
}

type Finding = readonly [rule: string, words: string];

function checkDirection(from: string, to: string): Finding[] {
  const [here, there] = [folderOf(from), folderOf(to)];
  if (here === null) return [];
  if (to.startsWith('test/')) return [['direction', 'the product imports its tests']];
  if (there === null)
    return to.startsWith('src/') || /^(scripts|bench)\//.test(to) ? [['direction', `src/${here} imports ${to}`]] : [];
  if (
    here !== there &&
    !(rules.sharedFiles.includes(to) && ['app', 'api'].includes(here)) &&
    !(rules.speakingFiles.includes(to) && rules.speakingFolders.some((folder) => from.startsWith(folder))) &&
    !rules.folderImports[here]?.includes(there)
  )
    return [['direction', `src/${here} may not import src/${there}`]];
  if (there === 'field' && here === 'routes' && !/^src\/routes\/(field|verify)\//.test(from))
    return [['direction', 'only the pages of the phone may import src/field']];
  return there === 'domain' ? checkModule(from, to) : [];
}

function checkModule(from: string, to: string): Finding[] {
  const [here, there] = [moduleOf(from), moduleOf(to)];
  if (here === there || there === null) return [];
  const found: Finding[] = [];
  if (here !== null && !below(here).has(there)) found.push(['module order', `${here} may not import ${there}`]);
  if (!rules.doors.includes(posix.basename(to)))
    found.push(['door', `${to} is entered past its doors ${rules.doors.join(', ')}`]);
  return found;
}

const folderOf = (path: string) => /^src\/(\w+)\//.exec(path)?.[1] ?? null;
const moduleOf = (path: string) => /^src\/domain\/([\w-]+)\//.exec(path)?.[1] ?? null;

/** Everything under a module in the order of modules. */
export function below(module: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    for (const next of rules.moduleImports[name] ?? []) if (!found.has(next)) visit((found.add(next), next));
  };
  visit(module);
  return found;
}

/** Each pure file importing no server file makes every browser bundle free of them. */
function checkBrowser(from: string, one: Import, target: string | null): Finding[] {
  if (isServer(from) || one.typeOnly) return [];
  if (target !== null) return isServer(target) ? [['browser', `a file for the browser imports ${target}`]] : [];
  const matches = (list: readonly string[]) =>
    list.some((name) => one.to === name || one.to.startsWith(name.endsWith('/') ? name : `${name}/`));
  if (one.to.startsWith('node:') || matches(rules.serverPackages))
    return [['browser', `a file for the browser imports ${one.to}`]];
  if (matches(rules.officePackages) && !rules.officeFolders.some((folder) => from.startsWith(folder)))
    return [['browser', `${one.to} is for the office only: it is too heavy for a phone`]];
  return [];
}

export function isServer(path: string): boolean {
  const name = posix.basename(path);
  if (rules.serverFolders.some((folder) => path.startsWith(folder)) || isTest(path)) return true;
  if (/\.server\./.test(name) || /^\+server\./.test(name)) return true;
  // Configuration at the root and the start of the server itself.
  return !path.includes('/') || path === 'src/main.ts';
}

/** Rings of files that import each other, each told once from its first file. */
export function findCycles(sources: readonly Source[]): Violation[] {
  const known = new Set(sources.map((source) => source.path));
  const next = new Map(
    sources.map((source) => [
      source.path,
      [...new Set(source.imports.map((one) => resolveImport(source.path, one.to) ?? ''))].filter((to) => known.has(to)),
    ]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const way: string[] = [];
  const found: Violation[] = [];
  const visit = (path: string) => {
    state.set(path, 'open');
    way.push(path);
    for (const to of next.get(path) ?? []) {
      if (state.get(to) === 'open')
        found.push({ at: to, rule: 'cycle', words: [...way.slice(way.indexOf(to)), to].join(' -> ') });
      else if (!state.has(to)) visit(to);
    }
    way.pop();
    state.set(path, 'done');
  };
  for (const path of known) if (!state.has(path)) visit(path);
  return found;
}
