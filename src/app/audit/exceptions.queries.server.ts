/** Entries an auditor looks at first. Each list is a page of journals; what makes it an exception is said beside it. */
import { sql, type RawBuilder } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { CHART } from '#domain/ledger/index.ts';
import { BODY_COLUMNS, BODY_JOINS, type BodyName } from './book-names.server.ts';
import { stretchesOf, type LimitRow, type Stretch } from './limits.rules.ts';
import { limitRows } from './limits.server.ts';
import { EXCEPTIONS, type CountExceptions, type Exception, type LimitName, type ListExceptions } from './model.ts';

export type ExceptionRow = BodyName & {
  readonly bookId: string;
  readonly seq: number;
  /** All journals of a split payment; else the one. */
  readonly seqs: readonly number[];
  readonly eventOn: IsoDate;
  readonly enteredAt: Date;
  readonly narration: string;
  readonly sourceKind: string;
  /** What moved: the debits of the journal; of a split payment its parts together. */
  readonly amountPaise: number;
  /** Days late; minute of the day in India; number of the journal taken back; how many parts. */
  readonly measure: number | null;
  readonly byName: string | null;
};

/** Where the money lies: what only moves between these is no payment to anybody. */
const MONEY = [CHART.cash, CHART.bank, CHART.fixedDeposit, CHART.cashInTransit];
const NAMES: Readonly<Record<Exception, readonly LimitName[]>> = {
  back_dated: ['back_dated_days'],
  reopened: [],
  reversed: [],
  after_hours: ['hours_from', 'hours_to'],
  round: ['round_from_paise', 'round_multiple_paise'],
  split: ['split_limit_paise', 'split_entries', 'split_share_bps'],
};

type Asked = { readonly bookId?: string; readonly from: IsoDate; readonly to: IsoDate };
type Found = RawBuilder<unknown>;
const days = (column: RawBuilder<unknown>, { from, to }: Pick<Stretch, 'from' | 'to'>) =>
  sql`${column} between ${from}::date and ${to}::date`;
const whole = (value: number) => sql.lit(Math.trunc(value));
const either = (parts: readonly Found[]): Found => sql`(${sql.join(parts, sql` or `)})`;
const booksOf = (tx: Tx, { bookId }: Asked) =>
  sql`b.org_id = ${tx.orgId} ${bookId ? sql`and b.book_id = ${bookId}` : sql``}`;
const journals = sql`from book b join journal j on j.org_id = b.org_id and j.book_id = b.book_id`;
const alone = sql`j.book_id, j.seq, array[j.seq] as seqs, null::bigint as paise, j.event_on, j.entered_at`;

/** Each gives (book_id, seq, seqs, paise or null, event_on, entered_at or null, measure). The lowest bounds stand as constants, so that partial indexes serve. */
const FINDERS: Readonly<Record<Exception, (tx: Tx, asked: Asked, stretches: readonly Stretch[]) => Found>> = {
  back_dated: (tx, asked, stretches) => sql`select ${alone}, (j.entered_on - j.event_on)::bigint as measure ${journals}
    where ${booksOf(tx, asked)} and j.entered_on - j.event_on > ${whole(Math.min(...stretches.map((one) => one.limits.back_dated_days)))}
      and ${either(stretches.map((one) => sql`(${days(sql`j.event_on`, one)} and j.entered_on - j.event_on > ${whole(one.limits.back_dated_days)})`))}`,
  reopened: (tx, asked) => sql`select ${alone}, null::bigint as measure ${journals}
    where ${booksOf(tx, asked)} and ${days(sql`j.event_on`, asked)} and exists (select from period_close c
      where c.org_id = j.org_id and c.book_id = j.book_id and c.reopened_at is not null and c.closed_to >= j.event_on and c.reopened_at <= j.entered_at)`,
  reversed: (tx, asked) => sql`select ${alone}, j.reverses_seq as measure ${journals}
    where ${booksOf(tx, asked)} and ${days(sql`j.event_on`, asked)} and j.reverses_seq is not null`,
  after_hours: (tx, asked, stretches) => sql`select ${alone}, m.minute as measure ${journals}
      cross join lateral (select extract(hour from j.entered_at at time zone 'Asia/Kolkata')::bigint * 60
        + extract(minute from j.entered_at at time zone 'Asia/Kolkata')::bigint as minute) m
    where ${booksOf(tx, asked)} and ${either(
      stretches.map(
        (one) =>
          sql`(${days(sql`j.entered_on`, one)} and (m.minute < ${whole(one.limits.hours_from)} or m.minute >= ${whole(one.limits.hours_to)}))`,
      ),
    )}`,
  round: (
    tx,
    asked,
    stretches,
  ) => sql`select p.book_id, p.seq, array[p.seq] as seqs, null::bigint as paise, p.event_on, null::timestamptz as entered_at, max(p.amount_paise) as measure
    from book b join posting p on p.org_id = b.org_id and p.book_id = b.book_id
    where ${booksOf(tx, asked)} and p.amount_paise >= ${whole(Math.max(1, Math.min(...stretches.map((one) => one.limits.round_from_paise))))}
      and ${either(
        stretches.map(
          (one) => sql`(${days(sql`p.event_on`, one)} and p.amount_paise >= ${whole(one.limits.round_from_paise)}
            and p.amount_paise % ${whole(Math.max(1, one.limits.round_multiple_paise))} = 0)`,
        ),
      )} group by p.book_id, p.seq, p.event_on`,
  split,
};

/** To one head (its party) or to one payee on one day: each part below the limit and not far below it, together above it. */
function split(tx: Tx, asked: Asked, stretches: readonly Stretch[]): Found {
  const part = (one: Stretch, amount: Found) => {
    const { split_limit_paise: limit, split_share_bps: share } = one.limits;
    return sql`${amount} >= ${whole(Math.max(1, Math.ceil((limit * share) / 10_000)))} and ${amount} < ${whole(limit)}`;
  };
  const enough = (one: Stretch, amount: Found) =>
    sql`having count(distinct j.seq) >= ${whole(Math.max(2, one.limits.split_entries))} and sum(${amount}) >= ${whole(one.limits.split_limit_paise)}`;
  const not = sql`j.reverses_seq is null and not exists (select from journal r
    where r.org_id = j.org_id and r.book_id = j.book_id and r.reverses_seq = j.seq)`;
  const parts = stretches.flatMap((one) => [
    sql`select p.book_id, p.event_on, array_agg(distinct p.seq) as seqs, sum(p.amount_paise)::bigint as paise
      from book b join posting p on p.org_id = b.org_id and p.book_id = b.book_id
        join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
      where ${booksOf(tx, asked)} and ${days(sql`p.event_on`, one)} and ${part(one, sql`p.amount_paise`)} and p.account <> all(${MONEY}::text[]) and ${not}
      group by p.book_id, p.event_on, p.account, p.party_id ${enough(one, sql`p.amount_paise`)}`,
    sql`select j.book_id, d.event_on, array_agg(distinct j.seq) as seqs, sum(v.amount_paise)::bigint as paise
      from book b join voucher_posted d on d.org_id = b.org_id and d.book_id = b.book_id
        join voucher v on v.org_id = d.org_id and v.voucher_id = d.voucher_id
        join journal j on j.org_id = d.org_id and j.book_id = d.book_id and j.seq = d.seq
      where ${booksOf(tx, asked)} and ${days(sql`d.event_on`, one)} and v.type = 'payment' and v.payee is not null
        and ${part(one, sql`v.amount_paise`)} and ${not}
      group by j.book_id, d.event_on, lower(btrim(v.payee)) ${enough(one, sql`v.amount_paise`)}`,
  ]);
  return sql`select f.book_id, f.seqs[1] as seq, f.seqs, max(f.paise) as paise, f.event_on, null::timestamptz as entered_at, cardinality(f.seqs)::bigint as measure
    from (${sql.join(parts, sql` union all `)}) f group by f.book_id, f.seqs, f.event_on`;
}

type Wanted = { readonly kind: Exception; readonly asked: Asked; readonly limits: readonly LimitRow[] };
const found = (tx: Tx, { kind, asked, limits }: Wanted): Found =>
  FINDERS[kind](tx, asked, stretchesOf(limits, { names: NAMES[kind], from: asked.from, to: asked.to }));

/** The newest first; of a split payment its first journal leads. */
export async function listExceptions(
  tx: Tx,
  _who: Actor,
  { kind, page, size, ...asked }: ListExceptions,
): Promise<{ rows: ExceptionRow[]; total: number }> {
  if (asked.to < asked.from) return { rows: [], total: 0 };
  const inOrder = kind === 'after_hours' ? sql`f.entered_at desc` : sql`f.event_on desc`;
  const { rows } = await sql<ExceptionRow & { total: number }>`
    with found as materialized (${found(tx, { kind, asked, limits: await limitRows(tx) })}),
    shown as (select f.*, count(*) over ()::int as total from found f
      order by ${inOrder}, f.book_id, f.seq desc limit ${size} offset ${(page - 1) * size})
    select j.book_id as "bookId", j.seq, f.seqs, j.event_on as "eventOn", j.entered_at as "enteredAt", j.narration, j.source_kind as "sourceKind",
      coalesce(f.paise, (select coalesce(sum(p.amount_paise), 0) from posting p where p.org_id = j.org_id and p.book_id = j.book_id
        and p.seq = j.seq and p.amount_paise > 0))::bigint as "amountPaise", f.measure, u.name as "byName", f.total, ${BODY_COLUMNS}
    from shown f join journal j on j.org_id = ${tx.orgId} and j.book_id = f.book_id and j.seq = f.seq
      join book b on b.org_id = j.org_id and b.book_id = j.book_id ${BODY_JOINS}
      left join command c on c.org_id = j.org_id and c.command_id = j.command_id
      left join app_user u on u.org_id = c.org_id and u.user_id = c.user_id
    order by ${inOrder}, f.book_id, f.seq desc`.execute(tx.db);
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export async function countExceptions(
  tx: Tx,
  _who: Actor,
  asked: CountExceptions,
): Promise<Readonly<Record<Exception, number>>> {
  const counts = Object.fromEntries(EXCEPTIONS.map((kind) => [kind, 0])) as Record<Exception, number>;
  if (asked.to < asked.from) return counts;
  const limits = await limitRows(tx);
  for (const kind of EXCEPTIONS) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from (${found(tx, { kind, asked, limits })}) f`.execute(tx.db);
    counts[kind] = rows[0]!.n;
  }
  return counts;
}
