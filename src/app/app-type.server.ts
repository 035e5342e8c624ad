/** What the running app is to those it is handed to: routes, the API, jobs. Types only. */
import type pg from 'pg';
import type { Db } from '#platform/db.server.ts';
import type { Actor, AnyCommand, AnyQuestion, Envelope } from '#platform/door.ts';
import type { Files } from '#platform/files.server.ts';
import type { Log } from '#platform/log.server.ts';
import type { Outcome } from '#platform/outcomes.ts';
import type { Answer } from './ask.server.ts';
import type { Keys } from './keys.server.ts';

/** An envelope whose version is filled in. */
export type Sending = Pick<Envelope, 'id' | 'name' | 'payload'> & Partial<Envelope>;

export type App = {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly commands: Readonly<Record<string, AnyCommand>>;
  readonly questions: Readonly<Record<string, AnyQuestion>>;
  readonly log: Log;
  readonly files: Files;
  keys(): Promise<Keys>;
  /** Asks a question; a refusal is a value. */
  ask<T>(name: string, who: Actor, input: unknown): Promise<Answer<T>>;
  /** Performs a command made here and now (a job, a step of the demo): id and version are filled in. */
  do<T>(name: string, who: Actor, payload: unknown): Promise<Outcome<T>>;
  /** The same with an id of the sender's own (a form sent twice, a meeting), or more of the envelope. */
  send<T>(who: Actor, envelope: Pick<Envelope, 'id' | 'name' | 'payload'> & Partial<Envelope>): Promise<Outcome<T>>;
  /** Several in one transaction: the first that is not applied or known undoes all. */
  sendAll(
    who: Actor,
    envelopes: readonly (Pick<Envelope, 'id' | 'name' | 'payload'> & Partial<Envelope>)[],
    onEach?: (done: number) => void,
  ): Promise<Outcome<unknown>[]>;
  /** Acts of one or more commands, each done whole or undone alone, in one transaction; answers the last outcome of each act. */
  sendEach(who: Actor, units: readonly (readonly Sending[])[]): Promise<Outcome<unknown>[]>;
  /** The same acts all or none; answers the outcomes of all commands, up to the first that is refused. */
  sendWhole(
    who: Actor,
    units: readonly (readonly Sending[])[],
    onEach?: (done: number) => void,
  ): Promise<Outcome<unknown>[]>;
  close(): Promise<void>;
};
