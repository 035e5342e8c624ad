/** One group of two leaves: what is its own is read into an empty place, proved and goes on; nothing of the other comes along. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf } from '#app/actors.server.ts';
import { createApp } from '#app/app.server.ts';
import { verifyDatabase } from '#domain/ledger/index.server.ts';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { folderFiles, type Files } from '#platform/files.server.ts';
import { newId } from '#platform/ids.ts';
import { freshDatabase } from '#test/database.ts';
import { anEnterprise, group, woman } from '#test/enterprise-builder.ts';
import { aLoanOutside, consents } from '#test/debts-builder.ts';
import { close, contextOf, makeVillage, must, openGroup, ordinaryMeeting, type Village } from '#test/village.ts';
import { booksOf } from './books.server.ts';
import { firstSecrets } from './first-secrets.server.ts';
import { GROUP_BLANKS, GROUP_ROWS, STAYS_WITH_ORGANISATION } from './group-rows.ts';
import { readInArchive } from './read-in.server.ts';
import { leavingTables } from './rows.server.ts';
import { groupArchive } from './write.server.ts';

const folder = mkdtempSync(join(tmpdir(), 'bakhiya-group-'));
const migrationsDir = join(import.meta.dirname, '../../../db/migrations');
const archive = join(folder, 'group.zip');
let village: Village;
let files: Files;
const photos: Record<'hers' | 'theirs' | 'thumb', string> = { hers: '', theirs: '', thumb: '' };

async function keepPhoto(personId: string, words: string): Promise<string> {
  const sha256 = await files.put(new TextEncoder().encode(words));
  const fileId = newId();
  const at = [village.orgId, fileId];
  await village.owner.query(
    `insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by) values ($1, $2, $3, 'image/png', $4, 'person', $5)`,
    [...at, sha256, words.length, village.admin.userId],
  );
  await village.owner.query('update person set photo_id = $2 where org_id = $1 and person_id = $3', [...at, personId]);
  return sha256;
}

/** A swap out of the organisation's money, a thumb under key facts, and a woman who left for the other group with a debt of her own. */
async function keepWhatPoints(elsewhere: string): Promise<void> {
  const { owner, orgId, admin, app, groupId } = village;
  const [sourceId, fileId] = [newId(), newId()];
  const by = [orgId, admin.userId];
  const debt = (await owner.query('select debt_id from outside_debt where org_id = $1', [orgId])).rows[0]
    .debt_id as string;
  await owner.query(
    `insert into swap_source (org_id, source_id, from_on, sheet, recorded_by) values ($1, $3, '2025-04-01', '{}', $2)`,
    [...by, sourceId],
  );
  await owner.query(
    `insert into debt_payment (org_id, payment_id, debt_id, paid_on, amount_paise, closes, source_id, payable_paise, as_now_paise, recorded_by)
     values ($1, $3, $4, '2025-06-20', 100, false, $5, 90, 100, $2)`,
    [...by, newId(), debt, sourceId],
  );
  photos.thumb = await files.put(new TextEncoder().encode('her thumb'));
  await owner.query(
    `insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by) values ($1, $3, $4, 'image/png', 9, 'page', $2)`,
    [...by, fileId, photos.thumb],
  );
  await owner.query(
    `insert into meeting_key_facts (org_id, meeting_id, loan_id, statement, statement_hash, way, language, photo_id, acknowledged_at, recorded_by)
     select org_id, source_id, loan_id, '{}', 'x', 'thumb', 'hi', $3, now(), $2 from loan where org_id = $1`,
    [...by, fileId],
  );
  await owner.query(
    `insert into membership (org_id, group_id, person_id, joined_on, left_on) values ($1, $2, $3, '2024-01-01', '2025-03-31')`,
    [orgId, groupId, elsewhere],
  );
  await consents(app, admin, elsewhere);
  await must(app.do('debts.register', admin, aLoanOutside(elsewhere)));
}

/** Of the group and its women, of a woman with the other group's, of the other's alone. */
async function registerEnterprises(elsewhere: string): Promise<void> {
  const { app, admin, groupId, people, placeId } = village;
  const [own, other] = [woman(people[0]!, 5_000), woman(elsewhere, 5_000)];
  for (const [nameEn, owners] of [
    ['Ours', [own, group(groupId, 5_000)]],
    ['Shared', [own, other]],
    ['Theirs', [woman(elsewhere)]],
  ] as const) {
    const activity = { activity: 'chikan', activityWords: null };
    await must(app.do('enterprises.register', admin, anEnterprise({ nameEn, placeId, owners, ...activity })));
  }
}

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  files = folderFiles(join(folder, 'from'));
  village = { ...village, app: { ...village.app, files } };
  const { app, admin, placeId } = village;
  const other = await openGroup(app, admin, {
    ...{ placeId, members: 10 },
    names: { name: 'Ujala', nameHi: 'उजाला', nameUr: 'اجالا' },
  });
  for (const groupId of [village.groupId, other.groupId])
    await must(close(app, admin, ordinaryMeeting(await contextOf({ app, groupId }, admin), '2025-05-12')));
  const before = await contextOf(village, admin);
  const lent = ordinaryMeeting(before, '2025-06-12', (sheet) =>
    grantLoan(addDemand(sheet, { personId: village.people[2]!, amountPaise: 50_000, purpose: 'trade' }), before, {
      ...{ index: 0, loanId: newId(), grantedPaise: 50_000, paidFrom: 'cash', bankAccountId: null },
      acknowledged: 'thumb',
    }),
  );
  await must(close(app, admin, lent));
  const beside = await contextOf({ app, groupId: other.groupId }, admin);
  await must(close(app, admin, ordinaryMeeting(beside, '2025-06-12')));
  await village.owner.query(`update groups set parent_group_id = $3 where org_id = $1 and group_id = $2`, [
    village.orgId,
    village.groupId,
    other.groupId,
  ]);
  photos.hers = await keepPhoto(village.people[0]!, 'her face');
  photos.theirs = await keepPhoto(other.people[0]!, 'another face');
  await consents(app, admin, village.people[1]!);
  await must(app.do('debts.register', admin, aLoanOutside(village.people[1]!)));
  await keepWhatPoints(other.people[0]!);
  await registerEnterprises(other.people[0]!);
  await must(app.do('leaving.takeGroup', admin, { groupId: village.groupId }));
  const parts: Uint8Array[] = [];
  for await (const part of groupArchive(app, admin, village.groupId)) parts.push(part);
  writeFileSync(archive, Buffer.concat(parts));
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
  rmSync(folder, { recursive: true, force: true });
});

test('of every table it is decided whether a group takes rows of it', async () => {
  const client = await village.owner.connect();
  const tables = (await leavingTables(client)).map(({ name }) => name);
  client.release();
  const decided = [...Object.keys(GROUP_ROWS), ...Object.keys(STAYS_WITH_ORGANISATION)];
  expect(decided.toSorted()).toEqual(tables.toSorted());
});

test('what points at something that stays is said nowhere', async () => {
  const { rows } = await village.owner.query<{ from: string; to: string; columns: string[] }>(`
    select c.conrelid::regclass::text as "from", c.confrelid::regclass::text as "to",
      array(select a.attname::text from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'org_id') as columns
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`);
  const leaving = rows.filter(({ from, to }) => from in GROUP_ROWS && to in STAYS_WITH_ORGANISATION);
  expect(leaving.length).toBeGreaterThan(0);
  for (const { from, to, columns } of leaving)
    expect(
      columns.map((column) => GROUP_BLANKS[from]?.[column]),
      `${from} to ${to}`,
    ).toContain('null');
});

test('read into an empty place the group has the same trial balance, head and photo, is proved, and goes on', async () => {
  const { ownerUrl } = await freshDatabase({ empty: true });
  const place = folderFiles(join(folder, 'there'));
  const done = await readInArchive(ownerUrl, { path: archive, migrationsDir, files: place });
  const owner = ownerPool(ownerUrl, 2);
  const app = createApp({ url: ownerUrl, files: place });
  const rows = async <Row>(text: string): Promise<Row[]> => (await owner.query(text)).rows as Row[];
  try {
    const [there, here] = [await village.owner.connect(), await owner.connect()];
    const books = await booksOf(here, village.orgId);
    expect(books).toEqual(await booksOf(there, village.orgId, village.groupId));
    expect(books).toMatchObject([{ bookId: village.bookId, lastSeq: 2 }]);
    there.release();
    here.release();
    expect(done).toMatchObject({ name: 'Roshni, Trust of the test', books: 1, files: 2 });
    expect(await verifyDatabase(owner)).toMatchObject({ books: 1, journals: 2, faults: [] });
    expect(await rows('select name, parent_group_id from groups')).toEqual([{ name: 'Roshni', parent_group_id: null }]);
    expect(await rows('select count(*)::int as n from person')).toEqual([{ n: 11 }]);
    expect(await rows('select count(*)::int as n from outside_debt')).toEqual([{ n: 1 }]);
    expect(await rows('select name_en from enterprise')).toEqual([{ name_en: 'Ours' }]);
    expect(await rows('select share_bps from enterprise_owner')).toEqual([{ share_bps: 5_000 }, { share_bps: 5_000 }]);
    expect(await rows('select source_id, payable_paise, as_now_paise from debt_payment')).toEqual([
      { source_id: null, payable_paise: null, as_now_paise: null },
    ]);
    expect(await place.get(photos.thumb)).not.toBeNull();
    expect(await place.get(photos.hers)).not.toBeNull();
    expect(await place.get(photos.theirs)).toBeNull();
    expect((await firstSecrets(owner, ownerUrl)).map(({ name }) => name)).toEqual(['Admin']);
    for (const userId of [village.admin.userId, village.bookkeeper.userId]) {
      const who = (await actorOf(app.db, userId))!;
      const context = await contextOf({ app, groupId: village.groupId }, who);
      const heldOn = userId === village.admin.userId ? '2025-07-12' : '2025-08-12';
      await must(close(app, who, ordinaryMeeting(context, heldOn)));
    }
    expect((await verifyDatabase(owner)).faults).toEqual([]);
  } finally {
    await app.close();
    await owner.end();
  }
});

test('only the administrator takes a group, and only one of her own that keeps a book', async () => {
  const { app, admin, bookkeeper, groupId } = village;
  expect((await app.do('leaving.takeGroup', bookkeeper, { groupId })).kind).toBe('refused');
  expect(await app.do('leaving.takeGroup', admin, { groupId: newId() })).toMatchObject({ code: 'groups.unknown' });
});
