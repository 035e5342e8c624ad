/**
 * How the browser's code is cut into files. Left to itself the bundler makes a small file of every module that two pages share; a cheap
 * phone then opens more than a hundred of them before a meeting can be recorded, each with its own way through the service worker.
 * Instead: what the lock screen needs is one file, what groups and meetings need beyond it another, each cut once more where other
 * surfaces need the same, so that a public page carries nothing of the phone. All else is left to the bundler.
 */
import { posix } from 'node:path';
import type { Plugin } from 'vite';

type ModuleInfo = { readonly importedIds: readonly string[]; readonly code?: string | null };
type Graph = { getModuleInfo(id: string): ModuleInfo | null };
/** Entries of the graph, by the end of their addresses. */
type Roots = readonly RegExp[];

const at = (file: string): RegExp => new RegExp(`${file.replace(/[.+[\]/]/g, '\\$&')}$`);

const KITS: Roots = [at('/client-optimized/app.js'), /\/runtime\/client\/(client-)?(entry|payload)\.js$/];
/** Started by every page. */
const EVERY: Roots = [...KITS, /\/src\/routes\/\+(layout|error)\.(svelte|ts)$/];
/** Drawn before the PIN is typed, and her groups after it. */
const FIRST: Roots = [/\/src\/routes\/field\/\+(layout|page)\.(svelte|ts)$/];
/** On the way from there to a closed meeting. */
const MEETING: Roots = [
  at('/src/routes/field/groups/[groupId]/+page.svelte'),
  at('/src/routes/field/groups/[groupId]/meeting/+page.svelte'),
  /\/src\/routes\/field\/parts\/(open-sync|group-view)\.ts$/,
];
/** Read while the first page of a meeting is on the screen. */
const LATER: Roots = [/\/src\/routes\/field\/parts\/meeting\/(later-steps|rare-pages|close)\.ts$/];
const PHONE = /\/src\/(routes\/field|field)\//;

/**
 * First come, first taken: a file takes what it imports along, so those needed earlier come first and the shared half of each before
 * its own. In another order a later file takes what an earlier one needs, and the earlier waits for all of it.
 */
const ORDER = ['every', 'first', 'meeting-shared', 'meeting', 'later-shared', 'later'] as const;
export type Cut = (typeof ORDER)[number] | null;

/** @param ids every module of the build @returns the file each goes to; null: as the bundler decides */
export function cutsOf(ids: readonly string[], graph: Graph): (id: string) => Cut {
  const reached = (roots: Roots): Set<string> =>
    closure(
      ids.filter((id) => matches(id, roots)),
      graph,
    );
  const [every, first] = [reached(EVERY), reached(FIRST)];
  const [meeting, later] = [reached(MEETING), reached(LATER)];
  const elsewhere = closure(
    ids.filter((id) => /\/src\/routes\//.test(id) && !PHONE.test(id)),
    graph,
  );
  return (id) => {
    // The kit looks for its own start by file.
    if (matches(id, KITS)) return null;
    if (every.has(id)) return 'every';
    if (first.has(id)) return elsewhere.has(id) ? 'every' : 'first';
    if (meeting.has(id)) return elsewhere.has(id) ? 'meeting-shared' : 'meeting';
    if (later.has(id)) return elsewhere.has(id) ? 'later-shared' : 'later';
    return null;
  };
}

const matches = (id: string, roots: Roots): boolean => roots.some((root) => root.test(id));

/**
 * All that is loaded with these: their imports, not what they may ask for later. A list (a module's door, the sentences) hands on only
 * the names that are asked of it; by itself it would drag everything behind it along.
 */
function closure(from: readonly string[], graph: Graph): Set<string> {
  const found = new Set(from);
  for (const id of found) {
    const info = graph.getModuleInfo(id);
    if (!info || isList(id)) continue;
    for (const next of info.importedIds.filter((one) => !isList(one))) found.add(next);
    for (const next of throughLists(id, info.code ?? '', graph)) found.add(next);
  }
  return found;
}

const isList = (id: string): boolean => /\/src\/.*\/index\.ts$|\/ui\/sentences\/messages(\/_index)?\.js$/.test(id);

const IMPORTS = /(?:import|export)\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g;

/** The modules behind the lists from which this one takes names. */
function throughLists(id: string, code: string, graph: Graph): string[] {
  const found: string[] = [];
  for (const [, names = '', specifier = ''] of code.matchAll(IMPORTS)) {
    const list = graph.getModuleInfo(id)?.importedIds.find((one) => isList(one) && leadsTo(id, specifier, one));
    if (!list) continue;
    const asked = names.split(',').map((name) => name.trim().split(/\s+as\s+/)[0]!);
    found.push(...asked.flatMap((name) => (name === 'm' ? sentencesIn(code, list) : behind(name, list, graph))));
  }
  return found;
}

const leadsTo = (from: string, specifier: string, to: string): boolean =>
  specifier.startsWith('#')
    ? to.endsWith(`/src/${specifier.slice(1)}`)
    : posix.join(posix.dirname(from), specifier) === to;

/** Follows one name from list to list. */
function behind(name: string, list: string, graph: Graph): string[] {
  if (list.endsWith('.js')) return [sentence(name, list)];
  const info = graph.getModuleInfo(list);
  for (const [, names = '', specifier = ''] of (info?.code ?? '').matchAll(IMPORTS)) {
    const given = names.split(',').map((one) => one.trim().split(/\s+as\s+/));
    const inner = given.find((pair) => pair.at(-1) === name)?.[0];
    const next = inner && info?.importedIds.find((one) => leadsTo(list, specifier, one));
    if (inner && next) return isList(next) ? behind(inner, next, graph) : [next];
  }
  return [];
}

const sentence = (key: string, list: string): string => `${list.replace(/\.js$/, '')}/${key}.js`;
const sentencesIn = (code: string, list: string): string[] =>
  [...code.matchAll(/\bm\.([a-z][a-z0-9_]*)/g)].map(([, key]) => sentence(key!, list));

type Written = { readonly fileName: string; readonly name?: string; readonly imports?: readonly string[] };

/** @returns of the files written, those that wait for one that is needed after them: "meeting waits for later" */
export function waitsForLater(files: readonly Written[]): string[] {
  const place = ({ name }: Written): number => ORDER.findIndex((one) => one === name);
  const byFile = new Map(files.map((file) => [file.fileName, file]));
  return files.flatMap((file) =>
    (file.imports ?? [])
      .map((fileName) => byFile.get(fileName)!)
      .filter((next) => next && place(file) >= 0 && place(next) > place(file))
      .map((next) => `${file.name} waits for ${next.name}`),
  );
}

/** The cuts are reckoned when the client's graph is whole, just before it is written. */
export function fieldChunks(): Plugin {
  let cut: ((id: string) => Cut) | undefined;
  return {
    name: 'bakhiya-field-chunks',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    buildEnd() {
      cut = cutsOf([...this.getModuleIds()], this);
    },
    generateBundle(_options, files) {
      const wrong = waitsForLater(Object.values(files).filter((file) => file.type === 'chunk'));
      if (wrong.length > 0) this.error(`The phone's files are cut in the wrong order: ${wrong.join(', ')}`);
    },
    outputOptions: (options) => ({
      ...options,
      codeSplitting: {
        groups: ORDER.map((name, at) => ({ name, priority: ORDER.length - at, test: (id) => cut?.(id) === name })),
      },
    }),
  };
}
