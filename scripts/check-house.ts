/** `node scripts/check-house.ts`: holds the repository against the order of the house; one line for each break of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkImports } from './house/imports.ts';
import { checkSizes } from './house/sizes.ts';
import { listPaths, readSources } from './house/sources.ts';
import { checkDocument, checkWords } from './house/words.ts';

const root = join(import.meta.dirname, '..');
const paths = listPaths(root);
const sources = readSources(root, paths);
const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter((name) => existsSync(join(root, name)));
const violations = [
  ...checkImports(sources),
  ...checkSizes(sources),
  ...checkWords(sources),
  ...documents.flatMap((name) => checkDocument(name, readFileSync(join(root, name), 'utf8'), paths)),
];
for (const { at, rule, words } of violations) console.error(`${at} ${rule}: ${words}`);
console.log(`${sources.length} files, ${violations.length} against the house`);
process.exitCode = violations.length > 0 ? 1 : 0;
