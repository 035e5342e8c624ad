import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import * as places from '#domain/places/index.server.ts';
import { newId } from '#platform/ids.ts';
import { twoOrgs, type TwoOrgs } from '#test/two-orgs.ts';
import * as people from './index.server.ts';
import type { ErasurePreview, Retention } from './index.server.ts';
import { verhoeffDigit } from './aadhaar.rules.ts';
import type { DuplicatePair } from './duplicates.queries.server.ts';
import type { PersonFields } from './model.ts';
import type { Card, Profile } from './profile.queries.server.ts';

const FULL = `23456789012${verhoeffDigit('23456789012')}`;
let world: TwoOrgs;
beforeAll(async () => {
  world = await twoOrgs(places, people);
});

const value = <T>(answer: unknown): T => (answer as { value: T }).value;
const make = (name: string, payload: unknown, who = world.us) => world.app.do(`people.${name}`, who, payload);
const profile = async (personId: string, who = world.us): Promise<Profile | null> =>
  value(await world.app.ask('people.profile', who, { personId }));
const search = async (typed: string, who = world.us): Promise<string[]> =>
  value<Card[]>(await world.app.ask('people.search', who, { typed })).map((card) => card.personId);
async function register(person: PersonFields, who = world.us): Promise<string> {
  const personId = newId();
  expect(await make('register', { personId, person }, who)).toMatchObject({ kind: 'applied' });
  return personId;
}

describe('one woman', () => {
  test('is registered, corrected with history, and unknown to the stranger', async () => {
    const personId = await register({
      nameDevanagari: 'कनीज़ फ़ातिमा',
      birthYear: 1985,
      phone: '+91 98765 43210',
      flags: ['widow'],
      crafts: [{ craft: 'chikan', sinceYear: 2004 }],
    });
    const before = await profile(personId);
    expect(before).toMatchObject({
      phone: '9876543210',
      birthYear: 1985,
      flags: ['widow'],
      crafts: [{ craft: 'chikan', sinceYear: 2004 }],
    });
    const changes = { nameUrdu: 'کنیز فاطمہ', phone: null, crafts: [] };
    expect(await make('update', { personId, changes })).toMatchObject({
      receipt: { changed: ['nameUrdu', 'phone', 'crafts'] },
    });
    const after = await profile(personId);
    expect(after).toMatchObject({ phone: null, crafts: [], nameDevanagari: 'कनीज़ फ़ातिमा', nameUrdu: 'کنیز فاطمہ' });
    expect(after?.history.find((line) => line.field === 'phone' && line.after === null)).toMatchObject({
      before: '9876543210',
    });
    expect(await profile(personId, world.stranger)).toBeNull();
    expect(await make('update', { personId, changes: { phone: null } }, world.stranger)).toMatchObject({
      code: 'people.not_found',
    });
    expect(await make('register', { personId, person: { nameLatin: 'X' } })).toMatchObject({
      code: 'people.already_registered',
    });
    expect(await make('update', { personId, changes: { placeId: newId() } })).not.toMatchObject({ kind: 'applied' });
  });

  test('a full Aadhaar number leaves no trace anywhere', async () => {
    const personId = await register({ nameLatin: 'Nobody' });
    expect(await make('update', { personId, changes: { note: `card ${FULL}` } })).toMatchObject({
      code: 'people.aadhaar_in_text',
      params: { field: 'changes.note' },
    });
    expect(await make('noteAadhaar', { personId, aadhaarLastFour: FULL, consentId: newId() })).toMatchObject({
      code: 'people.aadhaar_full_number',
    });
    expect(
      await make('addIdentity', { personId, identityId: newId(), kind: 'artisan_card', number: FULL }),
    ).toMatchObject({ code: 'people.aadhaar_in_text' });
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from command where payload::text like ${`%${FULL}%`}`.execute(world.owner);
    expect(rows[0]).toEqual({ n: 0 });
  });

  test('numbers show their ending; the whole one is a command with an audit line', async () => {
    const { us, stranger, owner } = world;
    const personId = await register({ nameLatin: 'Savita' });
    const [identityId, bankAccountId] = [newId(), newId()];
    expect(await make('addIdentity', { personId, identityId, kind: 'eshram', number: FULL })).toMatchObject({
      kind: 'applied',
    });
    expect(await make('addIdentity', { personId, identityId: newId(), kind: 'eshram', number: FULL })).toMatchObject({
      code: 'people.identity_taken',
    });
    const account = {
      personId,
      bankAccountId,
      number: FULL,
      ifsc: 'sbin0001234',
      bankName: null,
      operatedBy: 'husband',
    };
    expect(await make('addBankAccount', account)).toMatchObject({ kind: 'applied' });
    expect(await profile(personId)).toMatchObject({
      identities: [{ ending: FULL.slice(-4) }],
      bankAccounts: [{ ending: FULL.slice(-4), ifsc: 'SBIN0001234', operatedBy: 'husband' }],
    });
    const view = { personId, what: 'identity', id: identityId };
    expect(await make('viewNumber', view)).toMatchObject({ receipt: { number: FULL } });
    expect(await make('viewNumber', view, stranger)).toMatchObject({ code: 'people.not_found' });
    expect(await make('viewNumber', view, world.as('bookkeeper'))).toMatchObject({ code: 'door.not_allowed' });
    const { rows } =
      await sql`select outcome from audit where org_id = ${us.orgId} and action = 'people.viewNumber' and subject_id = ${personId} order by audit_id`.execute(
        owner,
      );
    expect(rows).toEqual([{ outcome: 'applied' }, { outcome: 'refused:door.not_allowed' }]);
  });

  test('the last four digits need a consent and go with it', async () => {
    const personId = await register({ nameLatin: 'Tara' });
    const consentId = newId();
    const note = { personId, aadhaarLastFour: '९०१२', consentId };
    expect(await make('noteAadhaar', note)).toMatchObject({ code: 'people.consent_needed' });
    const consent = { personId, consentId, purpose: 'aadhaar_last_four', language: 'hi', givenOn: '2026-01-05' };
    expect(await make('recordConsent', consent)).toMatchObject({ kind: 'applied' });
    expect(await make('noteAadhaar', note)).toMatchObject({ kind: 'applied' });
    expect(await profile(personId)).toMatchObject({
      aadhaarLastFour: '9012',
      consents: [{ purpose: 'aadhaar_last_four', withdrawnOn: null }],
    });
    expect(await make('withdrawConsent', { personId, consentId, withdrawnOn: '2026-02-01' })).toMatchObject({
      kind: 'applied',
    });
    expect(await profile(personId)).toMatchObject({ aadhaarLastFour: null, consents: [{ withdrawnOn: '2026-02-01' }] });
  });
});

describe('found as one types', () => {
  test('in any script, two words in any order, joined or apart, by phone; never by the stranger', async () => {
    const shabnam = await register({ nameUrdu: 'شبنم پروین', phone: '9812345678' });
    const noor = await register({ nameDevanagari: 'नूरजहाँ' });
    for (const typed of ['shab', 'Shabnam', 'शबन', 'شبن', 'parveen sh', 'शबनम प', '98123', '९८१२३'])
      expect(await search(typed), typed).toContain(shabnam);
    expect(await search('noor jahan')).toContain(noor);
    expect(await search('نور جہاں')).toContain(noor);
    expect(await search('shabnam zzz')).toEqual([]);
    expect(await search('%')).toEqual([]);
    expect(await search('shabnam', world.stranger)).toEqual([]);
    const theirs = await register({ nameLatin: 'Shabnam Theirs' }, world.stranger);
    expect(await search('shabnam')).not.toContain(theirs);
  });

  test('a scoped role finds only within its place', async () => {
    const [mohalla, other] = [newId(), newId()];
    for (const placeId of [mohalla, other]) {
      await world.app.do('places.save', world.us, { placeId, parentId: null, kind: 'mohalla', nameEn: placeId });
    }
    const inside = await register({ nameLatin: 'Gulabo', placeId: mohalla });
    await register({ nameLatin: 'Gulabo', placeId: other });
    const crp = world.as('animator', { kind: 'place', id: mohalla });
    expect(
      value<Card[]>(await world.app.ask('people.search', crp, { typed: 'gulab', placeId: mohalla })).map(
        (card) => card.personId,
      ),
    ).toEqual([inside]);
    // nothing named: narrowed to her places by itself
    const seen = value<Card[]>(await world.app.ask('people.search', crp, { typed: 'gulab' }));
    expect(seen.map((card) => card.personId)).toEqual([inside]);
    const listed = value<{ rows: Card[]; total: number }>(await world.app.ask('people.list', crp, {}));
    expect([listed.total, listed.rows.map((card) => card.personId)]).toEqual([1, [inside]]);
    expect(await world.app.ask('people.search', crp, { typed: 'gulab', placeId: other })).toMatchObject({
      code: 'door.not_allowed',
    });
  });
});

describe('two records of one woman', () => {
  test('are found across scripts, merged, counted once, and parted again', async () => {
    const placeId = newId();
    await world.app.do('places.save', world.us, { placeId, parentId: null, kind: 'mohalla', nameEn: 'Chowk' });
    const husband = (name: string): PersonFields['relation'] => ({ kind: 'husband', name });
    const kept = await register({ nameLatin: 'Rukhsana Begum', relation: husband('Mohd Arif'), placeId });
    const alias = await register({ nameDevanagari: 'रुख़साना', relation: husband('मोहम्मद आरिफ़'), placeId });
    await register({ nameLatin: 'Sunita', relation: husband('Ram Lal'), placeId });
    const pairs = value<DuplicatePair[]>(await world.app.ask('people.duplicates', world.us, {}));
    expect(pairs.map((pair) => [pair.left.personId, pair.right.personId].sort())).toEqual([[kept, alias].sort()]);
    const draft = { nameUrdu: 'رخسانہ', relation: husband('محمد عارف'), placeId };
    expect(value<unknown[]>(await world.app.ask('people.duplicatesOf', world.us, { person: draft }))).toHaveLength(2);

    const today = (await sql<{ d: string }>`select (now() at time zone 'Asia/Kolkata')::date as d`.execute(world.owner))
      .rows[0]!.d;
    const count = async () =>
      value<{ persons: number }>(await world.app.ask('people.countOn', world.us, { on: today })).persons;
    const both = await count();
    expect(await make('merge', { keptId: kept, aliasId: alias, reason: 'same husband' })).toMatchObject({
      kind: 'applied',
    });
    expect(await count()).toBe(both - 1);
    expect(await search('रुखसाना')).toEqual([kept]);
    expect(await profile(kept)).toMatchObject({ aliases: [{ aliasId: alias }] });
    expect(await make('merge', { keptId: kept, aliasId: alias, reason: '' })).toMatchObject({
      code: 'people.merge_already',
    });
    expect(await make('merge', { keptId: alias, aliasId: kept, reason: '' })).toMatchObject({
      code: 'people.merge_into_alias',
    });
    expect(await make('undoMerge', { aliasId: alias, reason: '' }, world.stranger)).toMatchObject({
      code: 'people.merge_not_found',
    });
    const pairsNow = async () =>
      value<{ pairs: number }>(await world.app.ask('people.duplicateCount', world.us, {})).pairs;
    expect(await pairsNow(), 'a merged record is half of no pair').toBe(0);
    expect(await make('undoMerge', { aliasId: alias, reason: 'two sisters' })).toMatchObject({ kind: 'applied' });
    expect(await pairsNow()).toBe(1);
    const husbandNow = { relation: husband('Ghulam Rasool') };
    expect(await make('update', { personId: alias, changes: husbandNow })).toMatchObject({ kind: 'applied' });
    expect(await pairsNow(), 'another husband: another woman').toBe(0);
    expect(await make('update', { personId: alias, changes: { relation: husband('Mohd Arif') } })).toMatchObject({
      kind: 'applied',
    });
    const before = value(await world.app.ask('people.duplicates', world.us, { personId: kept }));
    expect(await make('renewPairs', {})).toMatchObject({ receipt: { pairs: 1 } });
    expect(value(await world.app.ask('people.duplicates', world.us, { personId: kept }))).toEqual(before);
    expect(value(await world.app.ask('people.duplicates', world.stranger, {}))).toEqual([]);
    expect(await count()).toBe(both);
    expect((await search('रुखसाना')).sort()).toEqual([kept, alias].sort());
  });
});

describe('a leaver', () => {
  test('is erased after the term: fields, numbers, history and payloads go, id and commitment stay', async () => {
    const { owner, us } = world;
    const personId = await register({ nameLatin: 'Zubaida Leaver', phone: '9800000001', note: 'secret words' });
    const identityId = newId();
    await make('addIdentity', { personId, identityId, kind: 'voter_card', number: 'ABC7654321' });
    await make('viewNumber', { personId, what: 'identity', id: identityId });
    expect(await make('erase', { personId })).toMatchObject({ code: 'people.retention_unset' });
    await make('setRetention', { fromOn: '2020-01-01', months: 12, source: 'resolution of the board' });
    expect(await make('erase', { personId })).toMatchObject({ code: 'people.erase_not_left' });
    await make('leave', { personId, leftOn: '2024-01-01' });
    const preview = async () => value<ErasurePreview>(await world.app.ask('people.erasurePreview', us, { personId }));
    expect(await preview()).toMatchObject({ problem: null, identities: 1, erasableFrom: '2025-01-01' });
    expect((await preview()).fields).toEqual(['nameLatin', 'phone', 'note']);
    const kept = value<Retention>(await world.app.ask('people.retention', us, {}));
    expect([kept.months, kept.leavers.map((one) => [one.personId, one.ready])]).toEqual([12, [[personId, true]]]);
    expect(await make('comeBack', { personId })).toMatchObject({ kind: 'applied' });
    expect(await make('comeBack', { personId })).toMatchObject({ code: 'people.leave_not_left' });
    await make('leave', { personId, leftOn: '2024-01-01' });
    expect(await make('erase', { personId }, world.stranger)).toMatchObject({ code: 'people.not_found' });
    expect(await make('erase', { personId })).toMatchObject({ kind: 'applied' });
    const trace = await sql<{ n: number }>`select
      (select count(*)::int from command c where c.org_id = ${us.orgId} and (c.payload::text ~ 'Zubaida|secret words|7654321' or c.outcome::text ~ 'Zubaida|7654321'))
      + (select count(*)::int from person_change h where h.person_id = ${personId} and (h.before is not null or h.after is not null))
      + (select count(*)::int from person_token t where t.person_id = ${personId})
      + (select count(*)::int from person_identity i where i.person_id = ${personId}) as n`.execute(owner);
    expect(trace.rows[0]).toEqual({ n: 0 });
    expect(await profile(personId)).toMatchObject({ personId, nameLatin: null, phone: null, leftOn: '2024-01-01' });
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from command where org_id = ${us.orgId} and payload is null and payload_commitment is not null`.execute(
      owner,
    );
    expect(rows[0]!.n).toBeGreaterThanOrEqual(3);
    expect(await make('erase', { personId })).toMatchObject({ code: 'people.erased' });
    expect(await make('update', { personId, changes: { nameLatin: 'Back' } })).toMatchObject({
      code: 'people.not_found',
    });
  });
});
