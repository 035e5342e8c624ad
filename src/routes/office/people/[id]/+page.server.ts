import type { Passbook } from '#domain/meetings/index.server.ts';
import type { SecretState } from '#app/members/index.server.ts';
import type { Card, DuplicatePair } from '#domain/people/index.server.ts';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { askIfAllowed, whoIs } from '../../ask.ts';
import { placeLabel, placeTree } from '../../places.ts';
import { holdsAnywhere, holdsForAll } from '../../rail.ts';
import { personActions } from './actions.server.ts';
import { besideOf } from './beside.ts';
import { profileOf } from './profile.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const personId = event.params.id;
  const profile = await profileOf(event, personId);
  const passbook = await askIfAllowed<Passbook | null>(event, 'meetings.passbook', { personId });
  const who = whoIs(event);
  const pairs = (await askIfAllowed<DuplicatePair[]>(event, 'people.duplicates', { personId })) ?? [];
  const places = new Map((await placeTree(event)).map((one) => [one.placeId, one]));
  const kin = event.url.searchParams.get('kin')?.trim().slice(0, 120) ?? '';
  const alike = kin ? await askIfAllowed<Card[]>(event, 'people.search', { typed: kin, limit: 8 }) : [];
  const secret = await askIfAllowed<SecretState | null>(event, 'members.secretState', { personId });
  return {
    profile,
    today: dayInIndia(new Date()),
    place: profile.placeId ? placeLabel(places, profile.placeId, event.locals.language) : '',
    groups: passbook?.groups.map(({ lines: _lines, loans: _loans, ...group }) => group) ?? [],
    pairs,
    kin,
    kinFound: (alike ?? []).filter((one) => one.personId !== personId),
    ids: {
      identity: newId(),
      bank: newId(),
      aadhaar: newId(),
      consent: newId(),
      household: newId(),
      join: newId(),
      view: newId(),
      withdraw: newId(),
      undo: newId(),
      secret: newId(),
      clear: newId(),
      photo: newId(),
    },
    secret,
    maySetSecret: holdsAnywhere(who, 'members.set') && !profile.erasedOn && profile.nowId === personId,
    mayClearSecret: holdsAnywhere(who, 'members.clear'),
    mayWrite: holdsAnywhere(who, 'people.write') && !profile.erasedOn,
    mayErase: holdsAnywhere(who, 'people.erase'),
    mayKeepPhoto: holdsAnywhere(who, 'people.write') && holdsAnywhere(who, 'files.write') && !profile.erasedOn,
    maySeeNumbers: holdsAnywhere(who, 'people.view_identity'),
    mayMerge: holdsForAll(who, 'people.merge'),
    ...(await besideOf(event, profile)),
    maySeeDebts: holdsAnywhere(who, 'debts.read') && !profile.erasedOn && profile.nowId === personId,
  };
};

export const actions: Actions = personActions;
