import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const printed = execFileSync(process.execPath, ['scripts/service.mjs', '--print'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, DATABASE_URL: 'postgres://a:secret@b/c' },
});

test('the unit starts this clone, comes back after a crash, waits for the last backup, and holds no password', () => {
  expect(printed).toContain(`WorkingDirectory=${root}\n`);
  expect(printed).toMatch(/ExecStart="\/[^"]+" scripts\/start\.mjs\n/);
  expect(printed).toContain('Restart=always');
  expect(printed).toContain('BAKHIYA_SERVICE=1');
  expect(printed).not.toContain('secret');
});

test.runIf(existsSync('/usr/bin/systemd-analyze'))('systemd finds nothing wrong with it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bakhiya-unit-'));
  const file = join(folder, 'bakhiya.service');
  writeFileSync(file, printed);
  const { stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stderr.split('\n').filter((line) => line.includes('bakhiya'))).toEqual([]);
  expect(status).toBe(0);
});
