/**
 * `npm run update [FILE]`: backup, new version (from git, or from an archive of `npm run pack`), packages, build, migrations. Whatever fails,
 * the former version and its data are back in place. Stops and starts the service, if there is one; an app started by hand is to be stopped.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { findNode, run } from './lib/prepare.mjs';
import { StepFailed, step } from './lib/steps.mjs';
import { versionsOf } from './lib/versions.mjs';

const isRoot = process.getuid?.() === 0;
const service = (...args) =>
  spawnSync('systemctl', [...(isRoot ? [] : ['--user']), ...args, 'bakhiya.service']).status === 0;
const data = (words, env) =>
  run(findNode(), ['--disable-warning=ExperimentalWarning', 'scripts/update-data.ts', ...words], { env });

let serves = false;
try {
  const file = process.argv[2] === undefined ? undefined : resolve(process.argv[2]);
  const versions = await versionsOf(file);
  serves = service('is-active', '--quiet');
  if (serves) await step('Stopping the service', async () => service('stop'));
  const saved = JSON.parse((await step('Saving everything', () => data(['save']))).trim().split('\n').at(-1));
  await goForward(versions, saved);
  tidied(versions);
  console.log(`Updated. The backup from before: ${saved.path}`);
} catch (error) {
  console.error(error instanceof StepFailed ? error.message : error.stack);
  process.exitCode = 1;
} finally {
  if (serves) service('start');
}

async function goForward(versions, { path, recoveryKey }) {
  const env = { BAKHIYA_UPDATE_KEY: recoveryKey };
  let words = '';
  try {
    await step('Fetching the new version', versions.forward);
    await step('Making it ready', ready);
    await step('Rehearsing on a copy, then bringing the data up to date', () =>
      data(['migrate', path], env).catch((error) => {
        words = error.message;
        throw error;
      }),
    );
  } catch (error) {
    console.error(error.message);
    await step(`Going back to ${versions.name}`, async () => {
      await versions.back();
      await ready();
      // before the rehearsal had succeeded the data itself was not touched
      if (words.includes('REHEARSED')) await data(['back', path], env);
    });
    tidied(versions);
    throw new StepFailed('The update failed. The former version is in place again, with the data as it was.');
  }
}

/** What is left over is in nobody's way: it must not make a finished update look like a failed one. */
function tidied(versions) {
  try {
    versions.tidy();
  } catch (error) {
    console.error(`Some files of the other version could not be removed: ${error.message}`);
  }
}

/** By the version in place now, in a process of its own: this one still holds the code of before. */
function ready() {
  return run(process.execPath, ['scripts/make-ready.mjs']);
}
