import { newId } from '#platform/ids.ts';
import { onlyWith } from '../../../ask.ts';
import { groupCard } from '../group.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  onlyWith(event, 'leaving.take');
  return { formId: newId(), card: await groupCard(event, event.params.id) };
};
