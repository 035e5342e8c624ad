/**
 * Makes `db/reference/places.csv` and `db/reference/ward-hints.csv` from the lists in `db/reference/sources`.
 * Run after correcting a source: `node scripts/make-reference-places.ts`. The made files are committed; the loader reads only them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseCsvObjects, writeCsvObjects } from 'hucre/csv';
import { PLACE_CSV_COLUMNS, type PlaceCsvColumn } from '../src/domain/places/csv.ts';

type Row = Record<PlaceCsvColumn, string>;
type Source = Record<string, string>;

const folder = fileURLToPath(new URL('../db/reference/', import.meta.url));
const LGD = 'Local Government Directory, Ministry of Panchayati Raj, snapshot of 2022-03-11 (GODL)';
const GAZETTE = 'Lucknow ward delimitation, notification 1774/9-1-2022 of 2022-10-31, public transcriptions';
const DATAMEET = 'Lucknow Municipal Spatial Data by DataMeet India community (CC BY 4.0)';
/** First day of the wards of the delimitation; the wards before them end on the day before. */
const WARDS_FROM = '2022-10-31';
const WARDS_BEFORE_TO = '2022-10-30';

const read = (file: string): Source[] =>
  parseCsvObjects(readFileSync(`${folder}sources/${file}`, 'utf8'), { header: true, typeInference: false })
    .data as unknown as Source[];

const row = (known: Partial<Row> & Pick<Row, 'key' | 'kind' | 'name_en' | 'source'>): Row => ({
  ...(Object.fromEntries(PLACE_CSV_COLUMNS.map((column) => [column, ''])) as Row),
  ...known,
});

function other(names: Readonly<Record<string, string | undefined>>): string {
  const kept = Object.entries(names).filter(([, value]) => value);
  return kept.length ? JSON.stringify(Object.fromEntries(kept)) : '';
}

function states(): Row[] {
  const india = row({
    key: 'country/IN',
    kind: 'country',
    code: 'IN',
    name_en: 'India',
    name_hi: 'भारत',
    name_ur: 'بھارت',
    source: LGD,
  });
  const state = (code: string, [en, hi, ur]: readonly [string, string, string]): Row =>
    row({
      key: `state/${code}`,
      parent_key: 'country/IN',
      kind: 'state',
      code,
      lgd_code: code,
      name_en: en,
      name_hi: hi,
      name_ur: ur,
      source: LGD,
    });
  return [
    india,
    state('9', ['Uttar Pradesh', 'उत्तर प्रदेश', 'اتر پردیش']),
    state('1', ['Jammu and Kashmir', 'जम्मू और कश्मीर', 'جموں و کشمیر']),
  ];
}

const districts = (): Row[] =>
  read('lgd-districts.csv').map((from) =>
    row({
      key: `district/${from.district_lgd}`,
      parent_key: `state/${from.state_lgd}`,
      kind: 'district',
      code: from.district_lgd!,
      lgd_code: from.district_lgd!,
      census2011: from.census2011!,
      name_en: from.name_en!,
      name_hi: from.name_hi!,
      name_ur: from.name_ur!,
      other_names: other({
        lgd: from.lgd_name,
        map: from.map_name === from.name_en ? '' : from.map_name,
        hi: from.name_hi_other,
        ur: from.name_ur_other,
        hi_lists: from.name_hi_lists,
        ur_lists: from.name_ur_lists,
      }),
      source: LGD,
    }),
  );

const blocks = (): Row[] =>
  read('blocks.csv').map((from) =>
    row({
      key: `block/${from.block_lgd}`,
      parent_key: `district/${from.district_lgd}`,
      kind: 'block',
      code: from.block_lgd!,
      lgd_code: from.block_lgd!,
      name_en: from.block_name!,
      other_names: other({ lgd: from.block_lgd_name }),
      source: LGD,
    }),
  );

const CORPORATION = 'municipal_corporation/249234';
const zoneKey = (since: '2022' | 'before-2022', code: string): string => `zone/249234/${since}/${code}`;

function zones(): Row[] {
  const corporation = row({
    key: CORPORATION,
    parent_key: 'district/162',
    kind: 'municipal_corporation',
    code: '249234',
    lgd_code: '249234',
    name_en: 'Lucknow Municipal Corporation',
    name_hi: 'लखनऊ नगर निगम',
    name_ur: 'لکھنؤ نگر نگم',
    source: LGD,
  });
  const zone = (since: '2022' | 'before-2022', code: string): Row =>
    row({
      key: zoneKey(since, code),
      parent_key: CORPORATION,
      kind: 'zone',
      code,
      name_en: `Zone ${code}`,
      name_hi: `ज़ोन ${code}`,
      name_ur: `زون ${code}`,
      valid_from: since === '2022' ? WARDS_FROM : '',
      valid_to: since === '2022' ? '' : WARDS_BEFORE_TO,
      source: since === '2022' ? GAZETTE : DATAMEET,
    });
  return [
    corporation,
    ...['1', '2', '3', '4', '5', '6', '7', '8'].map((code) => zone('2022', code)),
    ...['1', '2', '3', '4', '5', '6'].map((code) => zone('before-2022', code)),
  ];
}

const wards = (): Row[] =>
  read('lucknow-wards.csv').map((from) =>
    row({
      key: `ward/249234/2022/${from.ward_no}`,
      parent_key: zoneKey('2022', from.zone!),
      kind: 'ward',
      code: from.ward_no!,
      name_en: from.name_en!,
      name_hi: from.name_hi!,
      other_names: other({ zone_by_list: from.zone_lists_agree === '3/3' ? '' : from.zone_by_list }),
      valid_from: WARDS_FROM,
      source: GAZETTE,
    }),
  );

type Ward = { ward_no: number | null; name: string; zone: number | null; kind: string };

function oldWards(): Row[] {
  const map = JSON.parse(readFileSync(`${folder}maps/lucknow-wards-pre2022.topojson`, 'utf8')) as {
    objects: { wards: { geometries: { properties: Ward }[] } };
  };
  return map.objects.wards.geometries
    .map((shape) => shape.properties)
    .filter((ward) => ward.kind === 'ward')
    .map((ward) =>
      row({
        key: `old_ward/249234/before-2022/${ward.ward_no}`,
        parent_key: ward.zone === null ? CORPORATION : zoneKey('before-2022', String(ward.zone)),
        kind: 'old_ward',
        code: String(ward.ward_no),
        name_en: ward.name,
        valid_to: WARDS_BEFORE_TO,
        source: DATAMEET,
      }),
    );
}

/** A hint by name, never a claim that the boundary is the same; numbers of old and new wards are unrelated. */
const hints = (): Source[] =>
  read('lucknow-wards.csv').flatMap((from) =>
    (from.pre2022_ward_nos ?? '')
      .split('|')
      .filter(Boolean)
      .map((old) => ({
        ward_key: `ward/249234/2022/${from.ward_no}`,
        old_ward_key: `old_ward/249234/before-2022/${old}`,
        match: from.pre2022_match!,
      })),
  );

/** Names that no list gave, as they are commonly written; `gk` in `other_names` = nobody has verified them yet. */
const writtenHere = new Map(read('names-written-here.csv').map((from) => [from.key!, from]));

function named(place: Row): Row {
  const from = writtenHere.get(place.key);
  if (!from) return place;
  const [hi, ur] = [place.name_hi || from.name_hi!, place.name_ur || from.name_ur!];
  const basis = {
    hi_basis: place.name_hi === hi ? undefined : from.basis,
    ur_basis: place.name_ur === ur ? undefined : from.basis,
  };
  const known = place.other_names ? (JSON.parse(place.other_names) as Record<string, string>) : {};
  return { ...place, name_hi: hi, name_ur: ur, other_names: other({ ...known, ...basis }) };
}

const csv = (rows: Source[]): string => `${writeCsvObjects(rows, { lineSeparator: '\n' }).trimEnd()}\n`;
writeFileSync(
  `${folder}places.csv`,
  csv([...states(), ...districts(), ...blocks(), ...zones(), ...wards(), ...oldWards()].map(named)),
);
writeFileSync(`${folder}ward-hints.csv`, csv(hints()));
