/**
 * What phone and server say to each other. Both sides import this file; documents inside it stay opaque.
 * JSON only. Unknown fields of an envelope survive parsing, since its signature covers them.
 */
import * as z from 'zod/mini';
import { isIsoDate } from '#platform/dates.ts';

const Id = z.uuid();
const Day = z.string().check(z.refine((text) => isIsoDate(text)));
const Instant = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]*$/));
const Seq = z.int().check(z.gte(0));
const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** The largest number of commands a phone puts into one batch. */
export const MAX_BATCH = 10;

/** `Envelope` of the platform's door with everything a device must state about itself. */
export const DeviceEnvelope = z.looseObject({
  id: Id,
  name: z.string().check(z.regex(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/)),
  schemaVersion: z.int().check(z.gte(1)),
  payload: z.unknown(),
  businessDate: z.optional(Day),
  deviceId: Id,
  /** 1, 2, 3 ... per device id (a device id is one user's enrolment on one phone). */
  deviceSeq: z.int().check(z.gte(1)),
  /** `envelopeHash` of the command before it; 64 zeros before the first. */
  prevHash: Hash,
  deviceAt: Instant,
  dependsOn: z.optional(z.array(Id)),
  replaces: z.optional(Id),
});
export type DeviceEnvelope = z.infer<typeof DeviceEnvelope>;

/** ECIES on P-256: an ephemeral key, HKDF-SHA256, AES-256-GCM (`sealed-envelope.ts`). */
export const SealedBox = z.object({ keyId: z.string(), epk: Base64Url, iv: Base64Url, data: Base64Url });
export type SealedBox = z.infer<typeof SealedBox>;

export const ServerKey = z.object({ id: z.string(), spki: Base64Url });
export type ServerKey = z.infer<typeof ServerKey>;

/** Sent in the author's own session. */
export const OpenItem = z.object({ form: z.literal('open'), envelope: DeviceEnvelope, signature: Base64Url });
/** Sent by whoever is signed in: readable by the server alone; performed under its author's name. */
export const SealedItem = z.object({
  form: z.literal('sealed'),
  id: Id,
  deviceId: Id,
  deviceSeq: z.int().check(z.gte(1)),
  box: SealedBox,
});
export const PushItem = z.discriminatedUnion('form', [OpenItem, SealedItem]);
export type OpenItem = z.infer<typeof OpenItem>;
export type SealedItem = z.infer<typeof SealedItem>;
export type PushItem = z.infer<typeof PushItem>;

export const PushRequest = z.object({
  batchId: Id,
  /** All items of a batch come from this one device id; the session may be another user's (then every item is sealed). */
  deviceId: Id,
  epochSeen: z.nullable(z.string()),
  /** Highest sequence up to which the phone holds an answer for every command. */
  knownReceipts: z.object({ lastSeq: Seq }),
  /** How many commands wait on the phone beside these; for the office's list of phones. */
  unsentLeft: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
  /** May be empty: a probe that asks for `lastSeqKnown` alone. */
  commands: z.array(PushItem).check(z.maxLength(100)),
});
export type PushRequest = z.infer<typeof PushRequest>;

export const WireOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applied'), receipt: z.optional(z.unknown()) }),
  z.object({ kind: z.literal('already'), receipt: z.optional(z.unknown()) }),
  z.object({ kind: z.literal('refused'), code: z.string(), params: z._default(Params, {}) }),
  z.object({ kind: z.literal('held'), code: z.string(), params: z._default(Params, {}) }),
  z.object({ kind: z.literal('later'), code: z.string() }),
]);
export type WireOutcome = z.infer<typeof WireOutcome>;

/** `payloadHash` is `itemHash` of what was sent: of the payload for an open item, of the sealed text for a sealed one. */
export const Answer = z.object({ id: Id, payloadHash: Hash, outcome: WireOutcome });
export type Answer = z.infer<typeof Answer>;

export const PushResponse = z.object({
  batchId: Id,
  epoch: z.string().check(z.minLength(1)),
  serverAt: Instant,
  /** Highest sequence up to which the server holds every command of the request's device id (applied, refused or held). */
  lastSeqKnown: Seq,
  answers: z.array(Answer),
});
export type PushResponse = z.infer<typeof PushResponse>;

export const Part = z.object({ kind: z.string(), id: z.string(), doc: z.unknown() });
/** One document of a group; `doc: null` = no longer there. */
export type Part = z.infer<typeof Part>;

export const PullRequest = z.object({
  requestId: Id,
  deviceId: Id,
  epoch: z.nullable(z.string()),
  cursor: z.nullable(z.string()),
  /** Earlier enrolments of this user whose commands the phone holds too (rescue file, added anew). */
  alsoDevices: z.optional(z.array(Id).check(z.maxLength(20))),
  limit: z.int().check(z.gte(1), z.lte(5000)),
});
export type PullRequest = z.infer<typeof PullRequest>;

export const PullGroup = z.object({
  groupId: z.string(),
  /** Of the group's documents once this run's parts are all there. */
  version: z.string(),
  /** The version these parts are changes to; null = they are the whole group. The same on every page of a run. */
  base: z.nullable(z.string()),
  /** True on the page that carries the group's last part: only then is it shown. */
  complete: z.boolean(),
  parts: z.array(Part),
});
export type PullGroup = z.infer<typeof PullGroup>;

export const PullResponse = z.object({
  requestId: Id,
  epoch: z.string().check(z.minLength(1)),
  serverAt: Instant,
  cursor: z.string(),
  more: z.boolean(),
  /** The request's cursor means nothing here (other epoch, too old): parts not yet complete are dropped, groups come whole. */
  reset: z.optional(z.boolean()),
  /** Every group now in the user's scope; others leave the phone at the end of the run. Null = unchanged. */
  scope: z._default(z.nullable(z.array(z.string())), null),
  /** All of this device's commands up to here lie within this run's horizon, so the phone stops adding them on top. */
  appliedThrough: z._default(z.nullable(Seq), null),
  /** The same for `alsoDevices`. */
  alsoThrough: z._default(z.array(z.object({ deviceId: Id, seq: Seq })), []),
  groups: z.array(PullGroup),
  /** Held or refused commands of this device that were settled since. */
  settled: z._default(z.array(z.object({ id: Id, outcome: WireOutcome })), []),
});
export type PullResponse = z.infer<typeof PullResponse>;

/** The only body with which a 403 or 410 counts as a revocation: a portal's page never hides data. */
export const RevokedBody = z.object({ code: z.literal('sync.revoked'), deviceId: Id });

/** In the office's one-time QR. */
export const EnrolmentCode = z.object({ v: z.literal(1), origin: z.string(), token: z.string(), serverKey: ServerKey });
export type EnrolmentCode = z.infer<typeof EnrolmentCode>;

/** The same token with the same `signingKey` gets the same response again: a lost answer costs nothing. */
export const EnrolRequest = z.object({
  token: z.string(),
  /** SPKI of the ECDSA P-256 key that signs this enrolment's commands. */
  signingKey: Base64Url,
  deviceName: z.string().check(z.maxLength(80)),
  /** `RecoverySecret` sealed to the server for the office's escrow. */
  escrow: SealedBox,
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

export const EnrolResponse = z.object({
  deviceId: Id,
  userId: Id,
  displayName: z.string(),
  orgId: Id,
  epoch: z.string().check(z.minLength(1)),
  serverAt: Instant,
  serverKey: ServerKey,
  /** Signed by the server over device, user and key; opaque to the phone, carried by offline slips. */
  certificate: z.string(),
});
export type EnrolResponse = z.infer<typeof EnrolResponse>;

/** A new recovery code after the old one was used. */
export const EscrowRequest = z.object({ requestId: Id, deviceId: Id, escrow: SealedBox });
export const EscrowResponse = z.object({ requestId: Id, stored: z.literal(true) });
/** Inside the escrow box. The office keeps earlier codes: an old rescue file opens with the code of its day. */
export const RecoverySecret = z.object({ vaultId: z.string(), recoveryCode: z.string(), madeAt: Instant });

export const PhotoAnswer = z.object({ id: Id, sha256: Hash, stored: z.literal(true) });
