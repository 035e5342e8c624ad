import type { WorkList } from '#app/jobs/index.server.ts';
import { asked } from '../settings.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({ work: await asked<WorkList>(event, 'jobs.list', {}) });
