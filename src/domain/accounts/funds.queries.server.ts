/** Funds from sanction to certificate. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { headsOf, type HeadRow } from './books.server.ts';
import { flowOf, unspentOf, type FundFlow, type FundSum, type UseState } from './grant.rules.ts';
import { yearSpan } from './voucher.rules.ts';

type Tagged = FundSum & { readonly fundId: string; readonly before: boolean; readonly side: number };

/** Every tagged line up to a day, added up; `before` = dated before `from`. */
async function taggedSums(
  tx: Tx,
  { bookId, from, to, asKnownOn = null }: { bookId: string; from: IsoDate; to: IsoDate; asKnownOn?: IsoDate | null },
): Promise<Tagged[]> {
  const { rows } = await sql<Tagged>`
    select l.fund_id as "fundId", h.account, coalesce(o.type, v.type) as type, coalesce(o.purpose, v.purpose) as purpose,
      p.event_on < ${from}::date as before,
      sign(l.amount_paise) * case when o.voucher_id is null then 1 else -1 end as side, sum(l.amount_paise) as paise
    from voucher_line l join account_head h on h.org_id = l.org_id and h.head_id = l.head_id
    join voucher v on v.org_id = l.org_id and v.voucher_id = l.voucher_id
    join voucher_posted p on p.org_id = l.org_id and p.voucher_id = l.voucher_id
    left join voucher o on o.org_id = v.org_id and o.voucher_id = v.reverses_voucher_id
    where l.org_id = ${tx.orgId} and v.book_id = ${bookId} and l.fund_id is not null and p.event_on <= ${to}::date
      and p.entered_on <= ${asKnownOn ?? 'infinity'}::date
    group by 1, 2, 3, 4, 5, 6`.execute(tx.db);
  return rows;
}

/** Where each fund stands for the run that carries spending to income. */
export async function useStates(
  tx: Tx,
  { bookId, upTo }: { bookId: string; upTo: IsoDate },
): Promise<Map<string, UseState>> {
  const byFund = new Map<string, Tagged[]>();
  for (const sum of await taggedSums(tx, { bookId, from: upTo, to: upTo }))
    byFund.set(sum.fundId, [...(byFund.get(sum.fundId) ?? []), sum]);
  const states = [...byFund].map(([fundId, sums]): [string, UseState] => {
    const total = (account: string, keep: (sum: Tagged) => boolean = () => true) =>
      sums.filter((sum) => sum.account === account && keep(sum)).reduce((all, sum) => all + sum.paise, 0);
    const carried = (sum: Tagged) => sum.purpose === 'grants_used';
    // what the asset fund took in and gave back are two lines, so that both can be read again
    const usedCapitalPaise = -total(CHART.capitalGrants, (sum) => carried(sum) && sum.side < 0) || 0;
    const releasedPaise = total(CHART.capitalGrants, (sum) => carried(sum) && sum.side > 0);
    return [
      fundId,
      {
        flow: flowOf(sums),
        unspentBalancePaise: total(CHART.unspentGrants),
        interestBalancePaise: total(CHART.grantInterest),
        usedRevenuePaise: -total(CHART.grantsUsed, carried) - releasedPaise,
        usedCapitalPaise,
        wearPaise: total(CHART.depreciation),
        releasedPaise,
      },
    ];
  });
  return new Map(states);
}

export type FundRow = FundFlow & {
  readonly fundId: string;
  readonly code: string;
  readonly kind: string;
  readonly nameEn: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly donor: string;
  readonly sanctionedPaise: number;
  readonly releasedPaise: number;
  readonly unspentPaise: number;
};
type Fund = Pick<
  FundRow,
  'fundId' | 'code' | 'kind' | 'nameEn' | 'nameHi' | 'nameUr' | 'donor' | 'sanctionedPaise' | 'releasedPaise'
>;

/** A release counts while its receipt stands in the books. */
async function fundsUpTo(tx: Tx, { bookId, to }: { bookId: string; to: IsoDate }): Promise<Fund[]> {
  const { rows } =
    await sql<Fund>`select f.fund_id as "fundId", f.code, f.kind, f.name_en as "nameEn", f.name_hi as "nameHi",
      f.name_ur as "nameUr", f.donor,
      coalesce((select sum(s.amount_paise) from grant_sanction s where s.org_id = f.org_id and s.fund_id = f.fund_id
        and s.sanctioned_on <= ${to}::date), 0) as "sanctionedPaise",
      coalesce((select sum(r.amount_paise) from grant_release r
        join grant_sanction s on s.org_id = r.org_id and s.sanction_id = r.sanction_id
        join voucher_state v on v.org_id = r.org_id and v.voucher_id = r.voucher_id and v.state = 'posted'
        where s.org_id = f.org_id and s.fund_id = f.fund_id and r.released_on <= ${to}::date), 0) as "releasedPaise"
    from fund f where f.org_id = ${tx.orgId} and f.book_id = ${bookId} order by f.code`.execute(tx.db);
  return rows;
}

/** The chain of every fund up to a day: sanctioned, released, received, spent, left. */
export async function funds(
  tx: Tx,
  { bookId, asOf, asKnownOn }: { bookId: string; asOf?: IsoDate | null; asKnownOn?: IsoDate | null },
): Promise<FundRow[]> {
  const to = asOf ?? tx.today;
  const sums = await taggedSums(tx, { bookId, from: to, to, asKnownOn: asKnownOn ?? null });
  return (await fundsUpTo(tx, { bookId, to })).map((fund) => {
    const flow = flowOf(sums.filter((sum) => sum.fundId === fund.fundId));
    return { ...fund, ...flow, unspentPaise: unspentOf(flow) };
  });
}

export type SanctionRow = {
  readonly sanctionId: string;
  readonly number: string;
  readonly sanctionedOn: IsoDate;
  readonly amountPaise: number;
  readonly purpose: string;
  readonly recurring: boolean;
  readonly scheme: string | null;
  readonly sanctionedBy: string;
  readonly releases: readonly {
    readonly letter: string;
    readonly releasedOn: IsoDate;
    readonly amountPaise: number;
    readonly voucherId: string;
  }[];
};

/** The figures of a utilisation certificate (GFR 12-A): what was there, came, was earned and spent in a year, and what is left. */
export type Utilisation = {
  readonly fund: FundRow;
  readonly year: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly sanctions: readonly SanctionRow[];
  /** Unspent at the beginning; interest apart. */
  readonly openingPaise: number;
  readonly openingInterestPaise: number;
  readonly flow: FundFlow;
  /** Opening, received and interest, less what went back. */
  readonly availablePaise: number;
  readonly spentPaise: number;
  readonly closingPaise: number;
  /** Part of what is left that stands with staff. */
  readonly advancesPaise: number;
  readonly spentByHead: readonly { readonly headId: string; readonly paise: number }[];
  readonly heads: readonly HeadRow[];
};

export async function utilisation(
  tx: Tx,
  {
    bookId,
    fundId,
    year,
    asKnownOn = null,
  }: { bookId: string; fundId: string; year: number; asKnownOn?: IsoDate | null },
): Promise<Utilisation | null> {
  const { from, to } = yearSpan(year);
  const fund = (await funds(tx, { bookId, asOf: to, asKnownOn })).find((one) => one.fundId === fundId);
  if (!fund) return null;
  const sums = (await taggedSums(tx, { bookId, from, to, asKnownOn })).filter((sum) => sum.fundId === fundId);
  const before = flowOf(sums.filter((sum) => sum.before));
  const flow = flowOf(sums.filter((sum) => !sum.before));
  const openingInterestPaise = before.interestPaise - before.interestReturnedPaise;
  const openingPaise = unspentOf(before) - openingInterestPaise;
  const spentPaise = flow.spentRevenuePaise + flow.spentCapitalPaise;
  const availablePaise =
    openingPaise +
    openingInterestPaise +
    flow.receivedPaise -
    flow.refundedPaise +
    flow.interestPaise -
    flow.interestReturnedPaise;
  return {
    fund,
    ...{ year, from, to, openingPaise, openingInterestPaise, flow, availablePaise, spentPaise },
    sanctions: await sanctionsOf(tx, { fundId, to }),
    closingPaise: availablePaise - spentPaise,
    advancesPaise: before.advancesPaise + flow.advancesPaise,
    spentByHead: await spentByHead(tx, { bookId, fundId, from, to, asKnownOn }),
    heads: await headsOf(tx, bookId, to),
  };
}

async function sanctionsOf(tx: Tx, { fundId, to }: { fundId: string; to: IsoDate }): Promise<SanctionRow[]> {
  const { rows } =
    await sql<SanctionRow>`select s.sanction_id as "sanctionId", s.number, s.sanctioned_on as "sanctionedOn",
      s.amount_paise as "amountPaise", s.purpose, s.recurring, s.scheme, s.sanctioned_by as "sanctionedBy",
      coalesce((select jsonb_agg(jsonb_build_object('letter', r.letter, 'releasedOn', r.released_on, 'amountPaise', r.amount_paise,
          'voucherId', r.voucher_id) order by r.released_on, r.voucher_id)
        from grant_release r join voucher_state v on v.org_id = r.org_id and v.voucher_id = r.voucher_id and v.state = 'posted'
        where r.org_id = s.org_id and r.sanction_id = s.sanction_id and r.released_on <= ${to}::date), '[]') as releases
    from grant_sanction s where s.org_id = ${tx.orgId} and s.fund_id = ${fundId} and s.sanctioned_on <= ${to}::date
    order by s.sanctioned_on, s.sanction_id`.execute(tx.db);
  return rows;
}

type Spent = { bookId: string; from: IsoDate; to: IsoDate; asKnownOn: IsoDate | null; fundId: string };
async function spentByHead(tx: Tx, { bookId, fundId, from, to, asKnownOn }: Spent) {
  const { rows } = await sql<{
    headId: string;
    paise: number;
  }>`select l.head_id as "headId", sum(l.amount_paise) as paise
    from voucher_line l join account_head h on h.org_id = l.org_id and h.head_id = l.head_id
    join voucher v on v.org_id = l.org_id and v.voucher_id = l.voucher_id
    join voucher_posted p on p.org_id = l.org_id and p.voucher_id = l.voucher_id
    left join voucher o on o.org_id = v.org_id and o.voucher_id = v.reverses_voucher_id
    where l.org_id = ${tx.orgId} and v.book_id = ${bookId} and l.fund_id = ${fundId} and p.event_on >= ${from}::date and p.event_on <= ${to}::date
      and p.entered_on <= ${asKnownOn ?? 'infinity'}::date
      and coalesce(o.purpose, v.purpose) in ('plain', 'recurring')
      and ((h.account like '5%' and h.account not in (${CHART.depreciation}, ${CHART.assetLoss})) or h.account = ${CHART.equipment})
    group by 1 having sum(l.amount_paise) <> 0 order by 2 desc, 1`.execute(tx.db);
  return rows;
}
