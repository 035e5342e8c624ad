/**
 * Search as one types over 100,000 persons of one organisation, with 100,000 of another beside them: time at the server of the whole
 * question (transaction, actor, search, cards) under row-level security. `node bench/people-search.bench.ts`
 */
import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { ask } from '#app/ask.server.ts';
import { questions } from '#domain/people/index.server.ts';
import { searchTokens } from '#domain/people/index.ts';
import { kyselyOn, openPool, type Db } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { migrate } from '#platform/migrate.server.ts';
import { startEmbedded } from '#platform/postgres.server.ts';

const PERSONS = 100_000;
const ROUNDS = 15;
const FIRST =
  'Shabnam Rukhsana Zohra Sunita Rehana Ayesha Fatima Kaneez Naseem Noorjahan Salma Razia Parveen Nazneen Mumtaz Tabassum Yasmeen Farzana Shaheen Nasreen Gulshan Anjum Afroz Shakila Jamila Hasina Zarina Sabiha Kausar Kulsum Ishrat Geeta Savita Kamla Pushpa Asha Usha Lakshmi Saraswati Ramkali Phoolmati Shanti Anita Poonam Champa Gudiya Vidya Meera Rajkumari Urmila Kiran Rekha Manju Tara Janki'.split(
    ' ',
  );
const HINDI =
  'शबनम रुख़साना ज़ोहरा सुनीता रेहाना आयशा फ़ातिमा सलमा रज़िया परवीन गीता सविता कमला पुष्पा आशा लक्ष्मी शांति अनीता पूनम मीरा'.split(
    ' ',
  );
const URDU = 'شبنم رخسانہ زہرہ ریحانہ عائشہ فاطمہ نسیم سلمیٰ رضیہ پروین نازنین ممتاز تبسم یاسمین فرزانہ'.split(' ');
const SECOND = [
  'Begum',
  'Bano',
  'Khatoon',
  'Devi',
  'Verma',
  'Khan',
  'Ansari',
  'Siddiqui',
  'Yadav',
  'Rawat',
  'Kumari',
  'Nisha',
];
const TYPED = [
  // nothing asked: what the doors and the machine cost alone
  '',
  's',
  'sh',
  'shab',
  'Shabnam',
  'sunita ver',
  'शब',
  'सुनी',
  'रुख़साना',
  'شبن',
  'رخسا',
  'noor jahan',
  'khan',
  'kh ru',
  '98',
  '98765',
  'zzzz',
];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

/** Deterministic: the same persons in every run. */
function person(n: number): { nameLatin?: string; nameDevanagari?: string; nameUrdu?: string; phone: string } {
  const mixed = Math.imul(n + 1, 2654435761) >>> 0;
  const phone = `${6 + (mixed % 4)}${String((mixed * 7919) % 1_000_000_000).padStart(9, '0')}`;
  const script = mixed % 10;
  if (script < 3) return { nameDevanagari: pick(HINDI, mixed >>> 4), phone };
  if (script < 5) return { nameUrdu: pick(URDU, mixed >>> 4), phone };
  return { nameLatin: `${pick(FIRST, mixed >>> 4)} ${pick(SECOND, mixed >>> 12)}`, phone };
}

async function fill(db: Db, orgId: string): Promise<void> {
  await sql`insert into org (org_id, kind, name) values (${orgId}, 'trust', 'bench')`.execute(db);
  for (let from = 0; from < PERSONS; from += 5_000) {
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ id: newId(), ...person(from + i) }));
    await sql`insert into person (org_id, person_id, now_id, name_latin, name_devanagari, name_urdu, phone, registered_on)
      select ${orgId}, (x ->> 'id')::uuid, (x ->> 'id')::uuid, x ->> 'nameLatin', x ->> 'nameDevanagari', x ->> 'nameUrdu', x ->> 'phone', current_date
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) x`.execute(db);
    const tokens = rows.flatMap((row) => searchTokens(row).map((token) => ({ id: row.id, token })));
    await sql`insert into person_token (org_id, person_id, token)
      select ${orgId}, (x ->> 'id')::uuid, x ->> 'token' from jsonb_array_elements(${JSON.stringify(tokens)}::jsonb) x on conflict do nothing`.execute(
      db,
    );
  }
}

async function measure(db: Db, who: Actor): Promise<void> {
  const all: number[] = [];
  for (const typed of TYPED) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const from = performance.now();
      const answer = await ask<unknown[]>({ db, questions }, 'people.search', { who, input: { typed } });
      times.push(performance.now() - from);
      found = answer.kind === 'answer' ? answer.value.length : -1;
    }
    all.push(...times);
    console.log(`${typed.padEnd(12)} p50 ${at(times, 0.5)} ms  p95 ${at(times, 0.95)} ms  found ${found}`);
  }
  console.log(`all          p50 ${at(all, 0.5)} ms  p95 ${at(all, 0.95)} ms  p99 ${at(all, 0.99)} ms`);
  process.send?.({ p50Ms: Number(at(all, 0.5)), p95Ms: Number(at(all, 0.95)), p99Ms: Number(at(all, 0.99)) });
}

const at = (times: readonly number[], share: number): string =>
  (times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);

const dataDir = mkdtempSync(join(tmpdir(), 'bakhiya-bench-people-'));
chmodSync(dataDir, 0o755);
const server = await startEmbedded({ cloneDir: join(import.meta.dirname, '..'), dataDir, throwAway: true });
try {
  await migrate(server.ownerUrl, { dir: join(import.meta.dirname, '../db/migrations') });
  const owner = kyselyOn(openPool(server.ownerUrl, { max: 1, role: null }));
  const [ours, theirs] = [newId(), newId()];
  await fill(owner, ours);
  await fill(owner, theirs);
  await sql`vacuum analyze`.execute(owner);
  await owner.destroy();
  const db = kyselyOn(openPool(server.ownerUrl, { max: 1 }));
  const grants = [{ role: 'administrator', scope: null }];
  await measure(db, {
    kind: 'user',
    userId: newId(),
    orgId: ours,
    orgIds: [ours],
    grants,
    rights: new Set(['*']),
    locale: 'en',
  });
  await db.destroy();
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
