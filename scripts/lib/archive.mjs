/** What belongs into an archive of the program: what git knows, and what runs it without a network. Never data. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, root } from './prepare.mjs';
import { StepFailed } from './steps.mjs';

/** Built from the source, and marks that nothing need be installed or built again. */
const MADE = ['build', 'src/ui/sentences', 'data/.install-stamp', 'data/.build-stamp'];

/** Every path of the archive but the two that `pack` adds, relative to the clone. */
export function packedPaths() {
  const made = [...MADE, ...packages()].filter((path) => existsSync(join(root, path)));
  return [...sourceFiles(), ...made];
}

/** An unpacked archive is no clone; it remembers what it was made of. */
export function sourceFiles() {
  if (!existsSync(join(root, '.git'))) return readFileSync(join(root, 'PACKED'), 'utf8').split('\n').filter(Boolean);
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  return listed.split('\0').filter((path) => path && existsSync(join(root, path)));
}

/** Those the running app needs: what only builds and tests it stays behind. */
function packages() {
  const { packages: all } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const wanted = Object.entries(all).flatMap(([path, { dev }]) => (path && !dev ? [path] : []));
  const outer = wanted.filter((path) => !wanted.some((other) => path.startsWith(`${other}/`)));
  return ['node_modules/.package-lock.json', 'node_modules/.bin/node', ...outer];
}

/** Path of the packed Node, relative to the clone. @throws StepFailed when npm brought none for this system */
export function packedNode() {
  const node = findNode();
  if (node.startsWith(root)) return node.slice(root.length + 1);
  throw new StepFailed(`There is no Node to pack for ${process.platform}-${process.arch}.`);
}

/** @param node path of the packed Node inside the folder */
export const starter = (node) => `#!/bin/sh
# Starts Bakhiya from this folder; with a word, one of its other programs.
cd "$(dirname "$0")" || exit 1
node="$PWD/${node}"
export PATH="$PWD/node_modules/.bin:$PATH"
word="\${1:-start}"
[ $# -gt 0 ] && shift
case "$word" in
  start | service | update) exec "$node" "scripts/$word.mjs" "$@" ;;
  backup | restore | read-in | renew-key | verify) exec "$node" "scripts/$word.ts" "$@" ;;
  *) echo "Say ./bakhiya, or with start, service, backup, restore, read-in, renew-key, verify or update." >&2; exit 2 ;;
esac
`;

/** Streams these paths, relative to `folder`, into a tar.gz: a level that a laptop writes in seconds, a form every Debian reads. */
export async function writeArchive(file, folder, paths) {
  const args = [
    '--create',
    '--file',
    file,
    '--use-compress-program',
    'gzip -1',
    '--exclude',
    'node_modules/node-*/include',
  ];
  await new Promise((done, fail) => {
    const child = spawn('tar', [...args, '--files-from', '-'], { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.on('data', (text) => (words += text));
    child.once('error', (error) => fail(new StepFailed(`tar could not be run: ${error.message}`)));
    child.once('close', (code) => (code === 0 ? done() : fail(new StepFailed(words.trim() || 'tar failed'))));
    child.stdin.end(`${paths.join('\n')}\n`);
  });
}
