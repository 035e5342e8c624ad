/**
 * Answers for this machine's `.local` name in the network (RFC 6762), so that phones find the server where no other program does.
 * It asks first and keeps silent when somebody else answers, and no fault of it reaches the app.
 */
import { isIPv4 } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { MulticastDNS, Options, ResponsePacket, QueryPacket } from 'multicast-dns';
import { lanAddresses } from './lan.server.ts';
import { log } from './log.server.ts';

const TTL_SECONDS = 120;
/** Section 8.1: three questions, a quarter of a second apart. */
const PROBES = 3;
const PROBE_MS = 250;
const MDNS_PORT = 5353;

/** answering; yielded: another program answers for the name; off: the network does not allow it, or it was stopped. */
export type NameState = 'probing' | 'answering' | 'yielded' | 'off';
export type NameAnswering = { readonly state: () => NameState; readonly stop: () => Promise<void> };

type Where = Pick<Options, 'port' | 'interface' | 'bind' | 'ip'>;
type Answering = { readonly addresses?: () => string[]; readonly where?: Where };
type Heard = { readonly port: number; readonly address: string };

/** Resolves when it is known whether this process answers; never throws. */
export async function answerForName(
  name: string,
  { addresses = lanAddresses, where }: Answering = {},
): Promise<NameAnswering> {
  let state: NameState = 'probing';
  let mdns: MulticastDNS | undefined;
  const close = () => new Promise<void>((done) => (mdns ? mdns.destroy(done) : done()));
  const leave = (to: 'yielded' | 'off', fault?: unknown): void => {
    if (state === 'yielded' || state === 'off') return;
    state = to;
    log.info(to === 'yielded' ? 'name.yielded' : 'name.off', { host: name, fault });
    void close();
  };
  try {
    const { default: open } = await import('multicast-dns');
    mdns = open({ loopback: true, ...where });
    mdns.on('error', (fault: Error) => leave('off', fault));
    // a packet of another program that cannot be read, an interface that went away
    mdns.on('warning', () => {});
    mdns.on('response', (packet) => {
      if (isAnothers(packet, { name, own: state === 'answering' ? addresses() : [] })) leave('yielded');
    });
    for (let n = 0; n < PROBES && now(state) === 'probing'; n += 1) {
      mdns.query(name, 'ANY' as 'A');
      await wait(PROBE_MS);
    }
    if (now(state) === 'probing') {
      state = 'answering';
      const { port = MDNS_PORT } = where ?? {};
      mdns.on(
        'query',
        (packet, from) => state === 'answering' && answer(mdns!, packet, { name, addresses: addresses(), from, port }),
      );
      mdns.respond({ answers: records(name, addresses(), TTL_SECONDS) });
      log.info('name.answering', { host: name });
    }
  } catch (fault) {
    leave('off', fault);
  }
  return {
    state: () => state,
    stop: async () => {
      if (state === 'answering') {
        // section 10.1: the others forget the name at once
        await new Promise<void>((done) => mdns!.respond({ answers: records(name, addresses(), 0) }, () => done()));
        state = 'off';
        await close();
      } else leave('off');
    },
  };
}

/** The state as it is by now: it changes between two awaits. */
const now = (state: NameState): NameState => state;

const isName = (given: string, name: string): boolean => given.toLowerCase() === name.toLowerCase();

function records(name: string, addresses: readonly string[], ttl: number) {
  return addresses.map((data) => ({
    ...{ name, ttl, data, class: 'IN' as const, flush: true },
    type: isIPv4(data) ? ('A' as const) : ('AAAA' as const),
  }));
}

type Question = {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly from: Heard;
  readonly port: number;
};

function answer(mdns: MulticastDNS, packet: QueryPacket, { name, addresses, from, port }: Question): void {
  const asked = packet.questions.filter((one) => isName(one.name, name));
  const wanted = (type: string) => asked.some((one: { type: string }) => one.type === type || one.type === 'ANY');
  // section 6.7: a plain resolver asks from a port of its own and is answered there, its question repeated
  const plain = from.port !== port;
  const answers = records(name, addresses, plain ? 10 : TTL_SECONDS).filter(({ type }) => wanted(type));
  if (answers.length === 0) return;
  if (plain)
    mdns.respond({ id: packet.id, questions: asked, answers: answers.map((one) => ({ ...one, flush: false })) }, from);
  else mdns.respond({ answers });
}

/** Somebody says that the name is at an address that is not ours. */
function isAnothers(packet: ResponsePacket, { name, own }: { name: string; own: readonly string[] }): boolean {
  return packet.answers.some(
    (one) =>
      (one.type === 'A' || one.type === 'AAAA') &&
      isName(one.name, name) &&
      (one.ttl ?? 1) > 0 &&
      !own.includes(one.data),
  );
}
