/**
 * `npm run verify`: walks every book of the database and names the first broken link of each; `-- --heads FILE` also compares
 * heads collected from phones and slips (a JSON object a line: bookId, seq, hash, seenAt, by). Ends with 1 when anything differs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isId } from '#platform/ids.ts';
import { readConfig } from '#platform/config.server.ts';
import { openPool } from '#platform/db.server.ts';
import { visitEmbedded } from '#platform/postgres.server.ts';
import { StartFault } from '#platform/start-faults.server.ts';
import { verifyDatabase, type FaultKind, type LedgerFault, type SeenHead } from '#domain/ledger/index.server.ts';

class Wrong extends Error {}

const words: Readonly<Record<FaultKind, string>> = {
  journal_missing: 'a journal is missing',
  postings_differ: 'its postings are not those it was written with',
  content_changed: 'what it says was changed',
  link_broken: 'it does not follow from the journal before it',
  head_differs: 'the last journal is not the one the book ends with',
  command_differs: 'it does not stand for the command it came from',
  account_balance_differs: 'a balance kept for an account is not the sum of its postings',
  party_balance_differs: 'a balance kept for a member is not the sum of her postings',
  party_total_differs: 'what stands to a member today is not the sum of her postings',
  sub_ledger_differs: 'the members together are not what the account says',
  seen_head_differs: 'somebody holds another hash for this journal: history was rewritten',
  seen_head_missing: 'somebody holds the hash of a journal that is gone',
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  if (!(fault instanceof StartFault) && !(fault instanceof Wrong)) throw fault;
  console.error(fault.message);
  process.exitCode = 2;
}

async function main(args: readonly string[]): Promise<number> {
  const heads = readHeads(args);
  const config = readConfig(process.env, [], join(import.meta.dirname, '..'));
  const database = config.databaseUrl === null ? await visitEmbedded(config) : null;
  const pool = openPool(database?.ownerUrl ?? config.databaseUrl ?? '', { max: 1, role: null });
  try {
    const report = await verifyDatabase(pool, { heads, onProgress: progress() });
    console.log(`${report.books} books, ${report.journals} journals, ${report.heads} collected heads`);
    report.faults.forEach(say);
    console.log(report.faults.length === 0 ? 'The books are whole.' : `${report.faults.length} faults.`);
    return report.faults.length === 0 ? 0 : 1;
  } catch (fault) {
    if ((fault as { code?: string }).code === '42P01')
      throw new Wrong('There are no books in this database yet: run npm start first.');
    throw fault;
  } finally {
    await pool.end();
    await database?.stop();
  }
}

function say(fault: LedgerFault): void {
  const journal = fault.seq === null ? '' : `, journal ${fault.seq}`;
  console.log(
    `book ${fault.bookId}${journal}: ${words[fault.kind]}\n  expected ${fault.expected}\n  found    ${fault.found}`,
  );
}

/** On a terminal one line that rewrites itself; elsewhere nothing. */
function progress(): (done: { books: number; ofBooks: number; journals: number }) => void {
  if (!process.stderr.isTTY) return () => {};
  return ({ books, ofBooks, journals }) =>
    void process.stderr.write(`\r${books} of ${ofBooks} books, ${journals} journals${books === ofBooks ? '\n' : ''}`);
}

function readHeads(args: readonly string[]): SeenHead[] {
  const [option, file, ...rest] = args;
  if (option === undefined) return [];
  if (option !== '--heads' || file === undefined || rest.length > 0)
    throw new Wrong('Say: npm run verify -- --heads FILE');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Wrong(`The file ${file} cannot be read.`);
  }
  const lines = text.split('\n').map((line, at) => ({ line: line.trim(), at: at + 1 }));
  return lines.filter(({ line }) => line !== '').map(({ line, at }) => readHead(line, `${file} line ${at}`));
}

function readHead(line: string, where: string): SeenHead {
  let head: Partial<SeenHead> | null = null;
  try {
    head = JSON.parse(line) as Partial<SeenHead> | null;
  } catch {
    // told below, with the line
  }
  const fit = isId(head?.bookId) && Number.isSafeInteger(head.seq) && /^[0-9a-f]{64}$/i.test(String(head.hash));
  if (!fit) throw new Wrong(`${where} is not a head: it needs bookId, seq and hash.`);
  return head as SeenHead;
}
