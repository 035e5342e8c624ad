import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { headsOf, officeBook } from './books.server.ts';
import { body, Id } from './model.ts';

/** Tally's ledger names and the heads they are, as somebody decided once; the whole list each time. */
export const TallyMapping = z.strictObject({
  ...body,
  names: z
    .array(z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(200)), headId: Id }))
    .check(z.maxLength(3000)),
});
export type TallyMapping = z.infer<typeof TallyMapping>;

export async function saveTallyNames(tx: Tx, who: Actor, input: TallyMapping): Promise<Outcome<{ names: number }>> {
  const book = await officeBook(tx, input);
  if (!book) return refused('accounts.no_book');
  const heads = new Set((await headsOf(tx, book.bookId, tx.today)).map((head) => head.headId));
  const strange = input.names.findIndex((one) => !heads.has(one.headId));
  if (strange >= 0) return refused('accounts.head_unknown', { line: strange + 1 });
  const mapping = Object.fromEntries(input.names.map(({ name, headId }) => [name, headId]));
  await tx.db
    .insertInto('read_mapping')
    .values({
      org_id: tx.orgId,
      book_id: book.bookId,
      mapping_for: book.bookId,
      kind: 'tally',
      mapping: JSON.stringify(mapping),
      set_by: who.userId,
      set_at: tx.now,
    })
    .execute();
  return applied({ names: input.names.length });
}

export async function tallyNames(tx: Tx, { bookId }: { bookId: string }): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<{ mapping: Record<string, string> }>`select mapping from read_mapping
    where org_id = ${tx.orgId} and book_id = ${bookId} and mapping_for = ${bookId} and kind = 'tally' order by set_at desc limit 1`.execute(
    tx.db,
  );
  return rows[0]?.mapping ?? {};
}
