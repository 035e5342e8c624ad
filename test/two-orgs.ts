/** Two organisations side by side, each with an administrator: the owner and the stranger of every database test. */
import { sql } from 'kysely';
import { ask, type Answer } from '#app/ask.server.ts';
import { perform } from '#app/perform.server.ts';
import { rightsOf } from '#app/rights.ts';
import { kyselyOn, openPool, type Db } from '#platform/db.server.ts';
import type { Actor, AnyCommand, AnyQuestion, Scope } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { freshDatabase } from './database.ts';
import { afterFile } from './after-file.ts';

export type TwoOrgs = {
  /** The two doors, over the tables of the modules under test. */
  readonly app: {
    do(name: string, who: Actor, payload: unknown): Promise<Outcome<unknown>>;
    ask(name: string, who: Actor, input: unknown): Promise<Answer<unknown>>;
  };
  /** As the owner of the tables: row-level security does not bind it. */
  readonly owner: Db;
  readonly us: Actor;
  readonly stranger: Actor;
  readonly as: (role: string, scope?: Scope) => Actor;
};

type Module = {
  readonly commands: Readonly<Record<string, AnyCommand>>;
  readonly questions: Readonly<Record<string, AnyQuestion>>;
};

export async function twoOrgs(...modules: readonly Module[]): Promise<TwoOrgs> {
  const database = await freshDatabase();
  const owner = kyselyOn(openPool(database.ownerUrl, { max: 2, role: null }));
  const db = kyselyOn(openPool(database.ownerUrl, { max: 4 }));
  const tables = {
    db,
    commands: Object.assign({}, ...modules.map((module) => module.commands)) as Module['commands'],
    questions: Object.assign({}, ...modules.map((module) => module.questions)) as Module['questions'],
  };
  const app: TwoOrgs['app'] = {
    do: (name, who, payload) => perform(tables, who, { id: newId(), name, schemaVersion: 1, payload }),
    ask: (name, who, input) => ask(tables, name, { who, input }),
  };
  afterFile(async () => {
    await db.destroy();
    await owner.destroy();
  });
  const actor = (orgId: string, role: string, scope: Scope = null): Actor => ({
    kind: 'user',
    userId: newId(),
    orgId,
    orgIds: [orgId],
    grants: [{ role, scope }],
    rights: rightsOf([role]),
    locale: 'en',
  });
  const [ours, theirs] = [newId(), newId()];
  await sql`insert into org (org_id, kind, name) values (${ours}, 'trust', 'Ours'), (${theirs}, 'trust', 'Theirs')`.execute(
    owner,
  );
  return {
    app,
    owner,
    us: actor(ours, 'administrator'),
    stranger: actor(theirs, 'administrator'),
    as: (role, scope) => actor(ours, role, scope),
  };
}
