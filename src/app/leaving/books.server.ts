/** The books as heads, trial balances and tables for a spreadsheet. */
import type pg from 'pg';
import type { ArchiveBook } from './archive.ts';

/** Every book of the organisation, or that of one group, with the head of its chain and its trial balance, from the postings themselves. */
export async function booksOf(
  client: pg.ClientBase,
  orgId: string,
  groupId: string | null = null,
): Promise<ArchiveBook[]> {
  const { rows } = await client.query<ArchiveBook>(
    `select b.book_id as "bookId", b.body_kind as "bodyKind", b.body_id as "bodyId", b.last_seq as "lastSeq", encode(b.head_hash, 'hex') as "headHash",
       coalesce((select json_agg(json_build_object('account', account, 'paise', paise) order by account) from (
         select account, sum(amount_paise)::bigint as paise from posting p where p.org_id = b.org_id and p.book_id = b.book_id group by 1) t), '[]') as balances
     from book b where b.org_id = $1 and ($2::uuid is null or b.book_id = (select book_id from groups where org_id = $1 and group_id = $2)) order by b.book_id`,
    [orgId, groupId],
  );
  return rows;
}

const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  // a sheet must not take somebody's words for a formula
  const plain = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
const line = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`;
const rupees = (paise: number): string =>
  `${paise < 0 ? '-' : ''}${Math.trunc(Math.abs(paise) / 100)}.${String(Math.abs(paise) % 100).padStart(2, '0')}`;

export async function* balancesCsv(client: pg.ClientBase, { balances }: ArchiveBook): AsyncGenerator<Buffer> {
  const { rows } = await client.query<{ code: string; name: string }>('select code, name_en as name from account');
  const names = new Map(rows.map((row) => [row.code, row.name]));
  const body = balances.map(({ account, paise }) => [
    account,
    names.get(account) ?? '',
    paise > 0 ? Number(rupees(paise)) : '',
    paise < 0 ? Number(rupees(-paise)) : '',
  ]);
  yield Buffer.from([line(['account', 'name', 'debit', 'credit']), ...body.map(line)].join(''));
}

type Posting = readonly [number, string, string, string, string, number, string | null, string | null, string];

export async function* journalsCsv(client: pg.ClientBase, orgId: string, bookId: string): AsyncGenerator<Buffer> {
  yield Buffer.from(line(['journal', 'date', 'entered', 'narration', 'account', 'rupees', 'party', 'item', 'hash']));
  await client.query(
    `declare leaving_book no scroll cursor for select json_build_array(j.seq, j.event_on, j.entered_at, j.narration, p.account, p.amount_paise,
       nullif(p.party_id, '00000000-0000-0000-0000-000000000000'), nullif(p.item_id, '00000000-0000-0000-0000-000000000000'), encode(j.hash, 'hex')) as row
     from journal j join posting p on p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq
     where j.org_id = '${orgId}'::uuid and j.book_id = '${bookId}'::uuid order by j.seq, p.line`,
  );
  for (;;) {
    const { rows } = await client.query<{ row: Posting }>('fetch 1000 from leaving_book');
    if (rows.length === 0) break;
    const lines = rows.map(({ row: [seq, on, at, narration, account, paise, ...rest] }) =>
      line([seq, on, at, narration, account, Number(rupees(paise)), ...rest]),
    );
    yield Buffer.from(lines.join(''));
  }
  await client.query('close leaving_book');
}
