import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { acting, ledgerGround, type Ground } from '#test/ledger.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { newId } from '#platform/ids.ts';
import { openBook } from './books.server.ts';
import { credit, debit } from './model.ts';
import { bodyHash, draftOf, post, type PostingRow } from './post.server.ts';
import type { LedgerFault, SeenHead } from './verify.model.ts';
import { verifyDatabase } from './verify.server.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await ledgerGround();
});

/** A book of four meetings, each from a command that is really there. */
async function aBook(): Promise<{ bookId: string; heads: SeenHead[] }> {
  const [sita, bodyId] = [newId(), newId()];
  const bookId = await acting(ground.app, ground.orgId, {
    work: (tx) => openBook(tx, { bodyKind: 'group', bodyId, basis: 'cash', openedOn: '2026-01-01' }),
  });
  const heads: SeenHead[] = [];
  for (const day of ['2026-02-03', '2026-02-10', '2026-03-03', '2026-03-10']) {
    const posted = await acting(ground.app, ground.orgId, {
      work: async (tx) => {
        const payload = { eventOn: day, rupees: 50, name: 'Sita' };
        const salt = Buffer.from('0123456789abcdef');
        const commitment = createHash('sha256').update(salt).update(canonicalJson(payload)).digest();
        await sql`insert into command (org_id, command_id, name, schema_version, user_id, payload, payload_hash, payload_salt, payload_commitment, status)
          values (${tx.orgId}, ${tx.commandId}, 'meetings.close', 1, ${tx.orgId}, ${JSON.stringify(payload)}::jsonb, 'x', ${salt}, ${commitment}, 'applied')`.execute(
          tx.db,
        );
        const postings = [debit('cash', 5000), credit('compulsorySavings', 5000, { partyId: sita })];
        return post({ ...tx, commitment }, bookId, {
          draft: { eventOn: day, narration: 'meetings.regular', postings },
          source: { kind: 'meeting', id: newId() },
        });
      },
    });
    if (posted.ok) heads.push({ bookId, ...posted.posted, seenAt: '2026-03-11T10:00:00Z', by: 'Sita’s slip' });
  }
  return { bookId, heads };
}

/** As somebody with the owner's password would: guards off, change, guards on. */
async function tamper(...statements: string[]): Promise<void> {
  await ground.owner.transaction().execute(async (trx) => {
    for (const table of ['journal', 'posting', 'book'])
      await sql.raw(`alter table ${table} disable trigger user`).execute(trx);
    for (const statement of statements) await sql.raw(statement).execute(trx);
    for (const table of ['journal', 'posting', 'book'])
      await sql.raw(`alter table ${table} enable trigger user`).execute(trx);
  });
}
const faultsOf = async (bookId: string, heads: readonly SeenHead[] = []): Promise<LedgerFault[]> =>
  (await verifyDatabase(ground.ownerPool, { heads })).faults.filter((fault) => fault.bookId === bookId);
const found = async (bookId: string) => (await faultsOf(bookId)).map(({ kind, seq }) => [kind, seq]);

test('whole books have no fault, with every head that was seen', async () => {
  const { bookId, heads } = await aBook();
  expect(heads).toHaveLength(4);
  expect(await faultsOf(bookId, heads)).toEqual([]);
});

describe('the first broken link is named', () => {
  const of = (bookId: string, seq: number) => `where book_id = '${bookId}' and seq = ${seq}`;
  test('a changed amount, balanced again', async () => {
    const { bookId } = await aBook();
    await tamper(
      `update posting set amount_paise = amount_paise * 2 ${of(bookId, 2)}`,
      `update posting set amount_paise = 1 ${of(bookId, 3)} and line = 1`,
    );
    const faults = await found(bookId);
    expect(faults[0]).toEqual(['content_changed', 2]);
    expect(faults.map(([kind]) => kind)).toEqual([
      'content_changed',
      'account_balance_differs',
      'party_balance_differs',
      'party_total_differs',
    ]);
  });
  test('a savings line moved to another woman', async () => {
    const { bookId } = await aBook();
    await tamper(`update posting set party_id = '${newId()}' ${of(bookId, 3)} and line = 2`);
    expect(await found(bookId)).toEqual([
      ['content_changed', 3],
      ['party_balance_differs', null],
      ['party_total_differs', null],
    ]);
  });
  test('a removed posting', async () => {
    const { bookId } = await aBook();
    await tamper(`delete from posting ${of(bookId, 2)} and line = 2`);
    expect((await found(bookId))[0]).toEqual(['postings_differ', 2]);
  });
  test('another day for what happened, or for when it was entered', async () => {
    const [one, two, three] = [await aBook(), await aBook(), await aBook()];
    await tamper(`update posting set event_on = '2026-02-04' ${of(one.bookId, 1)}`);
    await tamper(
      `update posting set event_on = '2026-02-04' ${of(two.bookId, 1)}`,
      `update journal set event_on = '2026-02-04' ${of(two.bookId, 1)}`,
    );
    await tamper(`update journal set entered_at = entered_at - interval '1 ms' ${of(three.bookId, 3)}`);
    expect(await found(one.bookId)).toEqual([['postings_differ', 1]]);
    expect(await found(two.bookId)).toEqual([['content_changed', 1]]);
    expect(await found(three.bookId)).toEqual([['link_broken', 3]]);
  });
  test('a journal taken out of the middle, and the last one with the book set back', async () => {
    const [middle, last] = [await aBook(), await aBook()];
    await tamper(`delete from posting ${of(middle.bookId, 2)}`, `delete from journal ${of(middle.bookId, 2)}`);
    await tamper(`delete from posting ${of(last.bookId, 4)}`, `delete from journal ${of(last.bookId, 4)}`);
    expect((await found(middle.bookId))[0]).toEqual(['journal_missing', 2]);
    expect((await found(last.bookId))[0]).toEqual(['head_differs', 3]);
  });
  test('a command that is not what was committed to; an erased payload is no fault', async () => {
    const [changed, other, erased] = [await aBook(), await aBook(), await aBook()];
    const commandOf = (bookId: string, seq: number) =>
      `command_id = (select command_id from journal ${of(bookId, seq)})`;
    await tamper(`update command set payload = payload || '{"rupees": 500}' where ${commandOf(changed.bookId, 2)}`);
    await tamper(
      `update journal set command_id = (select command_id from journal ${of(other.bookId, 1)}) ${of(other.bookId, 3)}`,
    );
    await tamper(`update command set payload = null, payload_salt = null where ${commandOf(erased.bookId, 2)}`);
    expect(await found(changed.bookId)).toEqual([['command_differs', 2]]);
    expect(await found(other.bookId)).toEqual([['command_differs', 3]]);
    expect(await found(erased.bookId)).toEqual([]);
  });
  test('a balance that is not the sum of its postings, and a sub-ledger that is not its account', async () => {
    const [account, both, total] = [await aBook(), await aBook(), await aBook()];
    await tamper(
      `update account_balance set debit_paise = debit_paise + 1 where book_id = '${account.bookId}' and account = '1010' and event_month = '2026-03-01'`,
    );
    await tamper(`delete from party_balance where book_id = '${both.bookId}' and event_month = '2026-03-01'`);
    const month = new Date(Date.now() + 19_800_000).toISOString().slice(0, 7);
    expect(await faultsOf(account.bookId)).toMatchObject([
      {
        kind: 'account_balance_differs',
        expected: `1010 2026-03 entered ${month}: 10000 debit, 0 credit`,
        found: `1010 2026-03 entered ${month}: 10001 debit, 0 credit`,
      },
    ]);
    expect(await found(both.bookId)).toEqual([
      ['party_balance_differs', null],
      ['sub_ledger_differs', null],
    ]);
    await tamper(`update party_total set paise = paise - 1 where book_id = '${total.bookId}' and account = '2010'`);
    expect(await found(total.bookId)).toEqual([['party_total_differs', null]]);
  });
});

test('history written anew with a whole chain is seen only through the heads that went out', async () => {
  const { bookId, heads } = await aBook();
  await rewrite(bookId, { seq: 2, paise: 500 });
  expect(await faultsOf(bookId)).toEqual([]);
  const seen = await faultsOf(bookId, heads);
  expect(seen.map(({ kind, seq }) => [kind, seq])).toEqual([
    ['seen_head_differs', 2],
    ['seen_head_differs', 3],
    ['seen_head_differs', 4],
  ]);
  const gone = { ...heads[3]!, seq: 9 };
  const elsewhere = { ...heads[3]!, bookId: newId() };
  expect(await faultsOf(bookId, [gone])).toMatchObject([{ kind: 'seen_head_missing', seq: 9 }]);
  expect(await faultsOf(elsewhere.bookId, [elsewhere])).toMatchObject([{ kind: 'seen_head_missing' }]);
});

/** The thorough forger: new amounts, new buckets, every hash from there on made again, the book's head too. */
async function rewrite(bookId: string, { seq, paise }: { seq: number; paise: number }): Promise<void> {
  const where = `where book_id = '${bookId}'`;
  await tamper(
    `update posting set amount_paise = sign(amount_paise) * ${paise} ${where} and seq = ${seq}`,
    ...['account', 'party'].map(
      (
        kind,
      ) => `update ${kind}_balance set debit_paise = greatest(0, debit_paise - sign(debit_paise) * ${5000 - paise}),
      credit_paise = greatest(0, credit_paise - sign(credit_paise) * ${5000 - paise}) ${where} and event_month = '2026-02-01'`,
    ),
    `update party_total set paise = paise - sign(paise) * ${5000 - paise} ${where}`,
  );
  const { rows: journals } = await sql<{
    seq: number;
    event_on: string;
    narration: string;
    commitment: string;
    source_kind: string;
    source_id: string;
    ms: number;
  }>`
    select *, encode(source_commitment, 'hex') as commitment, (extract(epoch from entered_at) * 1000)::bigint as ms
    from journal where book_id = ${bookId} order by seq`.execute(ground.owner);
  let before = Buffer.alloc(32) as Buffer;
  for (const journal of journals) {
    const { rows } =
      await sql<PostingRow>`select * from posting where book_id = ${bookId} and seq = ${journal.seq} order by line`.execute(
        ground.owner,
      );
    const body = bodyHash({
      bookId,
      eventOn: journal.event_on,
      narration: journal.narration,
      postings: rows.map(draftOf),
      commitment: journal.commitment,
      reversesSeq: null,
      source: { kind: journal.source_kind, id: journal.source_id },
    });
    const numbers = Buffer.alloc(16);
    numbers.writeBigInt64BE(BigInt(journal.seq), 0);
    numbers.writeBigInt64BE(BigInt(journal.ms), 8);
    before = createHash('sha256').update(before).update(numbers).update(body).digest();
    await tamper(
      `update journal set body_hash = '\\x${body.toString('hex')}', hash = '\\x${before.toString('hex')}' ${where} and seq = ${journal.seq}`,
    );
  }
  await tamper(`update book set head_hash = '\\x${before.toString('hex')}' ${where}`);
}
