/**
 * The shapes of the one door: a module declares its commands and questions as tables; `src/app` alone runs them.
 * Rights and scopes are opaque words here; which role holds which right is data in `src/app/rights.ts`.
 */
import type { Outcome } from './outcomes.ts';
import type { IsoDate } from './dates.ts';
import type { ZodMiniType } from 'zod/mini';

/**
 * What a right is asked over: a place, a group, a person; null = the whole organisation. `OWN` = the handler itself gives no more than
 * the actor's own grants cover (her groups, her passbook), so any grant of the right will do. A case: whoever holds the right over the
 * whole organisation, or is that case's named helper; `ANY_CASE` = of some case, and the handler gives no more than those. An
 * enterprise: its place, or any of its owners now. A loan: what its borrower is asked over.
 */
export type Scope = {
  readonly kind: 'place' | 'group' | 'person' | 'own' | 'case' | 'loan' | 'enterprise';
  readonly id: string;
} | null;
export const OWN: Scope = { kind: 'own', id: '' };
export const ANY_CASE = { kind: 'case', id: '' } as const satisfies Scope;
export type Grant = { readonly role: string; readonly scope: Scope };

export type Actor = {
  readonly kind: 'user' | 'system';
  readonly userId: string;
  /** The organisation acted in. */
  readonly orgId: string;
  /** That organisation and all below it: what row-level security shows. */
  readonly orgIds: readonly string[];
  readonly grants: readonly Grant[];
  readonly rights: ReadonlySet<string>;
  readonly personId?: string | null;
  readonly deviceId?: string | null;
  readonly locale: 'en' | 'hi' | 'ur';
};

/** What a phone, a screen, an import and a job all hand in. Everything but `id`, `name` and `payload` is evidence. */
export type Envelope = {
  readonly id: string;
  readonly name: string;
  readonly schemaVersion: number;
  readonly payload: unknown;
  readonly businessDate?: IsoDate;
  readonly deviceId?: string;
  readonly deviceSeq?: number;
  readonly prevHash?: string;
  /** The device's own clock, ISO 8601; evidence only. */
  readonly deviceAt?: string;
  readonly dependsOn?: readonly string[];
  readonly replaces?: string;
};

/** Db is the platform's query handle; typed in `db.server.ts`, opaque here so that pure code can name it. */
export type Command<In, Receipt, Tx> = {
  readonly input: ZodMiniType<In>;
  /** The right needed, `module.verb`. */
  readonly may: string;
  /** May be recorded without signal and sent later. */
  readonly offline?: boolean;
  readonly version?: number;
  /** Converts the payload of an older schema version (sync.md 14); index = version it converts from. */
  readonly upgrade?: Readonly<Record<number, (payload: unknown) => unknown>>;
  /** The group, place or person a scoped right must cover; null asks for the right on the whole organisation. */
  readonly scope: (input: In) => Scope;
  /** Personal or secret fields never written to the audit line or the log. */
  readonly secret?: readonly string[];
  /** Paths of fields that hold another 12-digit number (bank account, payment reference) and are not searched for Aadhaar; `*` = any key. A function sees the raw payload. */
  readonly typed?: readonly string[] | ((payload: unknown) => readonly string[]);
  /** False for a payload that carries a whole file: only its hash is remembered, enough to answer the same again. */
  readonly keepPayload?: false;
  readonly run: (tx: Tx, who: Actor, input: In) => Promise<Outcome<Receipt>>;
  /**
   * Many inputs within one transaction, in as few statements as one would take: the same rules, the same rows. Null as soon as one of them
   * is not plainly applied: then all is undone, and each is run by itself. `tx.commandId` is nobody's here: each item brings its own.
   */
  readonly runMany?: (tx: Tx, who: Actor, items: readonly Item<In>[]) => Promise<readonly Receipt[] | null>;
};
export type Item<In> = { readonly commandId: string; readonly input: In };

export type Question<In, Answer, Tx> = {
  readonly input: ZodMiniType<In>;
  readonly may: string;
  readonly scope: (input: In) => Scope;
  /** Reads across organisations on purpose (counts and sums for a parent). */
  readonly rollUp?: boolean;
  readonly run: (tx: Tx, who: Actor, input: In) => Promise<Answer>;
};

export type AnyCommand = Command<any, any, any>;
export type AnyQuestion = Question<any, any, any>;

/** Declares a module's commands; names become `module.verb`. */
export function defineCommands<const M extends string, const T extends Record<string, AnyCommand>>(
  module: M,
  table: T,
): { readonly [K in keyof T & string as `${M}.${K}`]: T[K] } {
  return prefixed(module, table) as any;
}

export function defineQuestions<const M extends string, const T extends Record<string, AnyQuestion>>(
  module: M,
  table: T,
): { readonly [K in keyof T & string as `${M}.${K}`]: T[K] } {
  return prefixed(module, table) as any;
}

function prefixed(module: string, table: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([verb, entry]) => [`${module}.${verb}`, entry]));
}
