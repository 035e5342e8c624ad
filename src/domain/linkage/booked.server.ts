/** Money from outside as the meetings of a group booked it. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { bookedOf, type BookedAll, type BookLine, type BookMove } from './booked.rules.ts';

type As = Pick<BookMove, 'kept' | 'kind'>;
/** By the heads of a meeting and the funds of a cut-off sheet. */
const HEADS: Readonly<Record<string, As>> = {
  revolving_fund: { kept: 'revolving_fund', kind: 'came' },
  cif_loan: { kept: 'cif', kind: 'came' },
  cif_repaid: { kept: 'cif', kind: 'paid' },
  vrf_loan: { kept: 'vrf', kind: 'came' },
  vrf_repaid: { kept: 'vrf', kind: 'paid' },
  bank_loan: { kept: 'bank', kind: 'came' },
  bank_loan_principal: { kept: 'bank', kind: 'paid' },
  bank_loan_interest: { kept: 'bank', kind: 'interest' },
  // one head for both kinds of federation money: laid to one of them below
  federation_interest: { kept: 'cif', kind: 'interest' },
};

/**
 * Lines of closed meetings, each as its last correction left it and on the day it happened; a meeting that was taken back says nothing.
 * The books are made of these lines and hold them by account alone.
 */
async function movesOf(tx: Tx, groupId: string, on: IsoDate): Promise<BookMove[]> {
  const heads = Object.keys(HEADS);
  const { rows } = await sql<{ on: IsoDate; head: string; paise: number; opening: boolean }>`
    with m as materialized (
      select meeting_id, kind, held_on, entered_at, sheet from meeting
      where org_id = ${tx.orgId} and group_id = ${groupId} and state = 'closed' and journal_seq is not null and held_on <= ${on}::date),
    put_right as (
      select distinct on (meeting_id, head, party) (x ->> 'reversesMeetingId')::uuid as meeting_id, x ->> 'head' as head,
        x ->> 'partyId' as party, (x ->> 'nowPaise')::bigint as paise
      from m cross join lateral jsonb_array_elements(m.sheet -> 'corrections') with ordinality e(x, no)
      where x ->> 'part' in ('receipt', 'payment') and x ->> 'head' = any(${heads}::text[])
      order by 1, 2, 3, m.held_on desc, m.entered_at desc, no desc),
    written as (
      select m.meeting_id, m.held_on, x ->> 'head' as head, x ->> 'partyId' as party, (x ->> 'amountPaise')::bigint as paise
      from m cross join lateral jsonb_array_elements(
        coalesce(m.sheet -> 'otherReceipts', '[]') || coalesce(m.sheet -> 'otherPayments', '[]')) x
      where x ->> 'head' = any(${heads}::text[]))
    select held_on as on, head, paise, false as opening from written w
      where not exists (select from put_right r where r.meeting_id = w.meeting_id and r.head = w.head and r.party is not distinct from w.party)
    union all select m.held_on, r.head, r.paise, false from put_right r join m on m.meeting_id = r.meeting_id
    union all select m.held_on, x ->> 'kind', (x ->> 'amountPaise')::bigint, true
      from m cross join lateral jsonb_array_elements(m.sheet -> 'funds') x
      where m.kind = 'cut_off' and x ->> 'kind' = any(${heads}::text[])
    order by 1`.execute(tx.db);
  const byDay = Map.groupBy(rows, (row) => row.on);
  const hasCif = rows.some((row) => row.head.startsWith('cif'));
  return rows.map(({ on: day, head, paise, opening }) => {
    const { kept, kind } = HEADS[head]!;
    const isOfVrf = head === 'federation_interest' && (isVrf(byDay.get(day)!.map((one) => one.head)) || !hasCif);
    return { on: day, kept: isOfVrf ? 'vrf' : kept, kind: opening ? 'opening' : kind, paise };
  });
}
/** Interest goes with the principal that was paid the same day; the books keep it under the CIF otherwise. */
const isVrf = (heads: readonly string[]): boolean => heads.includes('vrf_repaid') && !heads.includes('cif_repaid');

/** What the books say of each request and each fund at the end of a day. */
export const bookedOn = async (
  tx: Tx,
  { groupId, lines, on }: { groupId: string; lines: readonly BookLine[]; on: IsoDate },
): Promise<BookedAll> => bookedOf(lines, await movesOf(tx, groupId, on));
