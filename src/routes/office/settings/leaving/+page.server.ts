import { newId } from '#platform/ids.ts';
import { onlyWith } from '../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  onlyWith(event, 'leaving.take');
  return { formId: newId() };
};
