/** What a whole table of vouchers is understood by: every office book with its heads, funds and programmes under all their names. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import { groundOf, headsOf, officeBook, type OfficeBook } from './books.server.ts';
import { books, masters } from './masters.queries.server.ts';
import type { VoucherGround } from './voucher.rules.ts';

type Called = { readonly id: string; readonly names: readonly (string | null)[] };
export type OfficeGround = {
  readonly book: OfficeBook;
  /** Of its body; none for the trust itself. */
  readonly names: readonly (string | null)[];
  readonly heads: readonly Called[];
  readonly funds: readonly Called[];
  readonly programmes: readonly Called[];
  readonly ground: VoucherGround;
  /** Its opening balances stand already. */
  readonly isOpened: boolean;
};

export async function officeGrounds(tx: Tx): Promise<OfficeGround[]> {
  const all: OfficeGround[] = [];
  for (const card of await books(tx)) {
    const book = await officeBook(tx, card);
    if (!book) continue;
    const { funds, programmes } = await masters(tx, { bookId: book.bookId });
    const heads = await headsOf(tx, book.bookId, tx.today);
    all.push({
      book,
      names: [card.name, card.nameHi, card.nameUr],
      heads: heads.map((head) => ({ id: head.headId, names: [head.nameEn, head.nameHi, head.nameUr, head.tallyName] })),
      funds: funds.map((fund) => ({ id: fund.fundId, names: [fund.code, fund.nameEn, fund.nameHi, fund.nameUr] })),
      programmes: programmes.map((one) => ({
        id: one.programmeId,
        names: [one.code, one.nameEn, one.nameHi, one.nameUr],
      })),
      ground: await groundOf(tx, book),
      isOpened: await isOpened(tx, book.bookId),
    });
  }
  return all;
}

async function isOpened(tx: Tx, bookId: string): Promise<boolean> {
  const { rows } =
    await sql`select from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and v.purpose = 'opening' and s.state = 'posted' limit 1`.execute(
      tx.db,
    );
  return rows.length > 0;
}

export type MadeVoucher = {
  readonly voucherId: string;
  readonly bodyKind: 'trust' | 'federation' | 'centre';
  readonly bodyId: string;
  readonly purpose: string;
  readonly eventOn: string;
  readonly state: 'waiting' | 'posted' | 'sent_back' | 'reversed';
  /** Waits for a second person to be taken back. */
  readonly isBeingReversed: boolean;
  /** A bank line matched to it, an advance settled with it, a second person's yes. */
  readonly standing: string | null;
};

/** These vouchers as they stand, and what stands on them. */
export async function madeVouchers(tx: Tx, ids: readonly string[]): Promise<MadeVoucher[]> {
  const { rows } =
    await sql<MadeVoucher>`select v.voucher_id as "voucherId", b.body_kind as "bodyKind", b.body_id as "bodyId", v.purpose,
      v.event_on as "eventOn", s.state,
      exists (select from voucher r join voucher_state t on t.org_id = r.org_id and t.voucher_id = r.voucher_id
        where r.org_id = v.org_id and r.reverses_voucher_id = v.voucher_id and t.state = 'waiting') as "isBeingReversed",
      case when exists (select from voucher_decision d where d.org_id = v.org_id and d.voucher_id = v.voucher_id and d.decision = 'approved')
          then 'approved'
        when exists (select from voucher_line l join voucher_state t on t.org_id = l.org_id and t.voucher_id = l.voucher_id
          where l.org_id = v.org_id and l.settles_voucher_id = v.voucher_id and t.state in ('posted', 'waiting')
            and l.voucher_id <> all(${[...ids]}::uuid[])) then 'settled'
        when exists (select from voucher_posted p join bank_match_part m on m.org_id = p.org_id and m.book_id = p.book_id and m.seq = p.seq
          join bank_match k on k.org_id = m.org_id and k.match_id = m.match_id and k.undone_at is null
          where p.org_id = v.org_id and p.voucher_id = v.voucher_id) then 'bank'
        when v.purpose = 'opening' and exists (select from voucher o join voucher_posted p on p.org_id = o.org_id and p.voucher_id = o.voucher_id
          left join voucher_state t on t.org_id = o.org_id and t.voucher_id = o.voucher_id
          where o.org_id = v.org_id and o.book_id = v.book_id and o.purpose not in ('opening', 'reversal') and t.state = 'posted') then 'vouchers'
        end as standing
    from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
    join book b on b.org_id = v.org_id and b.book_id = v.book_id
    where v.org_id = ${tx.orgId} and v.voucher_id = any(${[...ids]}::uuid[]) order by v.event_on desc, v.voucher_id desc`.execute(
      tx.db,
    );
  return rows;
}
