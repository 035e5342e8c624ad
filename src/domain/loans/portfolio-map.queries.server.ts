/** Money on loan and at risk by district, and inside each district by the places right below it (blocks, towns): what a map is drawn from. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import type { PortfolioFilter } from './portfolio.model.ts';
import { conditionsOf, LATE, standing, type Names } from './portfolio.queries.server.ts';

type Money = {
  readonly loans: number;
  readonly portfolioPaise: number;
  /** Portfolio at risk beyond 30 days, rescheduled included. */
  readonly risk30Paise: number;
};
/** `placeId` of a tile is the district's own for loans of no block. */
export type MapTile = Money & { readonly placeId: string; readonly names: Names };
export type MapDistrict = MapTile & { readonly lgdCode: string | null; readonly tiles: readonly MapTile[] };
export type PortfolioMap = { readonly districts: readonly MapDistrict[]; readonly elsewhere: Money };

type Row = MapTile & { readonly districtId: string | null; readonly lgdCode: string | null; readonly district: Names };
const NONE: Money = { loans: 0, portfolioPaise: 0, risk30Paise: 0 };
const sumOf = (rows: readonly Money[]): Money =>
  rows.reduce(
    (all, one) => ({
      loans: all.loans + one.loans,
      portfolioPaise: all.portfolioPaise + one.portfolioPaise,
      risk30Paise: all.risk30Paise + one.risk30Paise,
    }),
    NONE,
  );

export async function portfolioMap(tx: Tx, _who: Actor, ask: PortfolioFilter): Promise<PortfolioMap> {
  const on = sql`${ask.on ?? tx.today}::date`;
  const { rows } = await sql<Row>`
    with recursive tile as (
      select place_id, place_id as district_id, place_id as tile_id from place where org_id = ${tx.orgId} and kind = 'district'
      union all select c.place_id, t.district_id, case when t.tile_id = t.district_id then c.place_id else t.tile_id end
      from tile t join place c on c.org_id = ${tx.orgId} and c.parent_id = t.place_id),
    held as (
      select t.district_id, t.tile_id, count(*)::int as loans, sum(s.paise)::bigint as paise,
        coalesce(sum(s.paise) filter (where s.late > 30 or s.again), 0)::bigint as risk
      from (select p.place_id, ${LATE(on)} from ${standing(tx, { on, where: conditionsOf(tx, ask), needsLoan: true })}) s
      left join tile t on t.place_id = s.place_id group by t.district_id, t.tile_id)
    select h.district_id as "districtId", d.lgd_code as "lgdCode", h.tile_id as "placeId", h.loans, h.paise as "portfolioPaise",
      h.risk as "risk30Paise", json_build_object('en', d.name_en, 'hi', d.name_hi, 'ur', d.name_ur) as district,
      json_build_object('en', w.name_en, 'hi', w.name_hi, 'ur', w.name_ur) as names
    from held h left join place d on d.org_id = ${tx.orgId} and d.place_id = h.district_id
    left join place w on w.org_id = ${tx.orgId} and w.place_id = h.tile_id
    order by d.name_en, h.paise desc, w.name_en`.execute(tx.db);
  const byDistrict = Map.groupBy(rows, (row) => row.districtId);
  const districts = [...byDistrict].flatMap(([districtId, tiles]): MapDistrict[] =>
    districtId === null
      ? []
      : [
          {
            placeId: districtId,
            lgdCode: tiles[0]!.lgdCode,
            names: tiles[0]!.district,
            ...sumOf(tiles),
            tiles: tiles.map(({ districtId: _d, lgdCode: _l, district: _n, ...tile }) => tile),
          },
        ],
  );
  return { districts, elsewhere: sumOf(byDistrict.get(null) ?? []) };
}
