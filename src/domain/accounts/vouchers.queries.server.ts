/** Vouchers as screens show them: lists in pages, one with its whole history; and as commands take them up again. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type * as z from 'zod/mini';
import type { VoucherLine, VoucherType, VoucherWords } from './model.ts';
import type { VoucherAfter, VoucherFilter } from './queries.model.ts';
import type { Draft, Purpose } from './voucher-post.server.ts';
import { voucherLabel } from './voucher.rules.ts';

export type VoucherRow = {
  readonly voucherId: string;
  readonly type: VoucherType;
  readonly purpose: Purpose;
  readonly state: 'posted' | 'waiting' | 'sent_back' | 'reversed';
  readonly label: string | null;
  readonly number: number | null;
  readonly financialYear: number | null;
  readonly eventOn: IsoDate;
  readonly amountPaise: number;
  readonly narration: string;
  readonly payee: string | null;
  readonly partyHeadId: string | null;
  readonly mode: VoucherWords['mode'] | null;
  readonly reference: string | null;
  readonly bills: number;
  readonly madeBy: string;
  readonly madeAt: Date;
};
const labelled = <R extends Omit<VoucherRow, 'label'>>(row: R) => ({
  ...row,
  label: row.number === null ? null : voucherLabel(row.type, row.financialYear!, row.number),
});

const columns = sql`v.voucher_id as "voucherId", v.type, v.purpose, s.state, s.number, s.financial_year as "financialYear",
  v.event_on as "eventOn", v.amount_paise as "amountPaise", v.narration, v.payee, v.party_head_id as "partyHeadId", v.mode, v.reference,
  v.made_by as "madeBy", v.made_at as "madeAt"`;

export type VoucherPage = { readonly rows: readonly VoucherRow[]; readonly next: z.infer<typeof VoucherAfter> | null };

export async function vouchers(
  tx: Tx,
  ask: Omit<VoucherFilter, 'bodyKind' | 'bodyId'> & { bookId: string },
): Promise<VoucherPage> {
  const limit = ask.limit ?? 50;
  const text = ask.text?.trim() ? `%${ask.text.trim().replace(/[%_\\]/g, '\\$&')}%` : null;
  const lineHas = (column: 'head_id' | 'fund_id' | 'programme_id', id: string | undefined) =>
    id
      ? sql`and exists (select from voucher_line l where l.org_id = v.org_id and l.voucher_id = v.voucher_id and l.${sql.raw(column)} = ${id})`
      : sql``;
  const { rows } = await sql<Omit<VoucherRow, 'label'>>`
    select ${columns}, (select count(*) from voucher_bill b where b.org_id = v.org_id and b.voucher_id = v.voucher_id) as bills
    from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
    where v.org_id = ${tx.orgId} and v.book_id = ${ask.bookId}
      and (${ask.state ?? null}::text is null or s.state = ${ask.state ?? null})
      and (${ask.type ?? null}::text is null or v.type = ${ask.type ?? null})
      and v.event_on >= ${ask.from ?? '-infinity'}::date and v.event_on <= ${ask.to ?? 'infinity'}::date
      and (${text}::text is null or v.narration ilike ${text} or v.payee ilike ${text} or v.reference ilike ${text})
      ${lineHas('head_id', ask.headId)} ${lineHas('fund_id', ask.fundId)} ${lineHas('programme_id', ask.programmeId)}
      ${ask.after ? sql`and (v.event_on, v.voucher_id) < (${ask.after.eventOn}::date, ${ask.after.voucherId}::uuid)` : sql``}
    order by v.event_on desc, v.voucher_id desc limit ${limit + 1}`.execute(tx.db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(labelled),
    next: rows.length > limit && last ? { eventOn: last.eventOn, voucherId: last.voucherId } : null,
  };
}

export type VoucherEvent = {
  readonly kind: 'made' | 'approved' | 'sent_back' | 'posted' | 'bill' | 'reversed';
  readonly at: Date | IsoDate;
  readonly by: string | null;
  readonly byName: string | null;
  readonly reason: string | null;
};
export type VoucherCard = VoucherRow & {
  readonly seq: number | null;
  readonly lines: readonly (Required<VoucherLine> & { readonly account: string })[];
  readonly billFileIds: readonly string[];
  readonly history: readonly VoucherEvent[];
  readonly reversesVoucherId: string | null;
  readonly reversedBy: string | null;
};

async function linesOf(tx: Tx, voucherId: string) {
  const { rows } = await sql<VoucherCard['lines'][number]>`
    select l.head_id as "headId", l.amount_paise as "amountPaise", l.fund_id as "fundId", l.programme_id as "programmeId",
      l.district_id as "districtId", l.settles_voucher_id as "settlesVoucherId", l.note, h.account
    from voucher_line l join account_head h on h.org_id = l.org_id and h.head_id = l.head_id
    where l.org_id = ${tx.orgId} and l.voucher_id = ${voucherId} order by l.line`.execute(tx.db);
  return rows;
}

/** Everything about one voucher; null when this book has none of that id. */
export async function voucherOf(
  tx: Tx,
  { bookId, voucherId }: { bookId: string; voucherId: string },
): Promise<VoucherCard | null> {
  const { rows } = await sql<Omit<VoucherCard, 'label' | 'lines' | 'billFileIds' | 'history'>>`
    select ${columns}, s.seq, v.reverses_voucher_id as "reversesVoucherId", s.reversed_by as "reversedBy",
      (select count(*) from voucher_bill b where b.org_id = v.org_id and b.voucher_id = v.voucher_id) as bills
    from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and v.voucher_id = ${voucherId}`.execute(tx.db);
  const row = rows[0];
  if (!row) return null;
  const { rows: history } = await sql<VoucherEvent & { readonly fileId: string | null }>`
    select e.kind, e.at, e.by, u.name as "byName", e.reason, e.file_id as "fileId" from (
      select 'made' as kind, v.made_at as at, v.made_by as by, null::text as reason, null::uuid as file_id, 1 as step from voucher v
        where v.org_id = ${tx.orgId} and v.voucher_id = ${voucherId}
      union all select d.decision, d.decided_at, d.decided_by, d.reason, null, 2 from voucher_decision d
        where d.org_id = ${tx.orgId} and d.voucher_id = ${voucherId}
      union all select 'posted', j.entered_at, null, null, null, 3 from voucher_posted p
        join journal j on j.org_id = p.org_id and j.book_id = p.book_id and j.seq = p.seq
        where p.org_id = ${tx.orgId} and p.voucher_id = ${voucherId}
      union all select 'bill', b.added_at, b.added_by, null, b.file_id, 4 from voucher_bill b
        where b.org_id = ${tx.orgId} and b.voucher_id = ${voucherId}
      union all select 'reversed', r.made_at, r.made_by, r.narration, null, 5 from voucher r
        join voucher_posted rp on rp.org_id = r.org_id and rp.voucher_id = r.voucher_id
        where r.org_id = ${tx.orgId} and r.reverses_voucher_id = ${voucherId}) e
    left join app_user u on u.org_id = ${tx.orgId} and u.user_id = e.by
    order by e.at, e.step`.execute(tx.db);
  return {
    ...labelled(row),
    lines: await linesOf(tx, voucherId),
    billFileIds: history.flatMap((event) => (event.fileId ? [event.fileId] : [])),
    history: history.map(({ fileId: _file, ...event }) => event),
  };
}

export type BillKind = { readonly fileId: string; readonly mediaType: string; readonly addedAt: Date };

/** The bills kept with a voucher, the first one first. */
export async function billsOf(
  tx: Tx,
  { bookId, voucherId }: { bookId: string; voucherId: string },
): Promise<BillKind[]> {
  const { rows } =
    await sql<BillKind>`select b.file_id as "fileId", f.media_type as "mediaType", b.added_at as "addedAt"
    from voucher v join voucher_bill b on b.org_id = v.org_id and b.voucher_id = v.voucher_id
    join file f on f.org_id = b.org_id and f.file_id = b.file_id
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and v.voucher_id = ${voucherId} order by b.added_at, b.file_id`.execute(
      tx.db,
    );
  return rows;
}

/** One bill of a voucher of this book; null when it has none of that id. */
export async function billOf(
  tx: Tx,
  { bookId, voucherId, fileId }: { bookId: string; voucherId: string; fileId: string },
): Promise<{ readonly sha256: string; readonly mediaType: string } | null> {
  const { rows } = await sql<{ sha256: string; mediaType: string }>`select f.sha256, f.media_type as "mediaType"
    from voucher v join voucher_bill b on b.org_id = v.org_id and b.voucher_id = v.voucher_id
    join file f on f.org_id = b.org_id and f.file_id = b.file_id
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and v.voucher_id = ${voucherId} and b.file_id = ${fileId}`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}

/** A stored voucher as the draft it was made from. */
export async function draftOfVoucher(
  tx: Tx,
  bookId: string,
  voucherId: string,
): Promise<{ readonly draft: Draft; readonly madeBy: string } | null> {
  const { rows } = await sql<Omit<Draft, 'lines'> & { madeBy: string }>`
    select voucher_id as "voucherId", type, purpose, event_on as "eventOn", narration, payee, party_head_id as "partyHeadId", mode, reference,
      reverses_voucher_id as "reversesVoucherId", made_by as "madeBy"
    from voucher where org_id = ${tx.orgId} and book_id = ${bookId} and voucher_id = ${voucherId}`.execute(tx.db);
  if (!rows[0]) return null;
  const { madeBy, ...voucher } = rows[0];
  const lines = (await linesOf(tx, voucherId)).map(({ account: _account, ...line }) => line);
  return { draft: { ...voucher, lines }, madeBy };
}

export type Template = {
  readonly templateId: string;
  readonly title: string;
  readonly voucher: VoucherWords;
  readonly everyMonths: number;
  readonly firstOn: IsoDate;
  readonly untilOn: IsoDate | null;
  readonly stoppedOn: IsoDate | null;
  /** Due days that have their voucher. */
  readonly made: readonly IsoDate[];
};

export async function templatesOf(tx: Tx, { bookId }: { bookId: string }): Promise<Template[]> {
  const { rows } =
    await sql<Template>`select t.template_id as "templateId", t.title, t.voucher, t.every_months as "everyMonths",
      t.first_on as "firstOn", t.until_on as "untilOn", t.stopped_on as "stoppedOn",
      coalesce((select array_agg(r.due_on::text order by r.due_on) from voucher_recurrence r
        where r.org_id = t.org_id and r.template_id = t.template_id), '{}') as made
    from voucher_template t where t.org_id = ${tx.orgId} and t.book_id = ${bookId} order by t.made_at, t.template_id`.execute(
      tx.db,
    );
  return rows;
}
