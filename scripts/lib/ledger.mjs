/** The program our trial balance is measured against: the oldest that reads the plain-text journals we write. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptInstall } from './debian.mjs';
import { StepFailed } from './steps.mjs';

function findLedger() {
  if (process.env.BAKHIYA_LEDGER) return process.env.BAKHIYA_LEDGER;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return folders.map((folder) => join(folder, 'ledger')).find((path) => existsSync(path));
}

/** @returns {Promise<string>} its path */
export async function ensureLedger() {
  if (!findLedger()) await aptInstall(['ledger'], 'The benchmarks');
  const found = findLedger();
  if (!found) throw new StepFailed('apt-get did not bring ledger: install it by hand.');
  return found;
}
