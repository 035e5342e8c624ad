/** `node scripts/verify-export.ts FILE`: proves a group's exported file from the file alone. Ends with 1 when anything is wrong. */
import { readFileSync } from 'node:fs';
import type { GroupFile } from '#app/exports/group-file.ts';
import { verifyGroupFile } from '#app/exports/verify-group-file.server.ts';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('Name the file: node scripts/verify-export.ts FILE');
  process.exit(2);
}
try {
  const { journals, postings, faults } = verifyGroupFile(JSON.parse(readFileSync(path, 'utf8')) as GroupFile);
  for (const { what, at } of faults) console.error(`${what}: ${at}`);
  console.log(`${journals} journals, ${postings} postings, ${faults.length} faults`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (fault) {
  console.error(`${path} cannot be read: ${String(fault)}`);
  process.exitCode = 1;
}
