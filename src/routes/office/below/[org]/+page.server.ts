import { belowOf } from '../below.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => belowOf(event, event.params.org);
