import { expect, test } from 'vitest';
import { createVault, openThisPhone, setOfficerSecret, signAsOfficer, officerWay } from './index.ts';
import { makeServerKey } from './sealed-envelope.ts';
import { QUICK_LOCK } from '#test/field/phone.ts';

const ROSHNI = { groupId: 'g', personId: 'p' };

async function aStore(clock = { ms: 1_000 }) {
  const phone = await openThisPhone({ prefix: `officers ${Math.random()}`, now: () => clock.ms, rules: QUICK_LOCK });
  const { store } = await createVault(phone, { pin: '482913', serverKey: (await makeServerKey()).key });
  return { store, clock };
}

test('her secret signs the same text the same way, another text differently; a wrong one signs nothing', async () => {
  const { store } = await aStore();
  expect(await officerWay(store, ROSHNI)).toBeNull();
  await setOfficerSecret(store, ROSHNI, { way: 'pin', secret: '2468' });
  expect(await officerWay(store, ROSHNI)).toBe('pin');
  const sign = (secret: string, text: string) => signAsOfficer(store, ROSHNI, { secret, text });
  const first = await sign('2468', 'sheet a');
  expect(first.signature).toMatch(/^[\w-]{43}$/);
  expect(await sign('2468', 'sheet a')).toEqual(first);
  expect((await sign('2468', 'sheet b')).signature).not.toBe(first.signature);
  expect((await sign('2469', 'sheet a')).signature).toBeNull();
});

test('after wrong tries she must wait, even with the right one; the right one starts the count anew', async () => {
  const { store, clock } = await aStore();
  await setOfficerSecret(store, ROSHNI, { way: 'picture', secret: 'fish.pot.sun' });
  const sign = (secret: string) => signAsOfficer(store, ROSHNI, { secret, text: 'x' });
  await sign('no');
  await sign('no');
  expect(await sign('no')).toEqual({ signature: null, waitMs: 5_000 });
  expect(await sign('fish.pot.sun')).toEqual({ signature: null, waitMs: 5_000 });
  clock.ms += 5_000;
  expect((await sign('fish.pot.sun')).signature).not.toBeNull();
  expect((await sign('no')).waitMs).toBe(0);
});
