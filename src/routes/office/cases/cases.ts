/** What pages ask about cases alike. Who is neither administrator nor helper of any is told nothing, not even that there are some. */
import type { CaseRow } from '#domain/cases/index.server.ts';
import type { CaseFigures } from '#domain/cases/index.ts';
import { askIfAllowed, whoIs, type Here } from '../ask.ts';
import { holdsForAll } from '../rail.ts';

export const mayBegin = (here: Here): boolean => holdsForAll(whoIs(here), 'cases.write');

/** Whether the rail shows cases. */
export const casesAre = async (here: Here): Promise<boolean> =>
  holdsForAll(whoIs(here), 'cases.read') || (await askIfAllowed<CaseFigures>(here, 'cases.figures')) !== null;

/** For a woman's own page; null where nothing is to be shown. */
export async function casesOf(here: Here, personId: string) {
  const found = await askIfAllowed<{ rows: CaseRow[]; total: number }>(here, 'cases.list', { list: 'all', personId });
  const may = mayBegin(here);
  return found && (may || found.total > 0) ? { count: found.total, mayBegin: may } : null;
}
