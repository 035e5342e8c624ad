import { whoIs } from '../ask.ts';
import { belowOf } from './below.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => belowOf(event, whoIs(event).orgId);
