import { redirect } from '@sveltejs/kit';
import type { Card } from '#domain/people/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { nameIn, ofCard } from '#ui/office/names.ts';
import { askIfAllowed } from '../../../ask.ts';
import { readForm } from '../../../form.server.ts';
import { placeLabel, placeTree } from '../../../places.ts';
import { groupCard, titleOf } from '../group.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const card = await groupCard(event, event.params.id);
  const typed = (event.url.searchParams.get('q') ?? '').slice(0, 120);
  const people = typed ? ((await askIfAllowed<Card[]>(event, 'people.search', { typed, limit: 12 })) ?? []) : [];
  const places = new Map((await placeTree(event)).map((place) => [place.placeId, place]));
  const locale = event.locals.language;
  const label = (one: Card) =>
    [nameIn(locale, ofCard(one)).text, one.relationName, one.placeId ? placeLabel(places, one.placeId, locale) : null]
      .filter(Boolean)
      .join(' · ');
  return {
    formId: newId(),
    today: dayInIndia(new Date()),
    group: titleOf(event, card),
    groupId: card.groupId,
    typed,
    people: people.map((one) => ({ value: one.personId, label: label(one) })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('groups.addMember', {
      groupId: event.params.id,
      personId: sent.text('personId'),
      joinedOn: sent.text('joinedOn'),
      usualCompulsoryPaise: sent.amountOrNull('usualCompulsoryPaise'),
      usualVoluntaryPaise: sent.amountOrNull('usualVoluntaryPaise'),
    });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}`);
  },
};
