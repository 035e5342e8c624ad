/** An enterprise as its registering says it: Shakila's, unless told otherwise. */
import { newId } from '#platform/ids.ts';

export const anEnterprise = (of: { placeId: string; owners: readonly object[] } & Record<string, unknown>) => ({
  enterpriseId: newId(),
  nameEn: 'Bakkas Chikan House',
  nameHi: 'बक्कास चिकन हाउस',
  nameUr: null,
  activity: null,
  activityWords: 'chikan on order',
  udyam: null,
  startedOn: '2025-01-01',
  ...of,
});
export const woman = (id: string, shareBps = 10_000) => ({ kind: 'person', id, shareBps });
export const group = (id: string, shareBps = 10_000) => ({ kind: 'group', id, shareBps });
