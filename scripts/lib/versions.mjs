/** Two ways to another version of the program and back: a git clone that is pulled, a folder that is unpacked over. Data is never touched. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './prepare.mjs';
import { StepFailed, step } from './steps.mjs';

/**
 * `tidy` is for the end, when one of the two versions is in place and works: what is left of the other goes.
 * @returns {Promise<{ name: string, forward: () => Promise<void>, back: () => Promise<void>, tidy: () => void }>}
 */
export const versionsOf = (file) => (file === undefined ? gitVersions() : unpackedVersions(file));

async function gitVersions() {
  if (!existsSync(join(root, '.git')))
    throw new StepFailed('This folder was unpacked from an archive: say npm run update FILE with the new archive.');
  const git = async (...args) => (await run('git', args)).trim();
  if ((await git('status', '--porcelain', '--untracked-files=no')) !== '')
    throw new StepFailed(
      'Files of the program were changed by hand here (git status shows which): put them back first.',
    );
  const former = await git('rev-parse', 'HEAD');
  return {
    name: former.slice(0, 8),
    forward: async () => void (await git('pull', '--ff-only', '--quiet')),
    back: async () => void (await git('reset', '--hard', '--quiet', former)),
    tidy: () => {},
  };
}

async function unpackedVersions(file) {
  const folder = join(root, 'data', 'update');
  const [fresh, former] = [join(folder, 'new'), join(folder, 'former')];
  if (!existsSync(file)) throw new StepFailed(`The file ${file} cannot be read.`);
  rmSync(folder, { recursive: true, force: true });
  for (const path of [fresh, former]) mkdirSync(path, { recursive: true });
  await step('Unpacking', () => run('tar', ['--extract', '--gzip', '--file', file, '--directory', fresh]));
  if (!existsSync(join(fresh, 'PACKED')))
    throw new StepFailed(`The file ${file} is not an archive made by npm run pack.`);
  const swap = (from, aside) => {
    for (const name of readdirSync(from)) {
      if (name === 'data' || name === '.git') continue;
      if (existsSync(join(root, name))) renameSync(join(root, name), join(aside, name));
      renameSync(join(from, name), join(root, name));
    }
    const stamps = existsSync(join(from, 'data')) ? readdirSync(join(from, 'data')) : [];
    mkdirSync(join(aside, 'data'), { recursive: true });
    for (const name of stamps) {
      if (existsSync(join(root, 'data', name))) renameSync(join(root, 'data', name), join(aside, 'data', name));
      renameSync(join(from, 'data', name), join(root, 'data', name));
    }
  };
  return {
    name: 'the former version',
    forward: async () => swap(fresh, former),
    back: async () => swap(former, fresh),
    // half a gigabyte that no laptop has to spare; after this only the archive of the former version, or its commit, leads back to it
    tidy: () => rmSync(folder, { recursive: true, force: true }),
  };
}
