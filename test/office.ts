/** A trust with an office book, an accountant, a second person and a stranger: what tests of the office begin with. */
import { sql } from 'kysely';
import { actorOf } from '#app/actors.server.ts';
import { createApp, type App } from '#app/app.server.ts';
import { makeFirstUser, makeOrganisation } from '#app/organisations.server.ts';
import type { HeadRow } from '#domain/accounts/index.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import { kyselyOn, openPool, type Db } from '#platform/db.server.ts';
import type { Role } from '#app/rights.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { freshDatabase } from './database.ts';
import { must } from './village.ts';
import { afterFile } from './after-file.ts';

export type Office = {
  readonly app: App;
  readonly owner: Db;
  readonly ownerUrl: string;
  readonly orgId: string;
  readonly body: { readonly bodyKind: 'trust'; readonly bodyId: string };
  readonly admin: Actor;
  readonly accountant: Actor;
  readonly auditor: Actor;
  readonly stranger: Actor;
  /** Somebody of this office whose role holds in one group or place. */
  readonly within: (role: Role, scope: { kind: 'group' | 'place'; id: string }) => Promise<Actor>;
  /** Heads by what Tally calls them. */
  readonly head: (tallyName: string) => string;
  readonly addHead: (fields: {
    account: string;
    nameEn: string;
    openedOn?: IsoDate;
    bank?: unknown;
    personId?: string;
  }) => Promise<string>;
  readonly ask: <T>(name: string, input?: object, who?: Actor) => Promise<T>;
  readonly run: <T = unknown>(name: string, input: object, who?: Actor) => Promise<Outcome<T>>;
  readonly done: <T = Record<string, unknown>>(name: string, input: object, who?: Actor) => Promise<T>;
  /** A voucher of [head, paise] pairs. */
  readonly voucher: (
    of: VoucherOf,
    who?: Actor,
  ) => Promise<Outcome<{ voucherId: string; state: string; number: number | null; label: string | null }>>;
};
type VoucherOf = {
  readonly type: 'payment' | 'receipt' | 'contra' | 'journal';
  readonly on: IsoDate;
  readonly lines: readonly (readonly [head: string, paise: number, more?: object])[];
  readonly narration?: string;
  readonly voucherId?: string;
  readonly [more: string]: unknown;
};

/** From one head to another, as a voucher's two lines. */
export const move = (to: string, paise: number, from: string): [string, number][] => [
  [to, paise],
  [from, -paise],
];

let phone = 8_000_000_000;

/** @param limitPaise up to which one person suffices */
export async function makeOffice({ booksFromOn = '2024-04-01', limitPaise = 10_000_000_00 } = {}): Promise<Office> {
  const { ownerUrl } = await freshDatabase();
  const ownerPool = openPool(ownerUrl, { max: 3, role: null });
  const owner = kyselyOn(ownerPool);
  const app = createApp({ url: ownerUrl, maxConnections: 10 });
  afterFile(async () => {
    await app.close();
    await ownerPool.end();
  });
  await loadAccounts(owner);
  const user = async (orgId: string, role: string) => {
    phone += 1;
    const userId = await makeFirstUser(ownerPool, { orgId, name: role, phone: String(phone), grants: [{ role }] });
    return (await actorOf(app.db, userId))!;
  };
  const orgId = await makeOrganisation(ownerPool, { kind: 'trust', name: 'Office of the test' });
  const strangeId = await makeOrganisation(ownerPool, { kind: 'trust', name: 'Another trust' });
  const body = { bodyKind: 'trust', bodyId: orgId } as const;
  const [admin, accountant, auditor, stranger] = [
    await user(orgId, 'administrator'),
    await user(orgId, 'accountant'),
    await user(orgId, 'auditor'),
    await user(strangeId, 'administrator'),
  ];
  await must(app.do('accounts.openBook', admin, { ...body, booksFromOn, limitPaise, decidedBy: 'Trustees' }));
  const ask = async <T>(name: string, input: object = {}, who: Actor = accountant): Promise<T> => {
    const answer = await app.ask<T>(`accounts.${name}`, who, { ...body, ...input });
    if (answer.kind !== 'answer') throw new Error(`${name} was answered ${JSON.stringify(answer)}`);
    return answer.value;
  };
  const run = <T>(name: string, input: object, who: Actor = accountant) =>
    app.do<T>(`accounts.${name}`, who, { ...body, ...input });
  const doors = { ask, run, booksFromOn, heads: (await ask<{ heads: HeadRow[] }>('masters')).heads };
  const within: Office['within'] = async (role, scope) => {
    phone += 1;
    const grants = [{ role, scopeKind: scope.kind, scopeId: scope.id }];
    const userId = await makeFirstUser(ownerPool, { orgId, name: role, phone: String(phone), grants });
    return (await actorOf(app.db, userId))!;
  };
  const people = { admin, accountant, auditor, stranger, within };
  return { app, owner, ownerUrl, orgId, body, ...people, ask, run, ...handsOf(doors) };
}

type Doors = Pick<Office, 'ask' | 'run'> & { readonly booksFromOn: IsoDate; heads: readonly HeadRow[] };

function handsOf(doors: Doors): Pick<Office, 'head' | 'done' | 'addHead' | 'voucher'> {
  const { ask, run, booksFromOn } = doors;
  return {
    head: (tallyName) => {
      const found = doors.heads.find((one) => one.tallyName === tallyName);
      if (!found) throw new Error(`No head ${tallyName}`);
      return found.headId;
    },
    done: (name, input, who) => must(run(name, input, who)) as never,
    addHead: async (fields) => {
      const headId = newId();
      const rest = { headId, groupId: null, nameHi: null, nameUr: null, tallyName: null, personId: null, bank: null };
      await must(run('addHead', { ...rest, openedOn: booksFromOn, ...fields }));
      doors.heads = (await ask<{ heads: HeadRow[] }>('masters')).heads;
      return headId;
    },
    voucher: ({ type, on, lines, narration = 'test', voucherId = newId(), ...more }, who) => {
      const rows = lines.map(([headId, amountPaise, tags]) => ({ headId, amountPaise, ...tags }));
      return run('makeVoucher', { voucherId, type, eventOn: on, narration, lines: rows, ...more }, who);
    },
  };
}

/** What must hold after anything: books balanced in paise, numbers without a gap. */
export async function soundness({ owner, orgId }: Office): Promise<{ offBalance: number; gaps: number }> {
  const { rows } = await sql<{ offBalance: number; gaps: number }>`select
    (select count(*) from (select seq from posting where org_id = ${orgId} group by book_id, seq having sum(amount_paise) <> 0) x) as "offBalance",
    (select coalesce(sum(n.last - n.count), 0) from (select max(number) as last, count(*) as count from voucher_posted
      where org_id = ${orgId} group by book_id, financial_year) n) as gaps`.execute(owner);
  return rows[0]!;
}
