/** The written form of places: the columns of `db/reference/places.csv` and of any list imported for another city or state. */
import { isIsoDate } from '#platform/dates.ts';
import { PLACE_KINDS, type PlaceKind } from './model.ts';

export const PLACE_CSV_COLUMNS = [
  'key',
  'parent_key',
  'kind',
  'code',
  'lgd_code',
  'census2011',
  'name_en',
  'name_hi',
  'name_ur',
  'other_names',
  'valid_from',
  'valid_to',
  'source',
] as const;
export type PlaceCsvColumn = (typeof PLACE_CSV_COLUMNS)[number];

export type PlaceRow = {
  readonly key: string;
  readonly parentKey: string | null;
  readonly kind: PlaceKind;
  readonly code: string | null;
  readonly lgdCode: string | null;
  readonly census2011: string | null;
  readonly nameEn: string;
  readonly nameHi: string | null;
  readonly nameUr: string | null;
  readonly otherNames: Readonly<Record<string, string>>;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly source: string;
};

/** One line that could not be read: `line` counts from 1 with the heading; `code` is `places.*`. */
export type PlaceRowFault = { readonly line: number; readonly code: string; readonly column: string };
export type PlaceRows = { readonly rows: readonly PlaceRow[]; readonly faults: readonly PlaceRowFault[] };

const blank = (text: string | undefined): string | null => text?.trim() || null;

function otherNames(text: string | null): Readonly<Record<string, string>> | null {
  if (!text) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value).map(([name, other]) => [name, String(other)]));
  } catch {
    return null;
  }
}

/** Reads heading and lines already split into cells. A parent must stand above its child or in `knownKeys`. */
export function readPlaceRows(
  cells: readonly (readonly string[])[],
  knownKeys: ReadonlySet<string> = new Set(),
): PlaceRows {
  const [heading = [], ...lines] = cells;
  const at = new Map(heading.map((name, index) => [name.trim().toLowerCase(), index]));
  const missing = (['key', 'kind', 'name_en'] as const).filter((column) => !at.has(column));
  if (missing.length > 0) {
    return { rows: [], faults: missing.map((column) => ({ line: 1, code: 'places.column_missing', column })) };
  }
  const seen = new Set<string>();
  const rows: PlaceRow[] = [];
  const faults: PlaceRowFault[] = [];
  lines.forEach((line, index) => {
    if (line.every((cell) => cell.trim() === '')) return;
    const read = readLine((column) => blank(line[at.get(column) ?? -1]), { seen, knownKeys });
    if ('code' in read && 'column' in read) faults.push({ line: index + 2, ...read });
    else {
      rows.push(read);
      seen.add(read.key);
    }
  });
  return { rows, faults };
}

type Cell = (column: PlaceCsvColumn) => string | null;
type Keys = { readonly seen: ReadonlySet<string>; readonly knownKeys: ReadonlySet<string> };

function readLine(cell: Cell, { seen, knownKeys }: Keys): PlaceRow | { code: string; column: PlaceCsvColumn } {
  const key = cell('key');
  if (!key) return { code: 'places.key_missing', column: 'key' };
  if (seen.has(key)) return { code: 'places.key_twice', column: 'key' };
  const kind = cell('kind') as PlaceKind | null;
  if (!kind || !PLACE_KINDS.includes(kind)) return { code: 'places.kind_unknown', column: 'kind' };
  const nameEn = cell('name_en');
  if (!nameEn || nameEn.length > 120) return { code: 'places.name_missing', column: 'name_en' };
  const parentKey = cell('parent_key');
  if (parentKey && !seen.has(parentKey) && !knownKeys.has(parentKey)) {
    return { code: 'places.parent_unknown', column: 'parent_key' };
  }
  for (const column of ['valid_from', 'valid_to'] as const) {
    if (cell(column) && !isIsoDate(cell(column))) return { code: 'places.date_unreadable', column };
  }
  const others = otherNames(cell('other_names'));
  if (!others) return { code: 'places.other_names_unreadable', column: 'other_names' };
  return {
    key,
    parentKey,
    kind,
    code: cell('code'),
    lgdCode: cell('lgd_code'),
    census2011: cell('census2011'),
    nameEn,
    nameHi: cell('name_hi'),
    nameUr: cell('name_ur'),
    otherNames: others,
    validFrom: cell('valid_from'),
    validTo: cell('valid_to'),
    source: cell('source') ?? '',
  };
}
