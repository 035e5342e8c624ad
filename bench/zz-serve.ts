
import { writeFileSync } from 'node:fs';
import { furnish } from './zz-lib.ts';
import { startApp, startDatabase } from './lib/served-app.ts';
const database = await startDatabase('zz');
const app = await startApp('app', { DATABASE_URL: database.ownerUrl });
const { link, groupId } = await furnish(database.ownerUrl, app.origin);
await app.stop();
writeFileSync('/tmp/zz.json', JSON.stringify({ url: database.ownerUrl, groupId, origin: app.origin }));
console.log('ready');
setInterval(() => {}, 1000000);
process.on('SIGTERM', async () => { await database.stop(); process.exit(0); });
