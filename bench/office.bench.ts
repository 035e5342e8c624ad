/**
 * The trust's statements at BENCH_OFFICE_POSTINGS (2,000,000) postings in one book, under row-level security as the app's role, against one
 * hand-written statement over the same buckets; then the trial balance of a book of 100,000 transactions against Debian's `ledger` and
 * `hledger` reading the journal we export of it.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { actorOf } from '#app/actors.server.ts';
import { createApp, type App } from '#app/app.server.ts';
import { makeFirstUser, makeOrganisation } from '#app/organisations.server.ts';
import type { BookCard, OfficeTrialBalance } from '#domain/accounts/index.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { addDays, dayInIndia, financialYear } from '#platform/dates.ts';
import { kyselyOn, openPool, type Db } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { ensureHledger } from '../scripts/lib/hledger.mjs';
import { ensureLedger } from '../scripts/lib/ledger.mjs';
import { proveLedger } from './lib/ledger-load.ts';
import { at95, median, round } from './lib/median.ts';
import { addHeads, loadOffice, type OfficeLoad } from './lib/office-load.ts';
import { startDatabase } from './lib/served-app.ts';

const POSTINGS = Number(process.env['BENCH_OFFICE_POSTINGS'] ?? 2_000_000);
const TRANSACTIONS = 100_000;
/** Heads of suppliers and of costs beside the standard ones. */
const HEADS = 120;
const RUNS = 40;
const exec = promisify(execFile);

type Side = { readonly app: App; readonly owner: Db; readonly ownerUrl: string };
type Office = OfficeLoad & { readonly body: { bodyKind: 'trust'; bodyId: string }; readonly who: Actor };

const today = dayInIndia(new Date());

/** A trust with the standard heads, as its administrator opens it, and years of vouchers. */
async function openOffice(side: Side, at: { phone: string; years: number; journals: number; linesEach: 2 | 4 }) {
  const pool = openPool(side.ownerUrl, { max: 1, role: null });
  const orgId = await makeOrganisation(pool, { kind: 'trust', name: 'Bench' });
  const grants = [{ role: 'administrator' as const }];
  const userId = await makeFirstUser(pool, { orgId, name: 'Bench', phone: at.phone, grants });
  await pool.end();
  const who = (await actorOf(side.app.db, userId))!;
  const body = { bodyKind: 'trust' as const, bodyId: orgId };
  const from = `${financialYear(today).year - at.years}-04-01`;
  const opened = await side.app.do('accounts.openBook', who, {
    ...{ ...body, booksFromOn: from, limitPaise: 0, decidedBy: 'Bench' },
  });
  if (opened.kind !== 'applied') throw new Error(JSON.stringify(opened));
  const [card] = await asked<BookCard[]>(side, who, ['accounts.books', {}]);
  const { journals, linesEach } = at;
  const office: Office = { orgId, bookId: card!.bookId, journals, linesEach, from, to: addDays(today, -1), body, who };
  await addHeads(side.owner, office, HEADS);
  await loadOffice(side.owner, office);
  return office;
}

async function asked<T>({ app }: Side, who: Actor, [name, input]: readonly [string, object]): Promise<T> {
  const answer = await app.ask<T>(name, who, input);
  if (answer.kind !== 'answer') throw new Error(`${name}: ${JSON.stringify(answer)}`);
  return answer.value;
}

async function timesOf(work: () => Promise<unknown>, runs = RUNS): Promise<number[]> {
  const times: number[] = [];
  for (let run = -3; run < runs; run += 1) {
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start); // the first ones warm up
  }
  return times;
}

/** What nobody who writes by hand could leave out: the same balances per head from the same buckets, as the owner without policies. */
const floorSql = ({
  orgId,
  bookId,
}: Office) => sql`select b.account, b.party_id, n.name_en, sum(b.debit_paise) as debit, sum(b.credit_paise) as credit
  from party_balance b join account_name n on n.org_id = b.org_id and n.named_id = b.party_id
  where b.org_id = ${orgId} and b.book_id = ${bookId} group by 1, 2, 3 order by 1, 2`;
const fromPostings = ({
  orgId,
  bookId,
}: Office) => sql`select account, party_id, sum(greatest(amount_paise, 0)) as debit,
  sum(greatest(-amount_paise, 0)) as credit from posting where org_id = ${orgId} and book_id = ${bookId} group by 1, 2 order by 1, 2`;

async function statements(side: Side, office: Office): Promise<Record<string, number>> {
  const { body, who, from } = office;
  const year = financialYear(today);
  const middle = addDays(year.from, -170);
  const ways: Record<string, readonly [string, object]> = {
    trialBalance: ['accounts.trialBalance', body],
    balanceSheet: ['accounts.balanceSheet', body],
    balanceSheetKnown: ['accounts.balanceSheet', { ...body, asOf: middle, asKnownOn: middle }],
    incomeAndExpenditure: ['accounts.incomeAndExpenditure', { ...body, from: year.from, to: today }],
    receiptsAndPayments: ['accounts.receiptsAndPayments', { ...body, from: year.from, to: today }],
  };
  const floor = await timesOf(() => floorSql(office).execute(side.owner));
  const plain = await timesOf(() => fromPostings(office).execute(side.owner), 3);
  const figures: Record<string, number> = {
    postings: POSTINGS,
    floorP50Ms: round(median(floor), 1),
    fromPostingsMs: round(median(plain), 0),
  };
  console.log(
    `${POSTINGS} postings since ${from}; by hand from the buckets ${figures.floorP50Ms} ms, from the postings ${figures.fromPostingsMs} ms`,
  );
  for (const [name, question] of Object.entries(ways)) {
    const times = await timesOf(() => asked(side, who, question));
    figures[`${name}P50Ms`] = round(median(times), 1);
    figures[`${name}P95Ms`] = round(at95(times), 1);
    figures[`${name}Ratio`] = round(median(times) / median(floor));
    console.log(
      `${name.padEnd(24)}${median(times).toFixed(1)} / ${at95(times).toFixed(1)} ms, ${figures[`${name}Ratio`]} x the floor`,
    );
  }
  return figures;
}

/** The same trial balance by programs that read the whole journal each time; a first figure of each is compared. */
async function against(side: Side, office: Office): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'bakhiya-bench-journal-'));
  try {
    const path = join(folder, 'book.journal');
    const book = await asked<{ text: string; journals: number }>(side, office.who, [
      'accounts.hledger',
      { ...office.body, title: 'Bench' },
    ]);
    writeFileSync(path, book.text);
    // Debian's ledger knows no amount behind a commodity's name
    const plain = join(folder, 'book.ledger');
    writeFileSync(plain, book.text.replace(/^commodity .*$/m, ''));
    const ask = () => asked<OfficeTrialBalance>(side, office.who, ['accounts.trialBalance', office.body]);
    const trial = await ask();
    const ours = median(await timesOf(ask));
    const [hledger, ledger] = [await ensureHledger(), await ensureLedger()];
    const timed = async (program: string, args: string[]) => {
      const start = performance.now();
      const { stdout } = await exec(program, args, { maxBuffer: 1 << 26 });
      return { ms: performance.now() - start, stdout };
    };
    const theirs = {
      ledger: await timed(ledger, ['-f', plain, 'balance', '--flat', '--no-total']),
      hledger: await timed(hledger, ['-f', path, 'balance', '--flat', '--no-total']),
    };
    for (const [name, { stdout }] of Object.entries(theirs)) mustAgree(name, stdout, trial);
    const figures = {
      transactions: book.journals,
      oursMs: round(ours, 2),
      ledgerMs: round(theirs.ledger.ms, 0),
      hledgerMs: round(theirs.hledger.ms, 0),
      ledgerRatio: round(theirs.ledger.ms / ours, 0),
      hledgerRatio: round(theirs.hledger.ms / ours, 0),
    };
    console.log(`trial balance of ${book.journals} transactions: ${JSON.stringify(figures)}`);
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws when another program's balances are not ours to the paisa */
function mustAgree(name: string, stdout: string, trial: OfficeTrialBalance): void {
  const theirs = [...stdout.matchAll(/INR\s*(-?[\d.]+)/g)].map(([, text]) => Math.round(Number(text) * 100));
  const sorted = (list: readonly number[]) => list.filter((paise) => paise !== 0).toSorted((a, b) => a - b);
  const ours = sorted(trial.rows.map((row) => row.balancePaise));
  if (JSON.stringify(ours) !== JSON.stringify(sorted(theirs)))
    throw new Error(`${name} tells another trial balance: ${theirs.length} accounts against ${ours.length}`);
}

async function main(): Promise<void> {
  const database = await startDatabase('office');
  const owner = kyselyOn(openPool(database.ownerUrl, { max: 2, role: null }));
  const app = createApp({ url: database.ownerUrl, maxConnections: 4 });
  const side: Side = { app, owner, ownerUrl: database.ownerUrl };
  try {
    await loadAccounts(owner);
    const start = performance.now();
    const small = await openOffice(side, { phone: '8000000001', years: 2, journals: TRANSACTIONS, linesEach: 2 });
    const large = await openOffice(side, { phone: '8000000002', years: 7, journals: POSTINGS / 4, linesEach: 4 });
    await proveLedger(owner);
    console.log(`load and proof: ${((performance.now() - start) / 1000).toFixed(0)} s`);
    const figures = { ...(await statements(side, large)), ...(await against(side, small)) };
    process.send?.(figures);
  } finally {
    await app.close();
    await owner.destroy();
    await database.stop();
  }
}

if (import.meta.main) await main();
