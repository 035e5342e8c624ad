import { expect, test } from 'vitest';
import { troublesOf, type Facts } from './rules.ts';

const now = new Date('2026-11-22T10:00:00Z');
const before = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const GIB = 1024 ** 3;
const machine: Facts['machine'] = {
  seenAt: now,
  diskFreeBytes: 100 * GIB,
  diskTotalBytes: 250 * GIB,
  clockBehindSeconds: 0,
  clockJumpSeconds: 0,
  clockJumpedAt: null,
};
const well: Facts = {
  since: before(10_000),
  lastBackupAt: before(12),
  lastFailed: false,
  lastTrial: { at: before(48), ok: true },
  lastCopyAt: before(12),
  secondFolder: '/mnt/disk',
  restored: null,
  machine,
};
const codes = (change: Partial<Facts>): string[] =>
  troublesOf({ ...well, ...change }, now).map(({ tone, code }) => `${tone} ${code}`);
const codesOf = (change: Partial<Facts['machine']>): string[] => codes({ machine: { ...machine, ...change } });

test('nothing is said when all is well', () => {
  expect(codes({})).toEqual([]);
});

test('red after 48 hours without a backup, and not an hour before', () => {
  expect(codes({ lastBackupAt: before(47.9) })).toEqual([]);
  expect(codes({ lastBackupAt: before(48) })).toEqual(['bad backup.old']);
  expect(codes({ lastBackupAt: null, since: before(47), lastCopyAt: before(1) })).toEqual([]);
  expect(codes({ lastBackupAt: null })).toEqual(['bad backup.none']);
  expect(codes({ lastFailed: true })).toEqual(['wait backup.failed']);
});

test('a trial that failed is red; one that is long ago waits', () => {
  expect(codes({ lastTrial: { at: before(1), ok: false } })).toEqual(['bad backup.trial_failed']);
  expect(codes({ lastTrial: { at: before(24 * 15), ok: true } })).toEqual([]);
  expect(codes({ lastTrial: { at: before(24 * 15 + 1), ok: true } })).toEqual(['wait backup.trial_old']);
});

test('without a copy on another disk for a week she is reminded', () => {
  expect(codes({ lastCopyAt: before(169) })).toEqual(['wait backup.copy_old']);
  expect(codes({ lastCopyAt: null })).toEqual(['wait backup.copy_old']);
});

test('a restore is told for a week', () => {
  expect(codes({ restored: { at: before(5), savedAt: before(30) } })).toEqual(['wait backup.restored']);
  expect(codes({ restored: { at: before(169), savedAt: before(300) } })).toEqual([]);
});

test('the disk: a tenth or 5 GB, whichever is less, waits; 3 % or 1 GB is red', () => {
  expect(codesOf({ diskFreeBytes: 5 * GIB })).toEqual([]);
  expect(codesOf({ diskFreeBytes: 5 * GIB - 1 })).toEqual(['wait machine.disk_low']);
  expect(codesOf({ diskFreeBytes: GIB - 1 })).toEqual(['bad machine.disk_full']);
  expect(codesOf({ diskFreeBytes: 0.5 * GIB, diskTotalBytes: 8 * GIB })).toEqual(['wait machine.disk_low']);
  expect(codesOf({ diskFreeBytes: null, diskTotalBytes: null })).toEqual([]);
});

test('the clock: behind what is written is red; set while running is told for a day', () => {
  expect(codesOf({ clockBehindSeconds: 120 })).toEqual([]);
  expect(codesOf({ clockBehindSeconds: 121 })).toEqual(['bad machine.clock_behind']);
  expect(codesOf({ clockJumpSeconds: -7_200, clockJumpedAt: before(23) })).toEqual(['wait machine.clock_jumped']);
  expect(codesOf({ clockJumpSeconds: -7_200, clockJumpedAt: before(25) })).toEqual([]);
});

test('red stands first', () => {
  expect(codes({ lastFailed: true, machine: { ...machine, diskFreeBytes: 0 } })).toEqual([
    'bad machine.disk_full',
    'wait backup.failed',
  ]);
});
