/** Vouchers with their bills and meetings with their minutes, as the pack writes them down. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { voucherLabel, type VoucherType } from '#domain/accounts/index.ts';
import type { MeetingSheet } from '#domain/meetings/index.ts';
import type { MinutesOf, VouchersOf } from './model.ts';

export type KeptPicture = { readonly sha256: string; readonly mediaType: string };
export type PackVoucher = {
  readonly voucherId: string;
  readonly eventOn: IsoDate;
  readonly label: string | null;
  readonly type: VoucherType;
  readonly narration: string;
  readonly payee: string | null;
  readonly reference: string | null;
  readonly amountPaise: number;
  readonly state: 'posted' | 'waiting' | 'sent_back' | 'reversed';
  readonly madeBy: string | null;
  readonly checkedBy: string | null;
  readonly bills: readonly KeptPicture[];
};
type Raw = Omit<PackVoucher, 'label'> & { year: number | null; number: number | null };
const PAGE = 500;

/** In the order of their days, {@link PAGE} at a time; `next` is null behind the last. */
export async function vouchersOfYear(
  tx: Tx,
  _who: Actor,
  { bookId, from, to, after }: VouchersOf,
): Promise<{ rows: PackVoucher[]; next: string | null }> {
  const { rows } = await sql<Raw>`
    select v.voucher_id as "voucherId", v.event_on as "eventOn", v.type, v.narration, v.payee, v.reference, v.amount_paise as "amountPaise",
      s.state, s.financial_year as year, s.number, mu.name as "madeBy", du.name as "checkedBy",
      coalesce((select jsonb_agg(jsonb_build_object('sha256', f.sha256, 'mediaType', f.media_type) order by b.added_at, b.file_id)
        from voucher_bill b join file f on f.org_id = b.org_id and f.file_id = b.file_id
        where b.org_id = v.org_id and b.voucher_id = v.voucher_id), '[]') as bills
    from voucher v join voucher_state s on s.org_id = v.org_id and s.voucher_id = v.voucher_id
      left join voucher_decision d on d.org_id = v.org_id and d.voucher_id = v.voucher_id
      left join app_user mu on mu.org_id = v.org_id and mu.user_id = v.made_by
      left join app_user du on du.org_id = v.org_id and du.user_id = d.decided_by
    where v.org_id = ${tx.orgId} and v.book_id = ${bookId} and v.event_on between ${from}::date and ${to}::date
      ${after ? sql`and (v.event_on, v.voucher_id) > (select a.event_on, a.voucher_id from voucher a where a.org_id = ${tx.orgId} and a.voucher_id = ${after})` : sql``}
    order by v.event_on, v.voucher_id limit ${PAGE}`.execute(tx.db);
  const made = rows.map(({ year, number, ...row }) => ({
    ...row,
    label: year === null || number === null ? null : voucherLabel(row.type, year, number),
  }));
  return { rows: made, next: rows.length < PAGE ? null : rows.at(-1)!.voucherId };
}

type ThreeNames = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
export type PackMeeting = {
  readonly meetingId: string;
  readonly heldOn: IsoDate;
  readonly kind: string;
  readonly state: string;
  readonly present: number;
  readonly members: number;
  readonly closingCashPaise: number;
  readonly recordedBy: string | null;
  readonly minutes: MeetingSheet['minutes'] | null;
  readonly confirmedBy: readonly ThreeNames[];
  /** Of the page of the minutes book, of the ruled page it was entered from. */
  readonly pages: readonly KeptPicture[];
};

/** Every meeting of a group in these days, the first first: some dozens a year. */
export async function minutesOfYear(tx: Tx, _who: Actor, { groupId, from, to }: MinutesOf): Promise<PackMeeting[]> {
  const { rows } = await sql<PackMeeting>`
    select m.meeting_id as "meetingId", m.held_on as "heldOn", m.kind, m.state, m.present_count as present, m.member_count as members,
      m.closing_cash_paise as "closingCashPaise", u.name as "recordedBy", m.sheet -> 'minutes' as minutes,
      coalesce((select jsonb_agg(jsonb_build_object('en', coalesce(p.name_latin, p.name_devanagari, p.name_urdu), 'hi', p.name_devanagari, 'ur', p.name_urdu) order by c.place)
        from jsonb_array_elements(m.sheet -> 'confirmations') with ordinality c(said, place)
        join person p on p.org_id = m.org_id and p.person_id::text = c.said ->> 'personId'), '[]') as "confirmedBy",
      coalesce((select jsonb_agg(jsonb_build_object('sha256', f.sha256, 'mediaType', f.media_type) order by f.created_at, f.file_id) from file f
        where f.org_id = m.org_id and f.file_id::text in (m.sheet -> 'minutes' ->> 'pagePhotoId', m.sheet ->> 'paperPhotoId')), '[]') as pages
    from meeting m left join app_user u on u.org_id = m.org_id and u.user_id = m.recorded_by
    where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.held_on between ${from}::date and ${to}::date
    order by m.held_on, m.entered_at`.execute(tx.db);
  return rows;
}
