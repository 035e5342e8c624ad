/** A table's state lives in the address bar: ?q=...&sort=-name&page=2 and one parameter for each filter. Pure. */
export type TableQuery = {
  readonly q: string;
  readonly sort: string;
  readonly descending: boolean;
  /** From 1. */
  readonly page: number;
  readonly size: number;
  readonly filters: Readonly<Record<string, string>>;
};

export type TableRules = {
  readonly sortable: readonly string[];
  readonly sort: string;
  readonly filters?: readonly string[];
  readonly size?: number;
};

const MAX_PAGE = 1_000_000;

/** Reads what is allowed and takes the default for the rest: an address typed by hand never breaks a page. */
export function readTableQuery(url: URL, rules: TableRules): TableQuery {
  const asked = url.searchParams.get('sort') ?? rules.sort;
  const key = asked.replace(/^-/, '');
  const known = rules.sortable.includes(key);
  const page = Number(url.searchParams.get('page') ?? '1');
  const filters: Record<string, string> = {};
  for (const name of rules.filters ?? []) {
    const value = url.searchParams.get(name);
    if (value) filters[name] = value.slice(0, 200);
  }
  return {
    q: (url.searchParams.get('q') ?? '').trim().slice(0, 200),
    sort: known ? key : rules.sort.replace(/^-/, ''),
    descending: (known ? asked : rules.sort).startsWith('-'),
    page: Number.isInteger(page) && page >= 1 && page <= MAX_PAGE ? page : 1,
    size: rules.size ?? 25,
    filters,
  };
}

/** The same address with some parameters changed; null removes one. */
export function hrefWith(url: URL, changes: Readonly<Record<string, string | number | null>>): string {
  const params = new URLSearchParams(url.searchParams);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === '') params.delete(name);
    else params.set(name, String(value));
  }
  const query = params.toString();
  return query ? `${url.pathname}?${query}` : url.pathname;
}

/** A click on a column's head: ascending, then descending; always from the first page. */
export const sortHref = (url: URL, query: Pick<TableQuery, 'sort' | 'descending'>, key: string): string =>
  hrefWith(url, { sort: query.sort === key && !query.descending ? `-${key}` : key, page: null });
