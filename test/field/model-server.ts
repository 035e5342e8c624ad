/** A truthful server in memory: what the real one must do with the wire, in as few lines as can be, for tests of the phone. */
import { payloadHash } from '#platform/canonical.ts';
import { newId } from '#platform/ids.ts';
import {
  itemHash,
  itemId,
  makeServerKey,
  serverPrivateKeyFrom,
  unsealCommand,
  verifyEnvelope,
  type SignedEnvelope,
} from '#field/sealed-envelope.ts';
import {
  EnrolRequest,
  EscrowRequest,
  PullRequest,
  PushRequest,
  type PushItem,
  type ServerKey,
  type WireOutcome,
} from '#field/wire.ts';

export type Known = { hash: string; outcome: WireOutcome; signed: SignedEnvelope; appliedAt: number };
type Device = { userId: string; displayName: string; signingKey: string };
type LogEntry = { groupId: string; kind: string; id: string; doc: unknown };
export type Reply = { status: number; body?: unknown };

type Payload = { groupId?: string; amountPaise?: number; refuse?: boolean };

const state = () => ({
  epoch: newId(),
  known: new Map<string, Known>(),
  log: [] as LogEntry[],
  photos: new Map<string, string>(),
  escrows: [] as unknown[],
  settled: [] as { id: string; deviceId: string; outcome: WireOutcome }[],
  quarantined: new Set<string>(),
});

/** One organisation behind this server. */
const ORG = newId();

export class ModelServer {
  key!: ServerKey;
  nowMs = Date.parse('2026-05-12T10:00:00Z');
  devices = new Map<string, Device>();
  tokens = new Map<string, { userId: string; displayName: string }>();
  revoked = new Set<string>();
  scope: string[] | null = null;
  /** Of one batch; a crowded office takes few. */
  takes = Infinity;
  newestSchema = 1;
  /** Ids answered `later` as if overloaded. */
  busy = new Set<string>();
  data = state();
  tampered: string[] = [];
  private enrolled = new Map<string, string>();
  private privateKey!: CryptoKey;

  static async start(): Promise<ModelServer> {
    const server = new ModelServer();
    const { key, pkcs8 } = await makeServerKey();
    server.key = key;
    server.privateKey = await serverPrivateKeyFrom(pkcs8);
    return server;
  }

  backup(): ReturnType<typeof state> {
    return structuredClone(this.data);
  }
  /** A restore always renews the epoch; `sameEpoch` is the worst case of a copied disk. */
  restore(backup: ReturnType<typeof state>, sameEpoch = false): void {
    this.data = { ...structuredClone(backup), epoch: sameEpoch ? backup.epoch : newId() };
  }

  /** Paise per group, from applied commands alone. */
  balances(): Map<string, number> {
    const sums = new Map<string, number>();
    for (const { outcome, signed } of this.data.known.values()) {
      if (outcome.kind !== 'applied') continue;
      const { groupId = '', amountPaise = 0 } = signed.envelope.payload as Payload;
      sums.set(groupId, (sums.get(groupId) ?? 0) + amountPaise);
    }
    return sums;
  }
  applied = (): string[] => [...this.data.known].filter(([, k]) => k.outcome.kind === 'applied').map(([id]) => id);

  async handle(path: string, body: unknown): Promise<Reply> {
    if (path === '/enrol') return this.enrol(body);
    if (path === '/escrow') {
      const { requestId, escrow } = EscrowRequest.parse(body);
      this.data.escrows.push(escrow);
      return { status: 200, body: { requestId, stored: true } };
    }
    if (path === '/pull') return this.pull(body);
    if (path === '/push' || path === '/quarantine') return this.push(path, body);
    return { status: 404 };
  }

  private enrol(body: unknown): Reply {
    const { token, signingKey, escrow } = EnrolRequest.parse(body);
    const person = this.tokens.get(token);
    const before = this.enrolled.get(token);
    if (!person || (before && this.devices.get(before)?.signingKey !== signingKey)) return { status: 404 };
    const deviceId = before ?? newId();
    this.enrolled.set(token, deviceId);
    this.devices.set(deviceId, { ...person, signingKey });
    this.data.escrows.push(escrow);
    const serverAt = new Date(this.nowMs).toISOString();
    const rest = { orgId: ORG, epoch: this.data.epoch, serverAt, serverKey: this.key, certificate: 'certificate' };
    return { status: 200, body: { deviceId, ...person, ...rest } };
  }

  private async push(path: string, body: unknown): Promise<Reply> {
    const request = PushRequest.safeParse(body);
    if (!request.success) return { status: 400 };
    const { batchId, deviceId, commands } = request.data;
    if (path === '/push' && this.revoked.has(deviceId))
      return { status: 410, body: { code: 'sync.revoked', deviceId } };
    const answers = [];
    for (const item of commands) {
      const outcome: WireOutcome =
        answers.length >= this.takes
          ? { kind: 'later', code: 'sync.come_again' }
          : await this.perform(item, path === '/quarantine');
      answers.push({ id: itemId(item), payloadHash: await itemHash(item), outcome });
    }
    let lastSeqKnown = 0;
    const seqs = new Set(
      [...this.data.known.values()].map(({ signed: { envelope: e } }) => `${e.deviceId} ${e.deviceSeq}`),
    );
    while (seqs.has(`${deviceId} ${lastSeqKnown + 1}`)) lastSeqKnown += 1;
    const serverAt = new Date(this.nowMs).toISOString();
    return { status: 200, body: { batchId, epoch: this.data.epoch, serverAt, lastSeqKnown, answers } };
  }

  private async perform(item: PushItem, quarantine: boolean): Promise<WireOutcome> {
    const signed = item.form === 'open' ? item : await unsealCommand(this.privateKey, item);
    const { envelope } = signed;
    const device = this.devices.get(envelope.deviceId);
    if (!device || !(await verifyEnvelope(device.signingKey, signed))) {
      return { kind: 'refused', code: 'sync.notSigned', params: {} };
    }
    const hash = await payloadHash(envelope.name, envelope.schemaVersion, envelope.payload);
    const before = this.data.known.get(envelope.id);
    if (before && before.hash !== hash) {
      this.tampered.push(envelope.id);
      return { kind: 'refused', code: 'sync.tampered', params: {} };
    }
    if (before) return before.outcome.kind === 'applied' ? { kind: 'already', receipt: { n: 1 } } : before.outcome;
    if (this.busy.has(envelope.id)) return { kind: 'later', code: 'sync.busy' };
    if (envelope.schemaVersion > this.newestSchema) return { kind: 'later', code: 'sync.newerSchema' };
    if (quarantine) this.data.quarantined.add(envelope.id);
    const outcome = quarantine
      ? ({ kind: 'held', code: 'sync.quarantined', params: {} } as const)
      : this.decide(envelope.payload as Payload, envelope.dependsOn ?? []);
    this.data.known.set(envelope.id, { hash, outcome, signed, appliedAt: 0 });
    if (outcome.kind === 'applied') this.post(envelope.id);
    return outcome;
  }

  private decide(payload: Payload, parents: readonly string[]): WireOutcome {
    if (payload.refuse)
      return { kind: 'refused', code: 'savings.tooLarge', params: { amountPaise: payload.amountPaise ?? 0 } };
    const missing = parents.find((id) => this.data.known.get(id)?.outcome.kind !== 'applied');
    if (missing) return { kind: 'held', code: 'sync.waitsFor', params: { id: missing } };
    return { kind: 'applied', receipt: { n: 1 } };
  }

  private post(id: string): void {
    const known = this.data.known.get(id);
    if (!known) return;
    const { groupId = '', amountPaise = 0 } = known.signed.envelope.payload as Payload;
    this.data.log.push({ groupId, kind: 'record', id, doc: { amountPaise } });
    this.data.log.push({ groupId, kind: 'box', id: 'box', doc: { paise: this.balances().get(groupId) ?? 0 } });
    known.appliedAt = this.data.log.length;
    for (const [childId, child] of this.data.known) {
      if (child.outcome.kind !== 'held' || child.outcome.code !== 'sync.waitsFor') continue;
      const { payload, dependsOn, deviceId } = child.signed.envelope;
      const now = this.decide(payload as Payload, dependsOn ?? []);
      if (now.kind !== 'applied') continue;
      child.outcome = now;
      this.data.settled.push({ id: childId, deviceId, outcome: now });
      this.post(childId);
    }
  }

  /** Cursor: `epoch/from/to/offset/settled`; a run's horizon `to` is fixed when it begins. */
  private pull(body: unknown): Reply {
    const { requestId, deviceId, epoch, cursor, limit } = PullRequest.parse(body);
    if (this.revoked.has(deviceId)) return { status: 410, body: { code: 'sync.revoked', deviceId } };
    const parts = cursor?.split('/') ?? [];
    const fits = parts[0] === this.data.epoch && epoch === this.data.epoch;
    const [from, oldTo, offset, told] = fits
      ? (parts.slice(1).map(Number) as [number, number, number, number])
      : [0, -1, 0, 0];
    const to = oldTo >= 0 ? oldTo : this.data.log.length;
    const all = this.changes(from, to);
    const page = all.slice(offset, offset + limit);
    const more = offset + limit < all.length;
    const groups = [...new Set(page.map((entry) => entry.groupId))].map((groupId) => {
      const mine = page.filter((entry) => entry.groupId === groupId);
      const complete = !all.slice(offset + limit).some((entry) => entry.groupId === groupId);
      const version = String(this.versionAt(groupId, to));
      const before = this.versionAt(groupId, from);
      const base = before === 0 ? null : String(before);
      return { groupId, version, base, complete, parts: mine.map(({ kind, id, doc }) => ({ kind, id, doc })) };
    });
    const mine = this.data.settled.filter((entry) => entry.deviceId === deviceId);
    const next = more ? [from, to, offset + limit, told] : [to, -1, 0, mine.length];
    return {
      status: 200,
      body: {
        requestId,
        epoch: this.data.epoch,
        serverAt: new Date(this.nowMs).toISOString(),
        cursor: [this.data.epoch, ...next].join('/'),
        more,
        reset: cursor !== null && !fits ? true : undefined,
        scope: this.scope,
        appliedThrough: this.appliedThrough(deviceId, to),
        groups,
        settled: more ? [] : mine.slice(told).map(({ id, outcome }) => ({ id, outcome })),
      },
    };
  }

  private changes(from: number, to: number): LogEntry[] {
    const latest = new Map<string, LogEntry>();
    for (const entry of this.data.log.slice(from, to)) {
      if (this.scope && !this.scope.includes(entry.groupId)) continue;
      latest.set(`${entry.groupId} ${entry.kind} ${entry.id}`, entry);
    }
    return [...latest.values()].sort((a, b) => (a.groupId < b.groupId ? -1 : a.groupId > b.groupId ? 1 : 0));
  }
  private versionAt = (groupId: string, at: number): number =>
    this.data.log.slice(0, at).findLastIndex((entry) => entry.groupId === groupId) + 1;

  private appliedThrough(deviceId: string, to: number): number {
    const mine = [...this.data.known.values()].filter(({ signed }) => signed.envelope.deviceId === deviceId);
    const at = new Map(mine.map((known) => [known.signed.envelope.deviceSeq, known]));
    let seq = 0;
    for (;;) {
      const next = at.get(seq + 1);
      if (!next || (next.outcome.kind === 'applied' && next.appliedAt > to)) return seq;
      seq += 1;
    }
  }
}
