import { expect, test } from 'vitest';
import { countedTry, createVault, openThisPhone } from './index.ts';
import { makeServerKey } from './sealed-envelope.ts';
import { QUICK_LOCK } from '#test/field/phone.ts';

async function aStore() {
  const clock = { ms: 1_000 };
  const phone = await openThisPhone({ prefix: `tries ${Math.random()}`, now: () => clock.ms, rules: QUICK_LOCK });
  const { store } = await createVault(phone, { pin: '482913', serverKey: (await makeServerKey()).key });
  return { store, clock };
}
const yes = () => Promise.resolve(true);
const no = () => Promise.resolve(false);

test('wrong tries make her wait; while she waits nothing is judged; another woman does not wait with her', async () => {
  const { store, clock } = await aStore();
  const waits = [];
  for (let times = 0; times < 3; times += 1) waits.push((await countedTry(store, 'asha', no)).waitMs);
  expect(waits).toEqual([0, 0, 5_000]);
  let judged = false;
  const looks = () => ((judged = true), yes());
  expect(await countedTry(store, 'asha', looks)).toEqual({ right: false, waitMs: 5_000 });
  expect(judged).toBe(false);
  expect(await countedTry(store, 'rehana', yes)).toEqual({ right: true, waitMs: 0 });
  clock.ms += 5_000;
  expect((await countedTry(store, 'asha', no)).waitMs).toBe(60_000);
  clock.ms += 60_000;
  expect(await countedTry(store, 'asha', yes)).toEqual({ right: true, waitMs: 0 });
  expect((await countedTry(store, 'asha', no)).waitMs).toBe(0);
});

test('a try that is cut off in the middle counts', async () => {
  const { store } = await aStore();
  const killed = () => Promise.reject(new Error('the app was killed'));
  for (let times = 0; times < 3; times += 1) await expect(countedTry(store, 'asha', killed)).rejects.toThrow();
  expect(await countedTry(store, 'asha', yes)).toEqual({ right: false, waitMs: 5_000 });
});
