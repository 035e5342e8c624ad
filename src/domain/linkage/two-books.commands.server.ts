import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome } from '#platform/outcomes.ts';
import { tellGroupLater } from '#domain/loans/index.server.ts';
import type { Agreement, TellLater } from './two-books.model.ts';
import { twoBooks } from './two-books.queries.server.ts';

/**
 * A remark of a person about a difference of a day; it stands while the difference is that one.
 * @returns refused `linkage.no_two_books` | `linkage.future` | `linkage.no_difference` | `linkage.other_difference` {differencePaise} | `linkage.taken`
 */
export async function agree(tx: Tx, who: Actor, input: Agreement): Promise<Outcome<{ remarkId: string }>> {
  const { groupId, lenderBookId, on } = input;
  if (on > tx.today) return refused('linkage.future', { today: tx.today });
  const page = await twoBooks(tx, { groupId, lenderBookId, on });
  if (!page || page.differencePaise === null) return refused('linkage.no_two_books');
  const { differencePaise } = page;
  if (differencePaise === 0) return refused('linkage.no_difference');
  if (differencePaise !== input.differencePaise) return refused('linkage.other_difference', { differencePaise });
  const { rows } =
    await sql`insert into difference_remark (org_id, remark_id, group_id, lender_book_id, on_date, difference_paise, remark,
      agreed_by, entered_by, entered_at)
    values (${tx.orgId}, ${input.remarkId}, ${groupId}, ${lenderBookId}, ${on}, ${differencePaise}, ${input.remark}, ${input.agreedBy},
      ${who.userId}, ${tx.now}) on conflict (org_id, remark_id) do nothing returning remark_id`.execute(tx.db);
  return rows.length > 0 ? applied({ remarkId: input.remarkId }) : refused('linkage.taken');
}

/**
 * What only the lender wrote comes into the group's book, with what belongs to the same event. An event the group booked at a meeting is
 * paired with it and told no second time.
 * @returns refused `linkage.no_two_books` | `linkage.in_both_books`, and what the loans module refuses: the group's bank, its balance, the office's head
 */
export async function tellLater(tx: Tx, who: Actor, input: TellLater): Promise<Outcome<{ events: number }>> {
  const { groupId, lenderBookId, loanId, eventId, groupBankId } = input;
  const page = await twoBooks(tx, { groupId, lenderBookId });
  if (!page) return refused('linkage.no_two_books');
  if (!page.untold.some((one) => one.loanId === loanId && one.eventId === eventId))
    return refused('linkage.in_both_books');
  const done = await tellGroupLater(tx, who, { groupId, loanId, eventId, groupBankId });
  return done.kind === 'applied' ? applied({ events: done.receipt.told.length }) : done;
}
