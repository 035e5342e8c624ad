/** What pages of the register of enterprises share: what was chosen in the address, what was typed, what is sent. */
import type { Activity, EnterpriseCard } from '#domain/enterprise-register/index.server.ts';
import type { GroupRow } from '#domain/groups/index.server.ts';
import type { Card } from '#domain/people/index.server.ts';
import { readDigits } from '#platform/digits.ts';
import { isId } from '#platform/ids.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn, ofCard, ofGroup } from '#ui/office/names.ts';
import { ask, askIfAllowed, found, type Here } from '../ask.ts';
import type { SentForm } from '../form.server.ts';
import { placeOptions } from '../places.ts';
import { IN_WORDS, type Chosen, type Picking } from './enterprises.ts';

const MOST = 20;
const keyed = (texts: readonly string[]): string[] =>
  [...new Set(texts)].filter((text) => /^(person|group):/.test(text) && isId(text.split(':')[1] ?? '')).slice(0, MOST);

/** `?owner=person:<id>&owner=group:<id>`: who was chosen, in that order, and who is like what was typed in `?q=`. */
export async function pickingOf(here: Here & { url: URL }): Promise<Picking> {
  const language = here.locals.language;
  const keys = keyed(here.url.searchParams.getAll('owner'));
  const q = here.url.searchParams.get('q')?.trim().slice(0, 80) ?? '';
  const groups = (await askIfAllowed<GroupRow[]>(here, 'groups.list', {})) ?? [];
  const people = q ? await ask<Card[]>(here, 'people.search', { typed: q, limit: 8 }) : [];
  const groupOf = (one: GroupRow): Chosen => ({
    key: `group:${one.groupId}`,
    name: nameIn(language, ofGroup(one)).text,
    isGroup: true,
  });
  const isLike = (one: GroupRow) =>
    [one.name, one.nameHi, one.nameUr].some((name) => name?.toLowerCase().includes(q.toLowerCase()));
  const likeGroups = q ? groups.filter((one) => !one.practice && one.state !== 'closed' && isLike(one)) : [];
  const alike = [...people.map((one) => womanOf(one, language)), ...likeGroups.slice(0, 8).map(groupOf)];
  const owners = await Promise.all(
    keys.map(async (key) => {
      const [kind, id] = key.split(':') as [string, string];
      if (kind === 'person')
        return womanOf(found(await ask<Card | null>(here, 'people.card', { personId: id })), language);
      return groupOf(found(groups.find((one) => one.groupId === id)));
    }),
  );
  return { owners, alike: alike.filter((one) => !keys.includes(one.key)), q };
}
const womanOf = (one: Card, language: Language): Chosen => ({
  key: `person:${one.personId}`,
  name: nameIn(language, ofCard(one)).text,
  isGroup: false,
});

/** "33.34" -> 3334; what is no such number stays text, and the schema says which field. */
const bpsOf = (typed: string): unknown => {
  const text = readDigits(typed).replace(/[%\s]/g, '');
  return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : typed;
};

export const ownersSent = (sent: SentForm) =>
  keyed(sent.all('owner')).map((key) => {
    const [kind, id] = key.split(':');
    return { kind, id, shareBps: bpsOf(sent.text(`share-${key}`)) };
  });

export const fieldsSent = (sent: SentForm) => ({
  nameEn: sent.orNull('nameEn'),
  nameHi: sent.orNull('nameHi'),
  nameUr: sent.orNull('nameUr'),
  activity: sent.text('activity') === IN_WORDS ? null : sent.orNull('activity'),
  activityWords: sent.orNull('activityWords'),
  placeId: sent.text('placeId'),
  udyam: sent.orNull('udyam'),
});

/** @param one what it does may be offered no more: it stays to be chosen for itself */
export async function fieldOptions(here: Here, one?: EnterpriseCard) {
  const offered = await ask<Activity[]>(here, 'enterprises.activities');
  const its = one?.activityCode && one.activity ? [{ activity: one.activityCode, names: one.activity }] : [];
  const activities = [...its.filter((own) => offered.every((each) => each.activity !== own.activity)), ...offered];
  return {
    activities: activities.map((each) => ({
      value: each.activity,
      label: nameIn(here.locals.language, each.names).text,
    })),
    places: await placeOptions(here),
  };
}

export const enterpriseHere = async (here: Here, enterpriseId: string): Promise<EnterpriseCard> =>
  found(await ask<EnterpriseCard | null>(here, 'enterprises.one', { enterpriseId }));
