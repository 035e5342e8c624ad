/** The paper behind a receipt: hung to it by whoever receives, seen by whoever sees the receipt, nobody else's picture. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import type { Actor } from '#platform/door.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { must } from '#test/village.ts';
import type { OfficerCard } from './index.server.ts';

let office: LoanOffice;
let officer: Actor;
let bookId: string;
const ON = '2025-06-12';

beforeAll(async () => {
  office = await makeLoanOffice();
  officer = await office.within('loan_officer', { kind: 'group', id: office.groupId });
  const loanId = await office.lend();
  const take = {
    ...{ collectionId: newId(), loanId, on: ON, at: `${ON}T04:30:00Z`, paise: 27_000, excessTo: null, notes: null },
    ...{ slipNo: '1', metAt: 'agreed', spot: null, shown: [] },
  };
  await must(office.app.send(officer, { id: take.collectionId, name: 'collections.take', payload: take }));
  const { rows } = await sql<{ id: string }>`select book_id as id from book where org_id = ${office.orgId}
    and body_kind = 'trust'`.execute(office.owner);
  bookId = rows[0]!.id;
});

async function photo(purpose = 'slip', who: Actor = office.accountant): Promise<string> {
  const id = newId();
  await sql`insert into file (org_id, file_id, sha256, media_type, bytes, purpose, created_by)
    values (${office.orgId}, ${id}, ${`sha of ${id}`}, 'image/png', 22, ${purpose}, ${who.userId})`.execute(
    office.owner,
  );
  return id;
}
const receive = (paise: number, photoId: string | null, who = office.accountant) => {
  const receiptId = newId();
  const of = { handOverId: null, officerId: officer.userId, bookId, on: ON, paise, toHeadId: office.cash };
  const done = office.app.do('collections.receive', who, { receiptId, ...of, reference: null, reason: null, photoId });
  return { receiptId, done };
};
const add = (receiptId: string, photoId: string, who = office.accountant) =>
  office.app.do('collections.addReceiptPhoto', who, { receiptId, photoId });
const seen = (receiptId: string, photoId: string, who = office.accountant) =>
  office.app.ask('collections.receiptPhoto', who, { receiptId, photoId });
const photosOf = async (receiptId: string) => {
  const answer = await office.app.ask<OfficerCard>('collections.officer', office.accountant, {
    userId: officer.userId,
  });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value.receipts.find((one) => one.receiptId === receiptId)?.photoIds;
};

test('a receipt carries its photo from the start, or gets it later, up to four', async () => {
  const first = await photo();
  const { receiptId, done } = receive(1_000, first);
  await must(done);
  expect(await photosOf(receiptId)).toEqual([first]);
  expect(await seen(receiptId, first)).toMatchObject({ value: { sha256: `sha of ${first}`, mediaType: 'image/png' } });
  const bare = receive(1_000, null);
  await must(bare.done);
  expect(await photosOf(bare.receiptId)).toEqual([]);
  for (let n = 0; n < 4; n += 1) await must(add(bare.receiptId, await photo()));
  expect(await photosOf(bare.receiptId)).toHaveLength(4);
  expect(await add(bare.receiptId, await photo())).toMatchObject({ code: 'collections.photos_too_many' });
  // a photo of one receipt is none of another's
  expect(await seen(bare.receiptId, first)).toMatchObject({ value: null });
});

test("no receipt by a picture that is not a slip, is somebody else's or never came: nothing is posted", async () => {
  const before = await office.balance('1040');
  for (const photoId of [newId(), await photo('person'), await photo('slip', office.admin)])
    expect(await receive(1_000, photoId).done).toMatchObject({ code: 'collections.photo_unknown' });
  expect(await office.balance('1040')).toBe(before);
});

test('the stranger sees no photo and adds none; the auditor looks and adds none; the officer neither', async () => {
  const first = await photo();
  const { receiptId, done } = receive(1_000, first);
  await must(done);
  const { auditor, stranger } = office;
  expect(await seen(receiptId, first, stranger)).toMatchObject({ value: null });
  expect(await add(receiptId, await photo(), stranger)).toMatchObject({ code: 'collections.unknown_receipt' });
  expect(await seen(receiptId, first, auditor)).toMatchObject({ value: { mediaType: 'image/png' } });
  expect(await add(receiptId, await photo(), auditor)).toMatchObject({ code: 'door.not_allowed' });
  expect(await seen(receiptId, first, officer)).toMatchObject({ code: 'door.not_allowed' });
  expect(await add(receiptId, await photo(), officer)).toMatchObject({ code: 'door.not_allowed' });
});
