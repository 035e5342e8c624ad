/** `npm run renew-key`: retires the key that signs receipts and makes another. What the old one signed is still to be checked. */
import { join } from 'node:path';
import { renewReceiptKey } from '#app/keys.server.ts';
import { readConfig } from '#platform/config.server.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { kyselyOn } from '#platform/db.server.ts';
import { visitEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';

try {
  await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof StartFault)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}

async function main(args: readonly string[]): Promise<void> {
  if (args.length > 0)
    throw new StartFault('config.wrong', { name: 'The command', value: args.join(' '), expected: 'npm run renew-key' });
  const config = readConfig(process.env, [], join(import.meta.dirname, '..'));
  const embedded = config.databaseUrl === null ? await visitEmbedded(config) : null;
  const owner = ownerPool(embedded?.ownerUrl ?? config.databaseUrl ?? '');
  try {
    console.log(`From the next start on the key ${await renewReceiptKey(kyselyOn(owner))} signs receipts.`);
    console.log('Start Bakhiya again now: until then it signs with the retired one.');
  } finally {
    await owner.end();
    await embedded?.stop();
  }
}
