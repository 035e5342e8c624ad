import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { newStretching, stretch } from '#platform/stretch.ts';
import { sealTo } from '#field/sealed-envelope.ts';
import { pull } from '../sync/pull.server.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { cardNumber } from './card.ts';
import { openOwnBook, setSecretAtOffice } from './index.server.ts';
import { boxBound, type FoundLock } from './model.ts';
import { secretText, type MemberWay } from './secret.rules.ts';

let village: Village;
beforeAll(async () => {
  village = await makeVillage();
  await must(
    close(village.app, village.bookkeeper, ordinaryMeeting(await contextOf(village, village.admin), '2025-04-12')),
  );
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const ASHA = 0;
const REHANA = 1;
const idOf = (index: number): string => village.people[index]!;
const choose = (index: number, secret: string, { way = 'pin' as MemberWay, who = village.bookkeeper } = {}) =>
  setSecretAtOffice(village.app, who, { personId: idOf(index), way, secret });
const lockOf = async (who: Actor, input: unknown): Promise<FoundLock | null> => {
  const answer = await village.app.ask<FoundLock | null>('members.lock', who, input);
  return answer.kind === 'answer' ? answer.value : null;
};
/** As a phone does it: asks how to stretch, stretches, seals, sends. */
async function tryOpen(
  index: number,
  secret: string,
  { way = 'pin' as MemberWay, who = village.bookkeeper, forPerson = idOf(index) } = {},
) {
  const how = (await lockOf(who, { personId: idOf(index) })) ?? newStretching(1000);
  const { proof } = await stretch(secretText(way, secret), how);
  const { sealingKey } = await village.app.keys();
  const box = await sealTo(sealingKey, new TextEncoder().encode(proof), boxBound(forPerson));
  return openOwnBook(village.app, who, { personId: idOf(index), box });
}
const waitIsOver = (index: number) =>
  village.owner.query(`update member_secret set locked_until = now() where person_id = $1`, [idOf(index)]);

test('her PIN opens her passbook and no other; a wrong one opens nothing; the trail says so', async () => {
  await must(choose(ASHA, '4826'));
  await must(choose(REHANA, 'fish.sun.pot.fish', { way: 'picture' }));
  const hers = await tryOpen(ASHA, '4826');
  if (hers.kind !== 'opened') throw new Error(JSON.stringify(hers));
  expect(hers.book.person.personId).toBe(idOf(ASHA));
  expect(hers.book.groups[0]?.lines).toHaveLength(1);
  expect(await tryOpen(REHANA, 'fish.sun.pot.fish', { way: 'picture' })).toMatchObject({ kind: 'opened' });
  expect(await tryOpen(REHANA, 'fish.pot.sun.fish', { way: 'picture' })).toEqual({ kind: 'wrong', waitSeconds: 0 });
  expect(await tryOpen(REHANA, '4826')).toMatchObject({ kind: 'wrong' });
  // a box made for one woman serves for no other
  expect(await tryOpen(ASHA, '4826', { forPerson: idOf(REHANA) })).toMatchObject({ kind: 'wrong' });
  const { rows } = await village.owner.query<{ outcome: string }>(
    `select outcome from audit where action = 'members.try' and subject_id = $1 order by audit_id`,
    [idOf(REHANA)],
  );
  expect(rows.map((row) => row.outcome)).toEqual(['opened', 'wrong', 'wrong']);
});

test('she is found by the number on her card; the answer names nobody', async () => {
  const found = await lockOf(village.bookkeeper, { cardNumber: cardNumber(idOf(ASHA)) });
  expect(found).toMatchObject({ personId: idOf(ASHA), way: 'pin' });
  expect(Object.keys(found ?? {}).sort()).toEqual(['iterations', 'personId', 'salt', 'way']);
  expect(await lockOf(village.bookkeeper, { cardNumber: '00000000000' })).toBeNull();
});

test('a stranger organisation finds no lock, opens nothing, sets nothing', async () => {
  const stranger = await furnish(village.app, village.owner, 10);
  expect(await lockOf(stranger.bookkeeper, { personId: idOf(ASHA) })).toBeNull();
  expect(await tryOpen(ASHA, '4826', { who: stranger.bookkeeper })).toMatchObject({ code: 'members.not_set' });
  expect(await choose(2, '4826', { who: stranger.admin })).toMatchObject({ code: 'members.unknown' });
  expect(await village.app.do('members.clearSecret', stranger.admin, { personId: idOf(ASHA) })).toMatchObject({
    code: 'members.not_set',
  });
});

test('who records for another group, or audits, sets no secret; nobody but the office clears one', async () => {
  const auditor: Actor = { ...village.bookkeeper, grants: [{ role: 'auditor', scope: null }] };
  const elsewhere: Actor = {
    ...village.bookkeeper,
    grants: [{ role: 'bookkeeper', scope: { kind: 'group', id: newId() } }],
  };
  for (const who of [auditor, elsewhere])
    expect(await choose(3, '4826', { who })).toMatchObject({ code: 'door.not_allowed' });
  expect(await choose(ASHA, '7391')).toMatchObject({ code: 'members.already_set' });
  expect(await village.app.do('members.clearSecret', village.bookkeeper, { personId: idOf(ASHA) })).toMatchObject({
    code: 'door.not_allowed',
  });
  await must(village.app.do('members.clearSecret', village.admin, { personId: idOf(ASHA) }));
  expect(await tryOpen(ASHA, '4826')).toMatchObject({ code: 'members.not_set' });
  await must(choose(ASHA, '7391'));
  expect(await tryOpen(ASHA, '7391')).toMatchObject({ kind: 'opened' });
  expect(await choose(4, '1234')).toMatchObject({ code: 'members.secret_easy' });
});

test('wrong tries make her wait longer and longer; while she waits even the right one is not looked at', async () => {
  await must(choose(5, '4826'));
  const waits: number[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const answer = await tryOpen(5, '9999');
    waits.push(answer.kind === 'wrong' ? answer.waitSeconds : -1);
    if (tries === 2) expect(await tryOpen(5, '4826')).toMatchObject({ kind: 'wrong' });
    await waitIsOver(5);
  }
  expect(waits).toEqual([0, 0, 5, 30, 120, 600]);
  expect(await tryOpen(5, '4826')).toMatchObject({ kind: 'opened' });
  expect(await tryOpen(5, '9999')).toEqual({ kind: 'wrong', waitSeconds: 0 });
});

test('guesses sent at once are counted one after the other', async () => {
  await must(choose(6, '4826'));
  const answers = await Promise.all(Array.from({ length: 8 }, (_, guess) => tryOpen(6, `739${guess}`)));
  const looked = await village.owner.query(
    `select count(*)::int as n from audit where action = 'members.try' and subject_id = $1 and outcome = 'wrong'`,
    [idOf(6)],
  );
  expect(answers.every((answer) => answer.kind !== 'opened')).toBe(true);
  expect(looked.rows[0].n).toBe(3);
});

test('no PIN and no proof lies readable in the database', async () => {
  await must(choose(7, '4826'));
  const lock = (await lockOf(village.bookkeeper, { personId: idOf(7) }))!;
  const { proof } = await stretch(secretText('pin', '4826'), lock);
  const { rows } = await village.owner.query<{ proof_hash: string }>(
    `select proof_hash from member_secret where person_id = $1`,
    [idOf(7)],
  );
  expect(rows[0]?.proof_hash).toMatch(/^\$argon2id\$/);
  const found = await village.owner.query(
    `select from command where payload::text like '%' || $1 || '%' or outcome::text like '%' || $1 || '%'`,
    [proof],
  );
  expect(found.rowCount).toBe(0);
});

test('phones of her group keep what checks her secret, and hear when it is cleared', async () => {
  const deviceId = newId();
  await village.owner.query(
    `insert into device (org_id, device_id, user_id, label, state) values ($1, $2, $3, 'phone', 'active')`,
    [village.orgId, deviceId, village.bookkeeper.userId],
  );
  const ask = async (cursor: string | null) =>
    (await pull(village.app, village.bookkeeper, {
      ...{ requestId: newId(), deviceId, epoch: null, cursor, limit: 1000 },
    }))!;
  const locksIn = (answer: Awaited<ReturnType<typeof ask>>) =>
    answer.groups[0]?.parts.find((part) => part.kind === 'locks')?.doc as Record<string, unknown> | undefined;
  await must(choose(8, '4826'));
  const first = await ask(null);
  expect(locksIn(first)?.[idOf(8)]).toMatchObject({ way: 'pin' });
  expect(locksIn(first)?.[idOf(9)]).toBeUndefined();
  await must(village.app.do('members.clearSecret', village.admin, { personId: idOf(8) }));
  expect(locksIn(await ask(first.cursor))?.[idOf(8)]).toBeUndefined();
});

test('who is erased leaves no secret behind', async () => {
  await must(choose(10, '4826'));
  await village.owner.query(`update person set erased_on = current_date where person_id = $1`, [idOf(10)]);
  expect(await lockOf(village.bookkeeper, { personId: idOf(10) })).toBeNull();
});

test('she changes it by the one she knows; who does not know it changes nothing, and each guess is counted', async () => {
  const personId = idOf(8);
  const { app, bookkeeper } = village;
  await must(choose(8, '4826'));
  const proofOf = async (secret: string): Promise<string> =>
    (await stretch(secretText('pin', secret), (await lockOf(bookkeeper, { personId }))!)).proof;
  const { sealingKey } = await app.keys();
  const boxOf = (proof: string) => sealTo(sealingKey, new TextEncoder().encode(proof), boxBound(personId));
  const change = async (known: string, wanted: string) => {
    const how = newStretching();
    const old = await boxOf(await proofOf(known));
    const { proof, check } = await stretch(secretText('pin', wanted), how);
    const lock = { way: 'pin', ...how, check };
    return must(app.do('members.changeSecret', bookkeeper, { personId, old, lock, box: await boxOf(proof) }));
  };
  expect(await change('9999', '7391')).toEqual({ personId, changed: false });
  const { rows } = await village.owner.query(`select wrong_tries from member_secret where person_id = $1`, [personId]);
  expect(rows).toEqual([{ wrong_tries: 1 }]);
  // while she has to wait even the right one is not looked at
  const wait = `update member_secret set locked_until = now() + interval '1 hour' where person_id = $1`;
  await village.owner.query(wait, [personId]);
  expect(await change('4826', '7391')).toEqual({ personId, changed: false });
  await waitIsOver(8);
  expect(await change('4826', '7391')).toEqual({ personId, changed: true });
  expect(await tryOpen(8, '4826')).toMatchObject({ kind: 'wrong' });
  expect(await tryOpen(8, '7391')).toMatchObject({ kind: 'opened' });
});
