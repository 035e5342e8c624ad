import type { OfficerCard } from '#domain/collections/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { holdsForAll } from '../../../rail.ts';
import { acts } from './acts.server.ts';
import { headsOf } from './heads.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const userId = event.params.officer;
  const card = found(await ask<OfficerCard | null>(event, 'collections.officer', { userId }));
  const mayReceive = holdsForAll(whoIs(event), 'collections.receive') && whoIs(event).userId !== userId;
  return {
    card,
    mayReceive,
    heads: mayReceive ? await headsOf(event, card) : [],
    today: dayInIndia(new Date()),
    formIds: [...card.handOvers.map((one) => one.handOverId), 'desk', 'undo', 'photo'].map(
      (key) => [key, newId()] as const,
    ),
  };
};

export const actions = acts;
