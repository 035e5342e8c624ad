/** Samples as working papers: the list, one with its items and ticks, and the same drawn once more. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { voucherLabel, type VoucherType } from '#domain/accounts/index.ts';
import { BODY_COLUMNS, BODY_JOINS, type BodyName } from './book-names.server.ts';
import type { Draw, Paged, Population, SampleRef, Tick } from './model.ts';
import { populationOf } from './population.server.ts';
import { drawn } from './sample.commands.server.ts';

const PAGE = 25;

export type SampleRow = {
  readonly sampleId: string;
  readonly number: number;
  readonly title: string;
  readonly population: Population;
  readonly bookId: string | null;
  /** Of the one book it was drawn from; null: of all. */
  readonly body: BodyName | null;
  readonly from: string;
  readonly to: string;
  readonly method: Draw['method'];
  readonly wanted: number;
  readonly seed: string;
  readonly populationCount: number;
  readonly populationPaise: number;
  readonly populationHash: string;
  readonly intervalPaise: number | null;
  readonly startPaise: number | null;
  readonly drawnByName: string | null;
  readonly drawnAt: Date;
  readonly items: number;
  readonly valuePaise: number;
  readonly seen: number;
  readonly differs: number;
};
type Raw = Omit<SampleRow, 'body'> & Partial<BodyName>;

const SAMPLE = sql`select s.sample_id as "sampleId", s.number, s.title, s.population, s.book_id as "bookId", s.from_on as "from", s.to_on as "to",
    s.method, s.wanted, s.seed, s.population_count as "populationCount", s.population_paise as "populationPaise",
    encode(s.population_hash, 'hex') as "populationHash", s.interval_paise as "intervalPaise", s.start_paise as "startPaise",
    u.name as "drawnByName", s.drawn_at as "drawnAt", c.items, c.value as "valuePaise", c.seen, c.differs, ${BODY_COLUMNS}
  from audit_sample s left join app_user u on u.org_id = s.org_id and u.user_id = s.drawn_by
    left join (book b ${BODY_JOINS}) on b.org_id = s.org_id and b.book_id = s.book_id
    cross join lateral (select count(*)::int as items, coalesce(sum(i.value_paise), 0)::bigint as value,
        count(*) filter (where t.mark = 'seen')::int as seen, count(*) filter (where t.mark = 'differs')::int as differs
      from audit_sample_item i left join lateral (select mark from audit_sample_tick t where t.org_id = i.org_id and t.sample_id = i.sample_id
        and t.line = i.line order by t.at_no desc limit 1) t on true
      where i.org_id = s.org_id and i.sample_id = s.sample_id) c`;

const rowOf = ({ bodyKind, bodyId, name, nameHi = null, nameUr = null, ...rest }: Raw): SampleRow => ({
  ...rest,
  body: bodyKind && bodyId && name ? { bodyKind, bodyId, name, nameHi, nameUr } : null,
});

export async function listSamples(tx: Tx, _who: Actor, { page }: Paged): Promise<{ rows: SampleRow[]; total: number }> {
  const { rows } = await sql<Raw>`${SAMPLE} where s.org_id = ${tx.orgId}
    order by s.number desc limit ${PAGE} offset ${(page - 1) * PAGE}`.execute(tx.db);
  const total = await sql<{
    n: number;
  }>`select count(*)::int as n from audit_sample where org_id = ${tx.orgId}`.execute(tx.db);
  return { rows: rows.map(rowOf), total: total.rows[0]!.n };
}

export type SampleItem = {
  readonly line: number;
  readonly bookId: string;
  readonly body: BodyName;
  readonly seq: number | null;
  readonly voucherId: string | null;
  readonly loanId: string | null;
  readonly personId: string | null;
  readonly valuePaise: number;
  readonly hits: number;
  readonly certain: boolean;
  /** The event day of a journal or voucher; when a loan was given. */
  readonly on: string | null;
  /** The code of what it was for; a voucher says more in its own words. */
  readonly narration: string | null;
  readonly voucherWords: string | null;
  readonly label: string | null;
  readonly payee: string | null;
  readonly nameEn: string | null;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly mark: Tick['mark'] | null;
  readonly differsPaise: number | null;
  readonly note: string | null;
  readonly tickedByName: string | null;
  readonly tickedAt: Date | null;
};
type RawItem = Omit<SampleItem, 'body' | 'label'> & {
  bodyKind: BodyName['bodyKind'];
  bodyId: string;
  name: string;
  bodyHi: string | null;
  bodyUr: string | null;
  voucherType: VoucherType | null;
  voucherYear: number | null;
  voucherNumber: number | null;
};
export type SampleCard = SampleRow & { readonly list: readonly SampleItem[] };

export async function oneSample(tx: Tx, _who: Actor, { sampleId }: SampleRef): Promise<SampleCard | null> {
  const { rows } = await sql<Raw>`${SAMPLE} where s.org_id = ${tx.orgId} and s.sample_id = ${sampleId}`.execute(tx.db);
  return rows[0] ? { ...rowOf(rows[0]), list: await itemsOf(tx, sampleId) } : null;
}

async function itemsOf(tx: Tx, sampleId: string): Promise<SampleItem[]> {
  const { rows } = await sql<RawItem>`
    select i.line, i.book_id as "bookId", i.seq, i.voucher_id as "voucherId", i.loan_id as "loanId",
      coalesce(i.person_id, case when l.borrower_kind = 'person' then l.borrower_id end) as "personId", i.value_paise as "valuePaise", i.hits, i.certain,
      coalesce(j.event_on, l.disbursed_on) as "on", j.narration, v.narration as "voucherWords", v.payee,
      v.type as "voucherType", vp.financial_year as "voucherYear", vp.number as "voucherNumber",
      coalesce(p.name_latin, p.name_devanagari, p.name_urdu) as "nameEn", p.name_devanagari as "nameHi", p.name_urdu as "nameUr",
      t.mark, t.differs_paise as "differsPaise", t.note, u.name as "tickedByName", t.at as "tickedAt",
      b.body_kind as "bodyKind", b.body_id as "bodyId", coalesce(g.name, o.name) as name,
      case when g.group_id is null then o.name_hi else g.name_hi end as "bodyHi", case when g.group_id is null then o.name_ur else g.name_ur end as "bodyUr"
    from audit_sample_item i join book b on b.org_id = i.org_id and b.book_id = i.book_id ${BODY_JOINS}
      left join journal j on j.org_id = i.org_id and j.book_id = i.book_id and j.seq = i.seq
      left join voucher_posted vp on vp.org_id = i.org_id and vp.book_id = i.book_id and vp.seq = i.seq
      left join voucher v on v.org_id = i.org_id and v.voucher_id = vp.voucher_id
      left join loan l on l.org_id = i.org_id and l.loan_id = i.loan_id
      left join person p on p.org_id = i.org_id
        and p.person_id = coalesce(i.person_id, case when l.borrower_kind = 'person' then l.borrower_id end)
      left join lateral (select * from audit_sample_tick t where t.org_id = i.org_id and t.sample_id = i.sample_id and t.line = i.line
        order by t.at_no desc limit 1) t on true
      left join app_user u on u.org_id = i.org_id and u.user_id = t.by_user
    where i.org_id = ${tx.orgId} and i.sample_id = ${sampleId} order by i.line`.execute(tx.db);
  return rows.map(({ bodyKind, bodyId, name, bodyHi, bodyUr, voucherType, voucherYear, voucherNumber, ...item }) => ({
    ...item,
    body: { bodyKind, bodyId, name, nameHi: bodyHi, nameUr: bodyUr },
    label: voucherNumber === null ? null : voucherLabel(voucherType!, voucherYear!, voucherNumber),
  }));
}

export type DrawnAgain = {
  /** Whether it is drawn from the very same rows as the first time. */
  readonly samePopulation: boolean;
  readonly sameItems: boolean;
  readonly count: number;
  readonly hash: string;
};

/** The same words once more, on what was known then. Null when there is no such sample. */
export async function drawnAgain(tx: Tx, who: Actor, { sampleId }: SampleRef): Promise<DrawnAgain | null> {
  const sample = await oneSample(tx, who, { sampleId });
  if (!sample) return null;
  const items = await populationOf(tx, { ...sample, knownAt: sample.drawnAt });
  const drawing = items && drawn(items, sample);
  if (!drawing) return { samePopulation: false, sameItems: false, count: 0, hash: '' };
  const wordsOf = (
    list: readonly { bookId: string; seq: number | null; voucherId: string | null; loanId: string | null }[],
  ) => list.map((item) => [item.bookId, item.seq, item.voucherId, item.loanId].join(' ')).join('\n');
  const persons = (list: readonly { personId: string | null }[]) => list.map((item) => item.personId).join(' ');
  const sameItems =
    wordsOf(drawing.drawn) === wordsOf(sample.list) &&
    (sample.population !== 'members' || persons(drawing.drawn) === persons(sample.list));
  return {
    samePopulation: drawing.hash === sample.populationHash,
    sameItems,
    count: drawing.count,
    hash: drawing.hash,
  };
}
