/** The browser of the journeys: Debian's Chromium, installed when it is missing and this user may. */
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

/** @returns {Promise<string>} the path of the browser */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new StepFailed('The journeys need Chromium: install it with "sudo apt-get install chromium".');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-qq'], { env, cwd: '/' });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'], {
      env,
      cwd: '/',
    });
  } catch (error) {
    throw new StepFailed(`Chromium could not be installed with apt-get:\n${error.message}`);
  }
  const installed = findChromium();
  if (!installed) throw new StepFailed('apt-get installed no Chromium: install it by hand.');
  return installed;
}
