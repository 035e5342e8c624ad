/** One running app: its database, its two tables, its keys. Tests, the server, the demo and the benchmarks make it the same way. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kyselyOn, openPool } from '#platform/db.server.ts';
import { newId } from '#platform/ids.ts';
import { log } from '#platform/log.server.ts';
import { folderFiles, type Files } from '#platform/files.server.ts';
import type { App, Sending } from './app-type.server.ts';
import { ask } from './ask.server.ts';
import { loadKeys, type Keys } from './keys.server.ts';
import { performAll, performEach, performWhole } from './perform-many.server.ts';
import { perform } from './perform.server.ts';
import { allCommands, allQuestions } from './registry.server.ts';

export type { App } from './app-type.server.ts';

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
    sendAll: (who, envelopes, onEach) =>
      performAll(tables, who, {
        envelopes: envelopes.map((one) => ({ schemaVersion: versionOf(one.name), ...one })),
        onEach,
      }),
    sendEach: (who, units) => performEach(tables, who, units.map(versioned)),
    sendWhole: (who, units, onEach) => performWhole(tables, who, { units: units.map(versioned), onEach }),
    close: () => db.destroy(),
  };
}

const versioned = (unit: readonly Sending[]) => unit.map((one) => ({ schemaVersion: versionOf(one.name), ...one }));
const versionOf = (name: string): number => allCommands[name]?.version ?? 1;
