/** The program that proves our plain-text journals: a test that trusts its own writer would prove nothing. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall } from './debian.mjs';
import { StepFailed } from './steps.mjs';

function findHledger() {
  if (process.env.BAKHIYA_HLEDGER) return process.env.BAKHIYA_HLEDGER;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return folders.map((folder) => join(folder, 'hledger')).find((path) => existsSync(path));
}

/** @returns {Promise<string>} its path */
export async function ensureHledger() {
  if (!findHledger()) await aptInstall(['hledger'], 'The database tests');
  const found = findHledger();
  if (!found) throw new StepFailed('apt-get did not bring hledger: install it by hand.');
  return found;
}
