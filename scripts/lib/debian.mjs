/** What tests need beside npm packages, from Debian: installed when missing and this user may. */
import { existsSync } from 'node:fs';
import { run } from './prepare.mjs';
import { StepFailed } from './steps.mjs';

/** @param {string[]} packages @param {string} words whose need it is, to begin the sentence with */
export async function aptInstall(packages, words) {
  const names = packages.join(' ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new StepFailed(`${words} need more programs: install them with "sudo apt-get install ${names}".`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, cwd: '/' };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  } catch (error) {
    throw new StepFailed(`apt-get could not install ${names}:\n${error.message}`);
  }
}
