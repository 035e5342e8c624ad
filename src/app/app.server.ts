/** One running app: its database, its two tables, its keys. Tests, the server, the demo and the benchmarks make it the same way. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { kyselyOn, openPool, type Db } from '#platform/db.server.ts';
import type { Actor, AnyCommand, AnyQuestion, Envelope } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { log, type Log } from '#platform/log.server.ts';
import { folderFiles, type Files } from '#platform/files.server.ts';
import { ask, type Answer } from './ask.server.ts';
import { loadKeys, type Keys } from './keys.server.ts';
import { perform } from './perform.server.ts';
import { allCommands, allQuestions } from './registry.server.ts';

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
  close(): Promise<void>;
};

export type AppOptions = { readonly url: string; readonly maxConnections?: number; readonly files?: Files };

/** @param url any PostgreSQL >= 16, migrated; the pool works as `bakhiya_app`. */
export function createApp({ url, maxConnections = 12, files }: AppOptions): App {
  const pool = openPool(url, { max: maxConnections });
  const db = kyselyOn(pool);
  const tables = { db, commands: allCommands, questions: allQuestions };
  let keys: Promise<Keys> | undefined;
  return {
    ...tables,
    pool,
    log,
    files: files ?? folderFiles(join(tmpdir(), 'bakhiya-files')),
    keys: () => (keys ??= loadKeys(db)),
    ask: (name, who, input) => ask(tables, name, { who, input }),
    do: (name, who, payload) => perform(tables, who, { id: newId(), name, schemaVersion: versionOf(name), payload }),
    send: (who, envelope) => perform(tables, who, { schemaVersion: versionOf(envelope.name), ...envelope }),
    close: () => db.destroy(),
  };
}

const versionOf = (name: string): number => allCommands[name]?.version ?? 1;
