import type { CreditGap } from '#domain/linkage/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { ask, whoIs } from '../../ask.ts';
import { holdsForAll } from '../../rail.ts';
import { gapAskedOf } from './asked.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const today = dayInIndia(new Date());
  const asked = gapAskedOf(event.url, today);
  return {
    asked,
    today,
    gap: await ask<CreditGap>(event, 'linkage.gap', asked),
    // an officer comes here from her groups
    backHref: holdsForAll(whoIs(event), 'loans.read') ? '/office/portfolio' : '/office/linkage',
    isPart: asked.placeId !== undefined || asked.groupId !== undefined || asked.purpose !== undefined,
  };
};
