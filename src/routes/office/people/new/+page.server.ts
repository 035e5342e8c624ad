import { redirect } from '@sveltejs/kit';
import type { Candidate } from '#domain/people/index.ts';
import { isId, newId } from '#platform/ids.ts';
import { askIfAllowed } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { placeOptions } from '../../places.ts';
import { fieldsFrom } from '../person-form.ts';
import type { Actions, PageServerLoad } from './$types';

const fieldOfScript = (name: string): string =>
  /[\u0900-\u097F]/.test(name) ? 'nameDevanagari' : /[\u0600-\u06FF]/.test(name) ? 'nameUrdu' : 'nameLatin';

export const load: PageServerLoad = async (event) => {
  const name = event.url.searchParams.get('name')?.slice(0, 120) ?? '';
  const group = event.url.searchParams.get('group');
  return {
    formId: newId(),
    places: await placeOptions(event),
    typed: name ? { [fieldOfScript(name)]: name } : {},
    groupId: isId(group) ? group : null,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const person = fieldsFrom(sent);
    const asked = sent.text('sure') !== 'yes';
    const alike = asked ? ((await askIfAllowed<Candidate[]>(event, 'people.duplicatesOf', { person })) ?? []) : [];
    // asked once, before she stands in the register twice
    if (alike.length > 0) return { problem: null, typed: sent.typed, alike: alike.slice(0, 5) };
    const done = await sent.do('people.register', { personId: sent.id, person });
    if (done.failed) return done.failed;
    const group = sent.text('group');
    const name = person.nameLatin ?? person.nameDevanagari ?? person.nameUrdu ?? '';
    redirect(
      303,
      isId(group) ? `/office/groups/${group}/member?q=${encodeURIComponent(name)}` : `/office/people/${sent.id}`,
    );
  },
};
