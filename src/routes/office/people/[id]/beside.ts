/** What stands beside a woman's own record: cases about her, and enterprises she owns a part of. */
import type { EnterpriseList } from '#domain/enterprise-register/index.server.ts';
import { askIfAllowed, type Here } from '../../ask.ts';
import { casesOf } from '../../cases/cases.ts';

export async function besideOf(here: Here, { personId, nowId }: { personId: string; nowId: string }) {
  const owned = await askIfAllowed<EnterpriseList>(here, 'enterprises.list', { personId, limit: 1 });
  return {
    cases: nowId === personId ? await casesOf(here, personId) : null,
    enterprises: owned?.total ?? 0,
  };
}
