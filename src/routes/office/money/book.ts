/** What every statement of one book begins with: whose book, the chart's names, the names of parties, the days asked for. */
import type { ChartNames } from './chart.ts';
import { dayInIndia, financialYear, isIsoDate } from '#platform/dates.ts';
import type { Named } from '#ui/office/names.ts';
import { ask, type Here } from '../ask.ts';
import { groupCard, groupContext } from '../groups/[id]/group.ts';

export type Book = {
  readonly groupId: string;
  readonly name: Named;
  readonly chart: ChartNames;
  /** Members and bank accounts by id. */
  readonly parties: Readonly<Record<string, Named>>;
  /** A year is closed by a decision of a meeting; a body above groups that never set rules for meetings has none. */
  readonly meets: boolean;
};

export async function chartNames(here: Here): Promise<ChartNames> {
  const rows = await ask<{ code: string; en: string; hi: string; ur: string }[]>(here, 'ledger.chart');
  return Object.fromEntries(rows.map(({ code, ...names }) => [code, names]));
}

export async function bookFor(here: Here, groupId: string): Promise<Book> {
  const card = await groupCard(here, groupId);
  const context = await groupContext(here, groupId);
  return {
    groupId,
    name: { en: card.name, hi: card.nameHi, ur: card.nameUr },
    chart: await chartNames(here),
    meets: context !== null,
    parties: {
      ...Object.fromEntries((context?.banks ?? []).map((bank) => [bank.bankAccountId, { en: bank.label }])),
      ...Object.fromEntries((context?.members ?? []).map((member) => [member.personId, member.names])),
    },
  };
}

export const bodyOf = (groupId: string) => ({ bodyKind: 'group', bodyId: groupId });

export type Span = { readonly from: string; readonly to: string; readonly known: string | null };

/** From the address bar; left out: the financial year up to today, and everything known. */
export function spanOf(url: URL): Span {
  const today = dayInIndia(new Date());
  const day = (name: string) => {
    const text = url.searchParams.get(name);
    return isIsoDate(text) ? text : null;
  };
  const to = day('to') ?? today;
  return { from: day('from') ?? financialYear(to).from, to, known: day('known') };
}

/** Where the next page goes on, as the statement gave it; what cannot be read is left out. */
export function afterOf(url: URL): unknown {
  try {
    return JSON.parse(url.searchParams.get('after') ?? 'null') as unknown;
  } catch {
    return null;
  }
}
