/** Enterprises as screens say them: owners chosen, shares in percent, their work in words. */
import type { EnterpriseRow, OwnerRow } from '#domain/enterprise-register/index.server.ts';
import { formatBps } from '#ui/format.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn } from '#ui/office/names.ts';

/** @property key `person:<id>` or `group:<id>`, as it stands in the address and in the form */
export type Chosen = { readonly key: string; readonly name: string; readonly isGroup: boolean };
export type Picking = { readonly owners: readonly Chosen[]; readonly alike: readonly Chosen[]; readonly q: string };

/** What each share is asked as, at first: equal parts, the odd hundredths to the first. */
export function equalShares(count: number): string[] {
  const part = Math.floor(10_000 / Math.max(1, count));
  return Array.from({ length: count }, (_, at) => percentOf(at === 0 ? 10_000 - part * (count - 1) : part));
}
/** 3334 -> "33.34"; what is typed back is the same. */
export const percentOf = (bps: number): string => String(bps / 100);

/** Not a code of the list: the work is said in words. */
export const IN_WORDS = 'words';

/** What it does, in the reader's language or in the words it was written in. */
export const activityOf = (one: Pick<EnterpriseRow, 'activity' | 'activityWords'>, language: Language): string =>
  one.activity ? nameIn(language, one.activity).text : (one.activityWords ?? '–');

/** "Shakila 60 % · Roshni 40 %", each kept apart: the line runs as the page does, whatever script a name is in. */
export const ownersLine = (owners: readonly OwnerRow[], language: Language): string =>
  owners
    .map((one) => `\u2068${nameIn(language, one.names).text}\u2069 \u2066${formatBps(one.shareBps)}\u2069`)
    .join(' · ');
