/** A trust with one village, one group of women and its officers, made by running commands: what most database tests begin with. */
import type pg from 'pg';
import { createApp, type App } from '#app/app.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser, makeOrganisation } from '#app/organisations.server.ts';
import { loadActivities } from '#domain/enterprise-register/index.server.ts';
import { loadAccounts } from '#domain/ledger/index.server.ts';
import { loadLinkageRules } from '#domain/linkage/index.server.ts';
import { loadRecoveryRules } from '#domain/collections/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import type { GroupContext, GroupRules, MeetingSheet } from '#domain/meetings/index.ts';
import {
  closeSheet,
  confirm,
  everyoneSavedUsual,
  expectedClosingCash,
  newSheet,
  repayAsDue,
  setClosingCount,
} from '#domain/meetings/index.ts';
import { kyselyOn } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { ownerPool } from '#platform/connect-owner.server.ts';
import { afterFile } from './after-file.ts';
import { freshDatabase, type TestDatabase } from './database.ts';

export type Village = {
  readonly app: App;
  readonly database: TestDatabase;
  readonly owner: pg.Pool;
  readonly orgId: string;
  readonly admin: Actor;
  /** Records for this group only. */
  readonly bookkeeper: Actor;
  readonly placeId: string;
  readonly groupId: string;
  readonly bookId: string;
  readonly people: readonly string[];
};

const rounding = { unitPaise: 100, mode: 'up' } as const;
export const usualRules = (change: Partial<GroupRules> = {}): GroupRules => ({
  fromOn: '2025-04-01',
  usualCompulsoryPaise: 10_000,
  usualVoluntaryPaise: 0,
  ownAmounts: [],
  loan: {
    method: 'EQUAL_PRINCIPAL',
    rate: { rateBps: 200, per: 'month' },
    interval: { unit: 'month', every: 1 },
    dayCount: 'WHOLE_PERIOD',
    rounding,
    interestRounding: rounding,
    usualInstalments: 10,
    maxInstalments: 24,
    maxPrincipalPaise: null,
    feePaise: 0,
  },
  finePaise: { absent: 1_000, absent_notice: 0, late: 500, missed_saving: 0, missed_repayment: 0 },
  quorum: { numerator: 2, denominator: 3 },
  cashLimitPaise: null,
  reservePaise: 0,
  cycle: { unit: 'month', every: 1, weekday: null, nth: 12, hour: '14:00', place: 'Anganwadi' },
  ...change,
});

let phone = 9_000_000_000;
const nextPhone = (): string => String((phone += 1));

export async function makeVillage({ members = 15 }: { members?: number } = {}): Promise<Village> {
  const database = await freshDatabase();
  const owner = ownerPool(database.ownerUrl, 2);
  const app = createApp({ url: database.ownerUrl, maxConnections: 10 });
  afterFile(async () => {
    await app.close();
    if (!owner.ending) await owner.end();
  });
  await loadAccounts(kyselyOn(owner));
  await loadLimits(kyselyOn(owner));
  await loadActivities(kyselyOn(owner));
  await loadRecoveryRules(kyselyOn(owner));
  await loadLinkageRules(kyselyOn(owner));
  return { ...(await furnish(app, owner, members)), database };
}

/** Another organisation in the same database: the stranger beside the owner. */
export async function furnish(app: App, owner: pg.Pool, members = 15): Promise<Omit<Village, 'database'>> {
  const orgId = await makeOrganisation(owner, { kind: 'trust', name: 'Trust of the test' });
  const adminId = await makeFirstUser(owner, {
    orgId,
    name: 'Admin',
    phone: nextPhone(),
    grants: [{ role: 'administrator' }],
  });
  const admin = (await actorOf(app.db, adminId))!;
  const placeId = newId();
  await must(app.do('places.save', admin, { placeId, parentId: null, kind: 'village', nameEn: 'Bakkas' }));
  const { groupId, bookId, people } = await openGroup(app, admin, { placeId, members });
  const bookkeeperId = await makeFirstUser(owner, {
    orgId,
    name: 'Bookkeeper',
    phone: nextPhone(),
    grants: [{ role: 'bookkeeper', scopeKind: 'group', scopeId: groupId }],
  });
  return {
    app,
    owner,
    orgId,
    admin,
    bookkeeper: (await actorOf(app.db, bookkeeperId))!,
    placeId,
    groupId,
    bookId,
    people,
  };
}

const ROSHNI = { name: 'Roshni', nameHi: 'रोशनी', nameUr: 'روشنی' };

/** A group with usual rules, its women and three officers, of whom the first leads. */
export async function openGroup(
  app: App,
  admin: Actor,
  of: { placeId: string; members: number; names?: typeof ROSHNI; rules?: GroupRules },
): Promise<{ groupId: string; bookId: string; people: string[] }> {
  const { placeId, members, names = ROSHNI, rules = usualRules() } = of;
  const groupId = newId();
  const { bookId } = await must<{ bookId: string }>(
    app.do('groups.open', admin, {
      groupId,
      kind: 'self_help_group',
      ...names,
      placeId,
      parentGroupId: null,
      formedOn: '2025-04-01',
      booksFromOn: '2025-04-01',
      practice: false,
      sizeException: members < 10 ? 'test' : null,
    }),
  );
  await must(app.do('meetings.setRules', admin, { groupId, rules, decidedBy: 'first meeting' }));
  const people: string[] = [];
  for (let n = 1; n <= members; n += 1)
    people.push(await addWoman(app, admin, { groupId, placeId, name: `Woman ${String(n).padStart(2, '0')}` }));
  for (const [index, office] of (['president', 'secretary', 'treasurer'] as const).entries()) {
    await must(app.do('groups.beginOffice', admin, { groupId, personId: people[index], office, fromOn: '2025-04-01' }));
  }
  return { groupId, bookId, people };
}

export async function addWoman(
  app: App,
  who: Actor,
  of: { groupId: string; placeId: string; name: string },
): Promise<string> {
  const personId = newId();
  await must(app.do('people.register', who, { personId, person: { nameLatin: of.name, placeId: of.placeId } }));
  await must(
    app.do('groups.addMember', who, {
      groupId: of.groupId,
      personId,
      joinedOn: '2025-04-01',
      usualCompulsoryPaise: null,
      usualVoluntaryPaise: null,
    }),
  );
  return personId;
}

/** The receipt, or a failure that says what was answered instead. */
export async function must<T = unknown>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome;
  if (answer.kind === 'applied' || answer.kind === 'already') return answer.receipt;
  throw new Error(`Expected applied, got ${JSON.stringify(answer)}`);
}

export async function contextOf({ app, groupId }: Pick<Village, 'app' | 'groupId'>, who: Actor): Promise<GroupContext> {
  const answer = await app.ask<GroupContext | null>('meetings.context', who, { groupId });
  if (answer.kind !== 'answer' || !answer.value) throw new Error(`No context: ${JSON.stringify(answer)}`);
  return answer.value;
}

/** An ordinary meeting: all present, all save as usual, all repay what is due; `change` adds the exceptions before it is counted. */
export function ordinaryMeeting(
  context: GroupContext,
  heldOn: string,
  change: (sheet: MeetingSheet) => MeetingSheet = (sheet) => sheet,
): MeetingSheet {
  const at = `${heldOn}T14:00:00+05:30`;
  const recorder = { userId: newId(), deviceId: null, since: at };
  let sheet = newSheet(context, {
    heldOn,
    meetingId: newId(),
    kind: 'regular',
    source: 'phone',
    startedAt: at,
    recorder,
  });
  sheet = everyoneSavedUsual(sheet, context);
  for (const loan of context.loans) sheet = repayAsDue(sheet, context, loan.loanId);
  sheet = change(sheet);
  return confirmed(sheet, context, at);
}

/** Counts what the books expect and lets two officers confirm. */
export function confirmed(sheet: MeetingSheet, context: GroupContext, at: string): MeetingSheet {
  let done = setClosingCount(sheet, [{ valuePaise: 100, count: expectedClosingCash(sheet) / 100 }]);
  for (const officer of context.officers.slice(0, 2))
    done = confirm(done, { personId: officer.personId, way: 'pin', at, signature: null });
  return closeSheet(done, at);
}

/** Sends a closed sheet through the one door, as a phone would: the meeting's id is the command's. */
export const close = (app: App, who: Actor, sheet: MeetingSheet) =>
  app.send(who, { id: sheet.meetingId, name: 'meetings.close', payload: sheet, businessDate: sheet.heldOn });
