/** The keeper on a real database: what it does by itself, what it is asked, what it says when that fails. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackupList, BackupState } from '#app/backup/index.server.ts';
import { openKeeper, type Keeper } from '#app/backup/index.server.ts';
import { showRecoveryKey } from '#app/backup/show-key.server.ts';
import { findSticks, listBackups } from '#platform/backup/folder.server.ts';
import { quickFolder } from '#test/quick-folder.ts';
import { furnish, makeVillage, must, type Village } from '#test/village.ts';

const cloneDir = join(import.meta.dirname, '..', '..', '..');
let village: Village;
let folder: string;
const rubbish: (() => unknown)[] = [];
afterAll(async () => {
  for (const remove of rubbish) await remove();
});

beforeEach(async () => {
  village = await makeVillage({ members: 3 });
  const { app, owner } = village;
  folder = mkdtempSync(join(quickFolder(), 'bakhiya-keeper-'));
  const own = folder;
  rubbish.push(
    () => app.close(),
    () => owner.end(),
    () => rmSync(own, { recursive: true, force: true }),
  );
});

const backups = () => join(folder, 'place', 'backups');
const keeper = (sticks: () => string[] = () => []): Keeper =>
  openKeeper(
    {
      ownerUrl: village.database.ownerUrl,
      ...{ cloneDir, dataFolder: folder, backupsDir: backups(), migrationsDir: join(cloneDir, 'db', 'migrations') },
      sticks,
    },
    null,
  );

const listed = async () => {
  const answer = await village.app.ask<BackupList | null>('backup.list', village.admin, {});
  if (answer.kind !== 'answer' || !answer.value) throw new Error(JSON.stringify(answer));
  return answer.value.rows;
};
const runs = async (): Promise<string[]> =>
  (await listed()).map((row) => `${row.kind} ${row.reason} ${row.state}${row.fault ? ` ${row.fault}` : ''}`).reverse();
const troubles = async (): Promise<string[]> => {
  const answer = await village.app.ask<BackupState | null>('backup.state', village.admin, {});
  if (answer.kind !== 'answer' || !answer.value) throw new Error(JSON.stringify(answer));
  return answer.value.troubles.map(({ code }) => code);
};
/** As if the installation and everything that ran were older. */
const pass = (time: string) =>
  village.owner.query(
    `update server_state set created_at = created_at - interval '${time}'; update backup_run set asked_at = asked_at - interval '${time}',
       ended_at = ended_at - interval '${time}', saved_at = saved_at - interval '${time}'`,
  );

describe('by itself', () => {
  test('a backup a day, a trial a week, a copy when a stick is plugged in, one more at the end', async () => {
    const stick = join(folder, 'media', 'rani', 'STICK', 'bakhiya-backups');
    const sticks = () => findSticks([{ root: join(folder, 'media'), levels: 2 }]);
    const keeping = keeper(sticks);
    await keeping.look();
    expect(await runs()).toEqual(['backup daily done', 'trial weekly done']);
    await keeping.look();
    expect(await runs()).toHaveLength(2);
    mkdirSync(stick, { recursive: true });
    await keeping.look();
    expect((await runs()).slice(2)).toEqual(['copy plugged done']);
    expect(readdirSync(stick)).toEqual(readdirSync(backups()));
    await pass('21 hours');
    await keeping.look();
    expect((await runs()).filter((run) => run.startsWith('backup'))).toHaveLength(2);
    await keeping.stop();
    await must(
      village.app.do('places.save', village.admin, {
        placeId: village.placeId,
        parentId: null,
        kind: 'village',
        nameEn: 'Bakkas Khas',
      }),
    );
    await keeping.lastly(true);
    expect((await runs()).at(-1)).toBe('backup stop done');
    expect(await listBackups(backups()), 'of one day the newest stays').toHaveLength(1);
    const again = keeper();
    await again.stop();
    await again.lastly(true);
    expect((await runs()).at(-1), 'nothing was done since').toBe('backup stop done');
    expect((await runs()).filter((run) => run.includes('stop'))).toHaveLength(1);
  });

  test('what fails is told, is not tried every minute, and the first page turns red after two days', async () => {
    writeFileSync(join(folder, 'place'), 'a file where the folder should be');
    const keeping = keeper();
    await keeping.look();
    await keeping.look();
    expect(await runs()).toEqual(['backup daily failed data.notWritable']);
    expect(await troubles()).toEqual(['backup.failed']);
    await pass('2 days');
    expect(await troubles()).toContain('backup.none');
    rmSync(join(folder, 'place'));
    await keeping.look();
    expect(await troubles()).toEqual([]);
    expect(await runs()).toEqual([
      ...['backup daily failed data.notWritable', 'backup daily done', 'trial weekly done'],
    ]);
    await keeping.stop();
    await keeping.lastly(false);
  });

  test('a damaged backup is found by the trial', async () => {
    const keeping = keeper();
    await keeping.look();
    await pass('8 days');
    const [made] = await listBackups(backups());
    writeFileSync(made!.path, 'BAKHIYA BACKUP\nno more');
    await village.owner.query(`update backup_run set ended_at = now() where kind = 'backup'`);
    await keeping.look();
    expect((await runs()).at(-1)).toBe('trial weekly failed backup.damaged');
    expect(await troubles()).toContain('backup.trial_failed');
    await keeping.stop();
    await keeping.lastly(false);
  });

  test('a run cut by a kill does not run for ever', async () => {
    await village.owner.query(
      `insert into backup_run (run_id, kind, reason, state) values (gen_random_uuid(), 'backup', 'daily', 'running')`,
    );
    const keeping = keeper();
    await keeping.look();
    expect(await runs()).toContain('backup daily failed backup.cut');
    await keeping.stop();
    await keeping.lastly(false);
  });

  test('two keepers on one database make one backup', async () => {
    const both = [keeper(), keeper()];
    await Promise.all(both.map((one) => one.look()));
    expect((await runs()).filter((run) => run.startsWith('backup'))).toHaveLength(1);
    for (const one of both) await one.stop().then(() => one.lastly(false));
  });

  test('a clock behind the books, and a disk, are noted', async () => {
    const keeping = keeper();
    await keeping.look();
    await village.owner.query(`update backup_run set ended_at = now() + interval '3 hours' where kind = 'backup'`);
    await keeping.look();
    expect(await troubles()).toEqual(['machine.clock_behind']);
    const { rows } = await village.owner.query('select disk_free_bytes > 0 as free from machine_state');
    expect(rows).toEqual([{ free: true }]);
    await village.owner.query('update machine_state set disk_free_bytes = 1000, clock_behind_seconds = 0');
    expect(await troubles()).toEqual(['machine.disk_full']);
    await keeping.stop();
    await keeping.lastly(false);
  });
});

describe('on the screen', () => {
  test('asked for, it is made once; the second folder gets a copy', async () => {
    const second = join(folder, 'second');
    await must(village.app.do('backup.setFolder', village.admin, { folder: second }));
    const first = await must<{ runId: string }>(village.app.do('backup.ask', village.admin, {}));
    expect(await must<{ runId: string }>(village.app.do('backup.ask', village.admin, {}))).toEqual(first);
    const keeping = keeper();
    await keeping.look();
    expect(await runs()).toEqual(['backup asked done', 'copy daily done', 'trial weekly done']);
    expect(existsSync(second)).toBe(true);
    await keeping.stop();
    await keeping.lastly(false);
  });

  test('the key is shown to whom it belongs, and the trail says so without it', async () => {
    const keeping = keeper();
    await keeping.look();
    const shown = await showRecoveryKey(village.app, village.admin);
    expect(shown).toMatchObject({
      kind: 'shown',
      recoveryKey: expect.stringMatching(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/),
    });
    const key = shown.kind === 'shown' ? shown.recoveryKey : '';
    const { rows } = await village.owner.query(`select action from audit where action = 'backup.showKey'`);
    expect(rows).toHaveLength(1);
    const kept = await village.owner.query(`select from command where command::text like '%' || $1 || '%'`, [key]);
    expect(kept.rowCount).toBe(0);
    expect(await showRecoveryKey(village.app, village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
    await keeping.stop();
    await keeping.lastly(false);
  });

  test('beside another organisation nobody but the operator sees or does anything', async () => {
    const stranger = await furnish(village.app, village.owner, 3);
    for (const who of [village.admin, stranger.admin]) {
      expect(await village.app.ask('backup.state', who, {})).toMatchObject({ kind: 'answer', value: null });
      expect(await village.app.ask('backup.list', who, {})).toMatchObject({ kind: 'answer', value: null });
      for (const name of ['ask', 'showKey'])
        expect(await village.app.do(`backup.${name}`, who, {})).toMatchObject({ code: 'backup.not_yours' });
      expect(await village.app.do('backup.setFolder', who, { folder: '/etc' })).toMatchObject({
        code: 'backup.not_yours',
      });
    }
  });
});
