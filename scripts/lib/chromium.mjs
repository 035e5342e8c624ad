/**
 * What the journeys need beside npm packages, from Debian: the browser, the tool that fills its trust store, and an authority
 * that gives out certificates for tests. Installed when missing and this user may; a journey without them would prove nothing.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall } from './debian.mjs';
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
  await aptInstall(packages, 'The journeys');
  const left = Object.keys(tools).filter((name) => !existsSync(tools[name]));
  if (left.length > 0 || !findChromium())
    throw new StepFailed(`apt-get did not bring ${left.join(' ') || 'chromium'}: install it by hand.`);
}
