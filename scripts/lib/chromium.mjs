/**
 * What the journeys need beside npm packages, from Debian: the browser, the tool that fills its trust store, and an authority
 * that gives out certificates for tests. Installed when missing and this user may; a journey without them would prove nothing.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall } from './debian.mjs';
import { StepFailed } from './steps.mjs';

/** The same engine without a window's furniture: a third less work for the machine. */
const SHELL = 'chromium-headless-shell';
const names = [SHELL, 'chromium', 'chromium-browser', 'google-chrome-stable'];

function findChromium() {
  if (process.env.BAKHIYA_CHROMIUM) return process.env.BAKHIYA_CHROMIUM;
  // Debian's own folder first: the program itself, not the script that starts it and would outlive its sudden death.
  const folders = ['/usr/lib/chromium', ...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Each with the program that tells whether it is there. */
const tools = { 'libnss3-tools': '/usr/bin/certutil', pebble: '/usr/bin/pebble' };

/** @returns {Promise<string>} the path of the browser */
export async function ensureChromium() {
  const missing = Object.keys(tools).filter((name) => !existsSync(tools[name]));
  const found = findChromium();
  if (!found) missing.unshift(SHELL, 'fonts-noto-core');
  else if (!found.endsWith(SHELL) && !process.env.BAKHIYA_CHROMIUM)
    await aptInstall([SHELL], '').catch(() => undefined);
  if (missing.length > 0) await install(missing);
  return findChromium();
}

async function install(packages) {
  await aptInstall(packages, 'The journeys').catch(async (error) => {
    // Some systems know the browser only whole.
    if (!packages.includes(SHELL)) throw error;
    await aptInstall(
      packages.map((name) => (name === SHELL ? 'chromium' : name)),
      'The journeys',
    );
  });
  const left = Object.keys(tools).filter((name) => !existsSync(tools[name]));
  if (left.length > 0 || !findChromium())
    throw new StepFailed(`apt-get did not bring ${left.join(' ') || 'chromium'}: install it by hand.`);
}
