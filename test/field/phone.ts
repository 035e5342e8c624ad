/** Builders for tests of the phone: a phone, a user on it, and a network that breaks in the ways networks break. */
import 'fake-indexeddb/auto';
import { newId } from '#platform/ids.ts';
import {
  appendCommand,
  createSync,
  enrol,
  openThisPhone,
  type NewCommand,
  type Phone,
  type RecordedCommand,
  type Store,
  type Sync,
  type SyncDeps,
} from '#field/index.ts';
import type { Timer } from '#field/index.ts';
import { photoHash } from '#field/photos.ts';
import type { ModelServer, Reply } from './model-server.ts';

export const QUICK_LOCK = { iterations: 5, delaysMs: [0, 0, 5_000, 60_000] };
export const GROUP = '0190a000-0000-7000-8000-000000000001';
export const OTHER_GROUP = '0190a000-0000-7000-8000-000000000002';

export type Fault =
  | 'none'
  | 'offline'
  | 'lostAnswer'
  | 'twice'
  | 'portal'
  | 'portalRedirect'
  | 'cut'
  | 'empty204'
  | 'foreign'
  | 'hang'
  | 'hang after'
  | 'error500'
  | 'tooLarge'
  | 'busy429'
  | 'signIn'
  | 'portal403'
  | 'wrongHash'
  | 'unknownId';

const json = (reply: Reply): Response =>
  new Response(JSON.stringify(reply.body ?? {}), {
    status: reply.status,
    headers: { 'content-type': 'application/json' },
  });
const html = (status: number): Response =>
  new Response('<html>Welcome to railway Wi-Fi</html>', { status, headers: { 'content-type': 'text/html' } });

/** A network in front of the server; `next` decides each call's fault. Keeps what was sent. */
export class Wires {
  sent: { path: string; body: { commands?: unknown[]; batchId?: string } }[] = [];
  next: (path: string) => Fault = () => 'none';
  maxBatch = Infinity;
  onServer: ((path: string) => Promise<void>) | null = null;
  private last: Reply | null = null;
  private timers = new Set<() => void>();
  readonly server: ModelServer;
  constructor(server: ModelServer) {
    this.server = server;
  }

  /** Time passes only when a request hangs. */
  after = (_ms: number): Timer => {
    let fire: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (fire = resolve));
    this.timers.add(fire);
    return { done, cancel: () => this.timers.delete(fire) };
  };
  private passTime(): void {
    for (const fire of this.timers) fire();
    this.timers.clear();
  }

  private async photo(id: string, init: RequestInit): Promise<Response> {
    if (this.next('/photos') === 'offline') throw new TypeError('Failed to fetch');
    const sha256 = await photoHash(new Uint8Array(await (init.body as Blob).arrayBuffer()));
    this.server.data.photos.set(id, sha256);
    return json({ status: 200, body: { id, sha256, stored: true } });
  }

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const path = new URL(url).pathname.replace('/api/sync', '');
    if (path.startsWith('/photos/')) return this.photo(path.slice(8), init);
    const body = JSON.parse(String(init.body)) as Wires['sent'][number]['body'];
    const fault = this.next(path);
    if (fault === 'offline') throw new TypeError('Failed to fetch');
    if (fault === 'portal') return html(200);
    if (fault === 'portal403') return html(403);
    if (fault === 'portalRedirect')
      return new Response(null, { status: 302, headers: { location: 'http://login.wifi/' } });
    if (fault === 'empty204') return new Response(null, { status: 204 });
    if (fault === 'hang') {
      setTimeout(() => this.passTime(), 0);
      return new Promise<Response>(() => undefined);
    }
    if (fault === 'error500') return html(500);
    if (fault === 'busy429') return new Response('', { status: 429, headers: { 'retry-after': '120' } });
    if (fault === 'signIn') return json({ status: 401 });
    if (fault === 'tooLarge' || (body.commands?.length ?? 0) > this.maxBatch) return html(413);
    this.sent.push({ path, body });
    await this.onServer?.(path);
    const before = this.last;
    let reply = await this.server.handle(path, body);
    if (fault === 'twice') reply = await this.server.handle(path, body);
    this.last = reply;
    if (fault === 'lostAnswer') throw new TypeError('connection lost');
    if (fault === 'hang after') {
      setTimeout(() => this.passTime(), 0);
      return new Promise<Response>(() => undefined);
    }
    if (fault === 'foreign') return json(before ?? { status: 200, body: {} });
    if (fault === 'cut') {
      const text = JSON.stringify(reply.body);
      return new Response(text.slice(0, text.length - 5), { headers: { 'content-type': 'application/json' } });
    }
    if (fault === 'wrongHash' || fault === 'unknownId')
      return json({ status: reply.status, body: damage(reply.body, fault) });
    return json(reply);
  };
}

function damage(body: unknown, fault: 'wrongHash' | 'unknownId'): unknown {
  const copy = structuredClone(body) as { answers?: { id: string; payloadHash: string }[] };
  const first = copy.answers?.[0];
  if (first && fault === 'wrongHash') first.payloadHash = '0'.repeat(64);
  if (first && fault === 'unknownId') first.id = newId();
  return copy;
}

export const BASE = 'https://bakhiya.test/api/sync';
export const amountOf = (command: RecordedCommand): number =>
  (command.envelope.payload as { amountPaise?: number }).amountPaise ?? 0;

export type Clock = { ms: number };
let phones = 0;
export const newPhone = (clock: Clock = { ms: Date.parse('2026-05-12T10:00:00Z') }): Promise<Phone> =>
  openThisPhone({ prefix: `test${(phones += 1)}`, now: () => clock.ms, rules: QUICK_LOCK });

export async function enrolled(
  phone: Phone,
  wires: Wires,
  name = 'Sunita',
  pin = '123456',
  userId = newId(),
): Promise<Store> {
  const token = newId();
  wires.server.tokens.set(token, { userId, displayName: name });
  const net = { fetch: wires.fetch, baseUrl: BASE, after: wires.after, now: phone.now, timeLimitMs: 1 };
  return enrol(net, phone, { token, serverKey: wires.server.key, pin, deviceName: 'test phone' });
}

export const syncOf = (store: Store, wires: Wires, more: Partial<SyncDeps> = {}): Promise<Sync> =>
  createSync({
    store,
    fetch: wires.fetch,
    baseUrl: BASE,
    locks: navigator.locks,
    amountOf,
    after: wires.after,
    random: () => 0.5,
    ...more,
  });

export const saving = (amountPaise: number, more: Partial<NewCommand> & { refuse?: boolean } = {}): NewCommand => {
  const { refuse, ...rest } = more;
  const groupId = rest.groupId ?? GROUP;
  const payload = { groupId, amountPaise, ...(refuse ? { refuse } : {}) };
  return { name: 'savings.deposit', schemaVersion: 1, payload, businessDate: '2026-05-12', groupId, ...rest };
};
export const save = (store: Store, amountPaise: number, more: Parameters<typeof saving>[1] = {}) =>
  appendCommand(store, saving(amountPaise, more));
