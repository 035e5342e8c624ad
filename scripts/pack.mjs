/**
 * `npm run pack [-- FILE]`: one archive with code, built app, Node, PostgreSQL and fonts. Unpacked on a like machine (same system and
 * processor) it starts with `./bakhiya` and needs no network, no npm and no Node.
 */
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packedNode, packedPaths, sourceFiles, starter, writeArchive } from './lib/archive.mjs';
import { buildApp, findNode, installPackages, root } from './lib/prepare.mjs';
import { StepFailed, step } from './lib/steps.mjs';

const added = ['PACKED', 'bakhiya'];
/** What was itself unpacked from an archive keeps them. */
const isClone = existsSync(join(root, '.git'));

try {
  await installPackages();
  await buildApp(findNode());
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = resolve(process.argv[2] ?? `bakhiya-${version}-${process.platform}-${process.arch}.tar.gz`);
  writeFileSync(join(root, 'PACKED'), `${sourceFiles().join('\n')}\n`);
  writeFileSync(join(root, 'bakhiya'), starter(packedNode()));
  chmodSync(join(root, 'bakhiya'), 0o755);
  await step('Packing', () => writeArchive(file, root, [...added, ...packedPaths()]));
  console.log(`${file} (${Math.round(statSync(file).size / 1_048_576)} MB)`);
  console.log('On the other machine: unpack it into an empty folder (tar xzf), then ./bakhiya.');
} catch (error) {
  console.error(error instanceof StepFailed ? error.message : error.stack);
  process.exitCode = 1;
} finally {
  if (isClone) for (const name of added) rmSync(join(root, name), { force: true });
}
