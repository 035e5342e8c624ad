/** What the address asks of the portfolio: which loans, on which day, seen by what. Anything it cannot be is left out. */
import { AGES, Cohort, DIMENSIONS, RISK_DAYS } from '#domain/loans/index.ts';
import { isIsoDate } from '#platform/dates.ts';

const ID = /^[0-9a-f-]{36}$/;
const IDS = { productId: 'product', placeId: 'place', groupId: 'group', officerId: 'officer' } as const;
export const PARAMETERS = ['lender', ...Object.values(IDS), 'cohort'] as const;

export type Asked = {
  readonly filter: Readonly<Record<string, string>>;
  readonly by: (typeof DIMENSIONS)[number];
  readonly age: string | null;
  readonly riskDays: number | null;
};

export function askedOf({ searchParams }: URL, today: string): Asked {
  const at = (name: string) => searchParams.get(name) ?? '';
  const ids = Object.entries(IDS).flatMap(([key, name]) => (ID.test(at(name)) ? [[key, at(name)] as const] : []));
  const lender = at('lender');
  return {
    filter: {
      ...Object.fromEntries(ids),
      ...(['office', 'group'].includes(lender) && { lender }),
      ...(Cohort.safeParse(at('cohort')).success && { cohort: at('cohort') }),
      ...(isIsoDate(at('on')) && at('on') < today && { on: at('on') }),
    },
    by: DIMENSIONS.find((one) => one === at('by')) ?? 'lender',
    age: AGES.find((one) => one.key === at('age'))?.key ?? null,
    riskDays: RISK_DAYS.find((days) => String(days) === at('risk')) ?? null,
  };
}

/** The same address with some parameters set, others taken away (null). */
export function hrefWithout(
  { search }: { readonly search: string },
  path: string,
  change: Readonly<Record<string, string | null>>,
): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
