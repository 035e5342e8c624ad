/**
 * What the journeys need beside npm packages, from Debian: the browser, the tool that fills its trust store, and an authority
 * that gives out certificates for tests. Installed when missing and this user may; a journey without them would prove nothing.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './prepare.mjs';
import { StepFailed } from './steps.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable'];

function findChromium() {
  if (process.env.BAKHIYA_CHROMIUM) return process.env.BAKHIYA_CHROMIUM;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/lib/chromium'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** Each with the program that tells whether it is there. */
const tools = { 'libnss3-tools': '/usr/bin/certutil', pebble: '/usr/bin/pebble' };

/** @returns {Promise<string>} the path of the browser */
export async function ensureChromium() {
  const missing = Object.keys(tools).filter((name) => !existsSync(tools[name]));
  if (!findChromium()) missing.unshift('chromium', 'fonts-noto-core');
  if (missing.length > 0) await install(missing);
  return findChromium();
}

async function install(packages) {
  const names = packages.join(' ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new StepFailed(`The journeys need more programs: install them with "sudo apt-get install ${names}".`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, cwd: '/' };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  } catch (error) {
    throw new StepFailed(`apt-get could not install ${names}:\n${error.message}`);
  }
  const left = Object.keys(tools).filter((name) => !existsSync(tools[name]));
  if (left.length > 0 || !findChromium())
    throw new StepFailed(`apt-get did not bring ${left.join(' ') || 'chromium'}: install it by hand.`);
}
