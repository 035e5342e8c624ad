/** Work behind: taken once, again after a failure, and what a crash left half-way is brought to its end. */
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApp, type App } from '#app/app.server.ts';
import { newId } from '#platform/ids.ts';
import {
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  ordinaryMeeting,
  usualRules,
  type Village,
} from '#test/village.ts';
import { perform } from '../perform.server.ts';
import type { WorkList } from './index.server.ts';
import { round } from './scheduler.server.ts';
import { enqueue, giveBackDuty, giveBackJob, takeDuty, takeJob } from './taking.server.ts';

let village: Village;
/** A second process on the same database. */
let other: App;
const auth = { sweep: () => Promise.resolve() };

beforeAll(async () => {
  village = await makeVillage({ members: 5 });
  other = createApp({ url: village.database.ownerUrl, maxConnections: 4 });
});
afterAll(async () => {
  await other.close();
  await village.app.close();
  await village.owner.end();
});
beforeEach(async () => {
  await village.owner.query('delete from job');
  await village.owner.query('update duty set run_at = now(), taken_until = null, failures = 0, failed = null');
});

const one = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T> =>
  (await village.owner.query<T>(text, values)).rows[0]!;
const statusOf = async (id: string) =>
  (await one<{ status: string }>('select status from command where command_id = $1', [id])).status;
const listed = async (): Promise<WorkList> => {
  const answer = await village.app.ask<WorkList>('jobs.list', village.admin, {});
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
};

test('a hundred jobs are each taken once by two processes that look at the same time', async () => {
  const stranger = await furnish(village.app, village.owner, 5);
  for (let n = 0; n < 50; n += 1)
    for (const { orgId } of [village, stranger]) await enqueue(village.app.db, orgId, { name: 'a', payload: { n } });
  const takeAll = async (app: App) => {
    const taken: string[] = [];
    for (let job = await takeJob(app.db); job; job = await takeJob(app.db)) taken.push(job.jobId);
    return taken;
  };
  const taken = (await Promise.all([village.app, other, village.app, other].map(takeAll))).flat();
  expect(taken).toHaveLength(100);
  expect(new Set(taken).size).toBe(100);
});

test('a duty is taken by one process, and is due again only after its time', async () => {
  const takers = await Promise.all([village.app, other, other].map((app) => takeDuty(app.db, ['auth.sweep'])));
  expect(takers.filter((name) => name !== null)).toEqual(['auth.sweep']);
  await giveBackDuty(other.db, 'auth.sweep', undefined);
  expect(await takeDuty(village.app.db, ['auth.sweep'])).toBeNull();
  const { minutes } = await one<{ minutes: number }>(
    `select round(extract(epoch from run_at - now()) / 60)::int as minutes from duty where name = 'auth.sweep'`,
  );
  expect(minutes).toBe(60);
});

test('a process that died gives its work back when its time is over', async () => {
  await enqueue(village.app.db, village.orgId, { name: 'a', payload: {} });
  const taken = await takeJob(village.app.db);
  expect(await takeJob(other.db)).toBeNull();
  await village.owner.query(`update job set taken_until = now() - interval '1 second'`);
  expect((await takeJob(other.db))?.jobId).toBe(taken?.jobId);
});

test('a failure is tried again after one, two, four minutes, and the office sees its last kind, not its words', async () => {
  await enqueue(village.app.db, village.orgId, { name: 'a', payload: {} });
  const waits: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const job = await takeJob(village.app.db);
    await giveBackJob(village.app.db, job!, Object.assign(new TypeError('Asha 9876543210'), { code: '42P01' }));
    const row = await one<{ minutes: number }>(
      'select round(extract(epoch from run_at - now()) / 60)::int as minutes from job',
    );
    waits.push(row.minutes);
    expect(await takeJob(village.app.db)).toBeNull();
    await village.owner.query('update job set run_at = now()');
  }
  expect(waits).toEqual([1, 2, 4]);
  const { jobs, duties, waiting } = await listed();
  expect(waiting).toBe(1);
  expect(jobs).toMatchObject([{ name: 'a', tries: 3, failed: 'TypeError 42P01', doneAt: null }]);
  expect(duties.map((duty) => duty.name)).toEqual(['accounts.find_recurring', 'auth.sweep', 'commands.find_stuck']);
  await giveBackJob(village.app.db, (await takeJob(village.app.db))!, undefined);
  expect((await listed()).jobs).toEqual([]);
});

test('a failing duty does not stop the others, and is shown', async () => {
  const broken = { sweep: () => Promise.reject(new RangeError('9876543210')) };
  await round({ app: village.app, auth: broken });
  const { duties } = await listed();
  expect(duties).toMatchObject([
    { name: 'accounts.find_recurring', tries: 0, failed: null },
    { name: 'auth.sweep', tries: 1, failed: 'RangeError' },
    { name: 'commands.find_stuck', tries: 0, failed: null },
  ]);
  expect(duties[2]!.doneAt).not.toBeNull();
});

test('what a person released, and a crash kept from running, runs in the next round under its author', async () => {
  const first = ordinaryMeeting(await contextOf(village, village.admin), '2026-05-12');
  const second = { ...ordinaryMeeting(await contextOf(village, village.admin), '2026-05-12') };
  await must(close(village.app, village.bookkeeper, first));
  expect((await close(village.app, village.bookkeeper, second)).kind).toBe('held');
  // the crash: released in one transaction, the process gone before the next
  await village.owner.query(`update command set status = 'released' where command_id = $1`, [second.meetingId]);
  await Promise.all([round({ app: village.app, auth }), round({ app: other, auth })]);
  expect(await statusOf(second.meetingId)).toBe('held');
  const { attempts } = await one<{ attempts: number }>('select attempts from job where job_id = $1', [
    second.meetingId,
  ]);
  expect(attempts).toBe(1);
});

test('a command whose parent came in, and a crash kept from waking it, is woken', async () => {
  const { admin, app, groupId } = village;
  const [parent, child] = [newId(), newId()];
  const rules = (fromOn: string) => ({ groupId, rules: usualRules({ fromOn }), decidedBy: 'meeting' });
  const waiting = await app.send(admin, {
    id: child,
    name: 'meetings.setRules',
    payload: rules('2026-08-01'),
    dependsOn: [parent],
  });
  expect(waiting).toMatchObject({ kind: 'held', code: 'door.waiting' });
  await round({ app, auth });
  expect(await statusOf(child)).toBe('held');
  // the parent is applied by a process that dies right after: its commit is there, the waking is not
  const deaf = { db: app.db, commands: app.commands };
  await village.owner.query('alter table command_wait rename to command_wait_away');
  await village.owner.query('create table command_wait (like command_wait_away including all)');
  await village.owner.query('grant select, insert on command_wait to bakhiya_app');
  await must(
    perform(deaf, admin, { id: parent, name: 'meetings.setRules', schemaVersion: 1, payload: rules('2026-07-01') }),
  );
  await village.owner.query('drop table command_wait');
  await village.owner.query('alter table command_wait_away rename to command_wait');
  expect(await statusOf(child)).toBe('held');
  await village.owner.query('update duty set run_at = now()');
  await round({ app: other, auth });
  expect(await statusOf(child)).toBe('applied');
});
