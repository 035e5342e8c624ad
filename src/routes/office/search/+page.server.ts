import { redirect } from '@sveltejs/kit';
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { Card } from '#domain/people/index.server.ts';
import { isIsoDate } from '#platform/dates.ts';
import { readDigits } from '#platform/digits.ts';
import { askIfAllowed } from '../ask.ts';
import { placeLabel, placeTree } from '../places.ts';
import type { PageServerLoad } from './$types';

/** "12.5.2026", "12/05/2026" or "2026-05-12", in any of three scripts' digits. */
function dayIn(text: string): string | null {
  const plain = readDigits(text);
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(plain) ?? [];
  const iso = year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : plain;
  return isIsoDate(iso) ? iso : null;
}

export const load: PageServerLoad = async (event) => {
  const typed = (event.url.searchParams.get('q') ?? '').trim().slice(0, 80);
  const day = dayIn(typed);
  if (day) redirect(303, `/office/meetings?from=${day}&to=${day}`);
  const people = typed ? await askIfAllowed<Card[]>(event, 'people.search', { typed, limit: 20 }) : [];
  const groups = typed ? await askIfAllowed<GroupRow[]>(event, 'groups.list', { text: typed }) : [];
  const places = new Map((await placeTree(event)).map((place) => [place.placeId, place]));
  const placeOf = (placeId: string | null) => (placeId ? placeLabel(places, placeId, event.locals.language) : '');
  return {
    typed,
    people: (people ?? []).map((one) => ({ ...one, place: placeOf(one.placeId) })),
    groups: (groups ?? []).slice(0, 20),
  };
};
