/**
 * `node scripts/complete-lock.ts` after a change of dependencies. A registry that lacks some builds for foreign systems
 * makes npm leave them out of the lock file, and `npm ci` then refuses the whole file. They are written in by name and
 * version; npm downloads a build only on its own system.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Entry = {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  optionalDependencies?: Record<string, string>;
};

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'wasm32'];
const chips = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
const missing = new Map<string, Entry>();
for (const [path, owner] of Object.entries(lock.packages))
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    const known = [`${path}/node_modules/${name}`, `node_modules/${name}`].some((at) => at in lock.packages);
    const version = range.replace(/^[\^~]/, '');
    if (!known && /^\d+\.\d+\.\d+/.test(version)) missing.set(name, foreignBuild(name, version, owner.dev));
  }

function foreignBuild(name: string, version: string, dev: boolean | undefined): Entry {
  const parts = name.split(/[-/]/);
  const has = (list: readonly string[]) => list.filter((one) => parts.includes(one)).slice(0, 1);
  const [os, cpu] = [has(systems), has(chips)];
  if (os.length + cpu.length === 0) throw new Error(`${name} does not say for which system it is: add it by hand`);
  return { version, ...(cpu.length > 0 && { cpu }), ...(dev && { dev }), optional: true, ...(os.length > 0 && { os }) };
}

for (const [name, entry] of missing) lock.packages[`node_modules/${name}`] = entry;
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
if (missing.size > 0)
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(missing.size === 0 ? 'The lock file is complete.' : `Added ${[...missing.keys()].join(', ')}`);
