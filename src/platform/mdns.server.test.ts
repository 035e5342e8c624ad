/** The responder on the loopback interface, asked from another socket; a port of its own, so that nothing of this machine's network hears it. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import makeMdns, { type MulticastDNS, type ResponsePacket } from 'multicast-dns';
import { afterEach, expect, test } from 'vitest';
import { answerForName, type NameAnswering } from './mdns.server.ts';

const where = { port: 4147, bind: '0.0.0.0', interface: '127.0.0.1' };
const addresses = () => ['192.168.7.9', 'fd00::9'];

/** Some containers have no multicast at all, not even with themselves. */
async function hasMulticast(): Promise<boolean> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(4148, '0.0.0.0');
    await once(socket, 'listening');
    socket.addMembership('224.0.0.251', '127.0.0.1');
    socket.setMulticastInterface('127.0.0.1');
    socket.send('?', 4148, '224.0.0.251');
    await once(socket, 'message', { signal: AbortSignal.timeout(1_000) });
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
const multicast = await hasMulticast();

const running: (NameAnswering | MulticastDNS)[] = [];
afterEach(async () => {
  for (const one of running.splice(0))
    await ('stop' in one ? one.stop() : new Promise<void>((done) => one.destroy(done)));
});
async function responder(name = 'asha.local') {
  const one = await answerForName(name, { addresses, where });
  running.push(one);
  return one;
}
async function another(): Promise<MulticastDNS> {
  const one = makeMdns(where);
  running.push(one);
  await once(one, 'ready');
  return one;
}
/** The next packet that fits; the responder's own announcement may come between. */
const next = (client: MulticastDNS, fits: (packet: ResponsePacket) => boolean) =>
  new Promise<ResponsePacket>((done) => {
    const look = (packet: ResponsePacket) => fits(packet) && (client.off('response', look), done(packet));
    client.on('response', look);
  });
/** Addresses that come back for this name, from whoever answers first. */
async function asked(name: string, type: 'A' | 'AAAA', over?: MulticastDNS): Promise<unknown[]> {
  const client = over ?? (await another());
  const heard = next(client, (packet) => packet.answers.every((one) => one.type === type));
  client.query(name, type);
  return (await heard).answers.map((one) => [one.type, 'data' in one ? one.data : null]);
}

test.runIf(!multicast)('this machine has no multicast: the responder cannot be tried here', () => {
  expect(multicast).toBe(false);
});

test.runIf(multicast)('it answers for its name, whatever the case of its letters, and for no other', async () => {
  expect((await responder()).state()).toBe('answering');
  const client = await another();
  client.query('other.local', 'A');
  expect(await asked('ASHA.local', 'A', client)).toEqual([['A', '192.168.7.9']]);
  expect(await asked('asha.local', 'AAAA', client)).toEqual([['AAAA', 'fd00::9']]);
});

test.runIf(multicast)('a plain resolver that asks from another port is answered there', async () => {
  await responder();
  const client = makeMdns({ ...where, port: 0, multicast: false });
  running.push(client);
  const heard = new Promise<ResponsePacket>((done) => client.once('response', done));
  client.query({ id: 77, questions: [{ name: 'asha.local', type: 'A' }] }, {
    address: '127.0.0.1',
    port: 4147,
  } as never);
  expect(await heard).toMatchObject({
    id: 77,
    questions: [{ name: 'asha.local' }],
    answers: [{ data: '192.168.7.9' }],
  });
});

test.runIf(multicast)('it keeps silent when another program answers for the name already', async () => {
  const other = await another();
  other.on('query', () => other.respond([{ name: 'asha.local', type: 'A', ttl: 120, data: '192.168.7.77' }]));
  expect((await responder()).state()).toBe('yielded');
});

test.runIf(multicast)('it gives way when another program says later that the name is elsewhere', async () => {
  const mine = await responder();
  const other = await another();
  other.respond([{ name: 'asha.local', type: 'A', ttl: 120, data: '192.168.7.9' }]);
  other.respond([{ name: 'rani.local', type: 'A', ttl: 120, data: '192.168.7.77' }]);
  await asked('asha.local', 'A', other);
  expect(mine.state()).toBe('answering');
  other.respond([{ name: 'asha.local', type: 'A', ttl: 120, data: '192.168.7.77' }]);
  await expect.poll(() => mine.state()).toBe('yielded');
});

test.runIf(multicast)('at the end it says goodbye, so that nobody keeps the name', async () => {
  const mine = await responder();
  const client = await another();
  const heard = next(client, (packet) => packet.answers.every((one) => 'ttl' in one && one.ttl === 0));
  await mine.stop();
  expect((await heard).answers).toMatchObject([{ ttl: 0 }, { ttl: 0 }]);
  expect(mine.state()).toBe('off');
});

test('a network that does not allow it never stops the app', async () => {
  const off = await answerForName('asha.local', { addresses, where: { ...where, bind: '203.0.113.1' } });
  expect(off.state()).toBe('off');
  await off.stop();
});
