import { redirect } from '@sveltejs/kit';
import type { GroupRow } from '#domain/groups/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { nameIn, ofGroup } from '#ui/office/names.ts';
import { ask } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { placeOptions } from '../../places.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const groups = await ask<GroupRow[]>(event, 'groups.list');
  const above = groups.filter((group) => group.kind !== 'self_help_group' && group.state !== 'closed');
  const language = event.locals.language;
  return {
    formId: newId(),
    today: dayInIndia(new Date()),
    places: await placeOptions(event),
    parents: above.map((group) => ({ value: group.groupId, label: nameIn(language, ofGroup(group)).text })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do<{ groupId: string }>('groups.open', {
      groupId: sent.id,
      kind: sent.text('kind'),
      name: sent.text('name'),
      nameHi: sent.orNull('nameHi'),
      nameUr: sent.orNull('nameUr'),
      placeId: sent.orNull('placeId'),
      parentGroupId: sent.orNull('parentGroupId'),
      formedOn: sent.text('formedOn'),
      booksFromOn: sent.text('booksFromOn') || sent.text('formedOn'),
      practice: sent.text('practice') === 'yes',
      sizeException: sent.orNull('sizeException'),
    });
    return done.failed ?? redirect(303, `/office/groups/${sent.id}`);
  },
};
