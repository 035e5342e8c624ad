/** The books in other programs' words: Tally's XML for a period, a plain-text journal of one book or of all. */
import { sql } from 'kysely';
import { NO_ID } from '#domain/ledger/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { groupsOf, headsOf } from './books.server.ts';
import { hledgerText, plainAccount, type PlainJournal } from './hledger.rules.ts';
import type { VoucherType } from './model.ts';
import { dailyTotals, tallyMasters, tallyVouchers, type TallyVoucher } from './tally.rules.ts';
import { voucherLabel } from './voucher.rules.ts';

export type TallyExport = {
  /** Imported first. */
  readonly mastersXml: string;
  readonly vouchersXml: string;
  readonly vouchers: number;
};
type LineRow = {
  voucherId: string;
  type: VoucherType;
  on: IsoDate;
  year: number;
  number: number;
  reference: string | null;
  payee: string | null;
  partyHeadId: string | null;
  narration: string;
  headId: string;
  amountPaise: number;
  fund: string | null;
  programme: string | null;
};

/** Names are single in Tally: a second of the same name bears its account's code behind it. */
function singleNames(heads: readonly { headId: string; tallyName: string; account: string }[]): Map<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    heads.map((head) => {
      const count = (taken.get(head.tallyName.toLowerCase()) ?? 0) + 1;
      taken.set(head.tallyName.toLowerCase(), count);
      const name =
        count === 1 ? head.tallyName : `${head.tallyName} (${head.account}${count > 2 ? `-${count - 1}` : ''})`;
      return [head.headId, name];
    }),
  );
}

/** Masters with their opening balances, and every voucher of the period under an id that never changes. */
export async function tallyExport(
  tx: Tx,
  {
    bookId,
    from,
    to,
    detail,
    company,
  }: { bookId: string; from: IsoDate; to: IsoDate; detail: 'full' | 'daily'; company: string },
): Promise<TallyExport> {
  // names as they are today: Tally knows one name at a time, and an older one would make a second ledger
  const heads = await headsOf(tx, bookId, tx.today);
  const groups = await groupsOf(tx, bookId, tx.today);
  const names = singleNames(heads);
  const lines = await tallyLines(tx, { bookId, from, to });
  const { rows: openings } = await sql<{
    headId: string;
    paise: number;
  }>`select l.head_id as "headId", sum(l.amount_paise) as paise
    from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id and s.state = 'posted'
    join voucher_line l on l.org_id = v.org_id and l.voucher_id = v.voucher_id
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and v.purpose = 'opening' group by 1`.execute(tx.db);
  const opening = new Map(openings.map((row) => [row.headId, row.paise]));
  const groupById = new Map(groups.map((group) => [group.groupId, group]));
  const vouchers = new Map<string, TallyVoucher & { entries: TallyVoucher['entries'][number][] }>();
  for (const line of lines) {
    const so = vouchers.get(line.voucherId) ?? {
      remoteId: line.voucherId,
      type: line.type,
      on: line.on,
      number: voucherLabel(line.type, line.year, line.number),
      reference: line.reference,
      party: line.partyHeadId ? (names.get(line.partyHeadId) ?? null) : null,
      narration: line.payee ? `${line.payee}: ${line.narration}` : line.narration,
      entries: [],
    };
    // one allocation a line: the fund is the cost centre where there is one, the programme otherwise
    const costCentres = [line.fund ?? line.programme].filter((name) => name !== null);
    so.entries.push({ ledger: names.get(line.headId)!, amountPaise: line.amountPaise, costCentres });
    vouchers.set(line.voucherId, so);
  }
  const list = [...vouchers.values()];
  const shown = detail === 'daily' ? dailyTotals(list, bookId) : list;
  const costCentres = [...new Set(lines.flatMap((line) => [line.fund ?? line.programme]))]
    .filter((name) => name !== null)
    .sort();
  return {
    mastersXml: tallyMasters(company, {
      groups: groups.map((group) => ({
        name: group.tallyName,
        parent: group.parentGroupId ? (groupById.get(group.parentGroupId)?.tallyName ?? '') : '',
      })),
      heads: heads.map((head) => ({
        name: names.get(head.headId)!,
        parent: groupById.get(head.groupId)?.tallyName ?? 'Suspense A/c',
        openingPaise: opening.get(head.headId) ?? 0,
      })),
      costCentres: detail === 'daily' ? [] : costCentres,
    }),
    vouchersXml: tallyVouchers(company, shown),
    vouchers: shown.length,
  };
}

async function tallyLines(
  tx: Tx,
  { bookId, from, to }: { bookId: string; from: IsoDate; to: IsoDate },
): Promise<LineRow[]> {
  const { rows } =
    await sql<LineRow>`select v.voucher_id as "voucherId", v.type, v.event_on as on, p.financial_year as year, p.number,
      v.reference, v.payee, v.party_head_id as "partyHeadId", v.narration, l.head_id as "headId", l.amount_paise as "amountPaise",
      f.code as fund, g.code as programme
    from voucher_posted p join voucher v on v.org_id = p.org_id and v.voucher_id = p.voucher_id and v.purpose <> 'opening'
    join voucher_line l on l.org_id = v.org_id and l.voucher_id = v.voucher_id
    left join fund f on f.org_id = l.org_id and f.fund_id = l.fund_id
    left join programme g on g.org_id = l.org_id and g.programme_id = l.programme_id
    where p.org_id = ${tx.orgId} and p.book_id = ${bookId} and p.event_on >= ${from}::date and p.event_on <= ${to}::date
    order by p.event_on, p.seq, l.line`.execute(tx.db);
  return rows;
}

type JournalRow = {
  bookId: string;
  seq: number;
  on: IsoDate;
  words: string;
  label: string | null;
  postings: readonly { account: string; name: string; party: string | null; partyId: string; paise: number }[];
};

/** Any book of this organisation, or all: members stand as the last signs of their id, since a journal leaves the house. */
export async function hledger(
  tx: Tx,
  { bookId, title }: { bookId: string | null; title: string },
): Promise<{ text: string; journals: number }> {
  const { rows } = await sql<JournalRow>`
    select j.book_id as "bookId", j.seq, j.event_on as on, coalesce(v.narration, j.narration) as words,
      case when d.number is not null then d.financial_year || '/' || d.number end as label,
      (select json_agg(json_build_object('account', p.account, 'name', a.name_en, 'partyId', p.party_id, 'paise', p.amount_paise,
          'party', (select n.name_en from account_name n where n.org_id = p.org_id and n.named_id = p.party_id
            order by n.from_on desc, n.entered_at desc limit 1)) order by p.line)
        from posting p join account a on a.code = p.account where p.org_id = j.org_id and p.book_id = j.book_id and p.seq = j.seq) as postings
    from journal j
    left join voucher_posted d on d.org_id = j.org_id and d.book_id = j.book_id and d.seq = j.seq
    left join voucher v on v.org_id = d.org_id and v.voucher_id = d.voucher_id
    where j.org_id = ${tx.orgId} and (${bookId}::uuid is null or j.book_id = ${bookId}::uuid)
    order by j.event_on, j.book_id, j.seq`.execute(tx.db);
  const journals = rows.map((row): PlainJournal => ({
    on: row.on,
    code: `${bookId ? '' : `${row.bookId.slice(-6)}-`}${row.label ?? row.seq}`,
    words: row.words,
    postings: row.postings.map(({ account, name, party, partyId, paise }) => ({
      account: plainAccount(
        account,
        name,
        ...(partyId === NO_ID ? [] : [party ? `${party} ${partyId.slice(-4)}` : partyId.slice(-12)]),
      ),
      amountPaise: paise,
    })),
  }));
  return { text: hledgerText(title, journals), journals: journals.length };
}
