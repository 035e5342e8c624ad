/** What the first page says of backups and machine: pure, so that each threshold has a test. */
import type { Params } from '#platform/outcomes.ts';

export type Facts = {
  /** When this installation began: before the first two days are over nothing is missing. */
  readonly since: Date;
  /** The moment the newest whole backup is of; null = there is none. */
  readonly lastBackupAt: Date | null;
  /** Whether the newest attempt failed. */
  readonly lastFailed: boolean;
  readonly lastTrial: { readonly at: Date; readonly ok: boolean } | null;
  readonly lastCopyAt: Date | null;
  readonly secondFolder: string | null;
  /** This database came from a backup of `savedAt`. */
  readonly restored: { readonly at: Date; readonly savedAt: Date } | null;
  readonly machine: {
    readonly seenAt: Date;
    readonly diskFreeBytes: number | null;
    readonly diskTotalBytes: number | null;
    readonly clockBehindSeconds: number;
    readonly clockJumpSeconds: number;
    readonly clockJumpedAt: Date | null;
  };
};
/** `code` is the key of its sentence; `bad` is red. */
export type Trouble = { readonly code: string; readonly tone: 'bad' | 'wait'; readonly params: Params };

const HOUR = 3_600_000;
export const BACKUP_HOURS = 48;
const TRIAL_DAYS = 15;
const COPY_DAYS = 7;
const TOLD_DAYS = 7;
const GIB = 1024 ** 3;
/** A disk below the first is full soon, below the second it may stop the work today. */
const DISK_WAIT = { bytes: 5 * GIB, part: 0.1 };
const DISK_BAD = { bytes: 1 * GIB, part: 0.03 };
const CLOCK_BEHIND_SECONDS = 120;

export function troublesOf(facts: Facts, now: Date): Trouble[] {
  return [...backupTroubles(facts, now), ...machineTroubles(facts, now)].sort(
    (a, b) => Number(b.tone === 'bad') - Number(a.tone === 'bad'),
  );
}

function backupTroubles(facts: Facts, now: Date): Trouble[] {
  const found: Trouble[] = [];
  const hours = Math.floor(age(facts.lastBackupAt ?? facts.since, now) / HOUR);
  if (hours >= BACKUP_HOURS)
    found.push({ code: facts.lastBackupAt ? 'backup.old' : 'backup.none', tone: 'bad', params: { hours } });
  else if (facts.lastFailed) found.push({ code: 'backup.failed', tone: 'wait', params: {} });
  if (facts.lastTrial && !facts.lastTrial.ok) found.push({ code: 'backup.trial_failed', tone: 'bad', params: {} });
  else if (age(facts.lastTrial?.at ?? facts.since, now) > TRIAL_DAYS * 24 * HOUR)
    found.push({ code: 'backup.trial_old', tone: 'wait', params: { days: TRIAL_DAYS } });
  if (age(facts.lastCopyAt ?? facts.since, now) > COPY_DAYS * 24 * HOUR)
    found.push({ code: 'backup.copy_old', tone: 'wait', params: { days: COPY_DAYS } });
  if (facts.restored && age(facts.restored.at, now) < TOLD_DAYS * 24 * HOUR)
    found.push({ code: 'backup.restored', tone: 'wait', params: { at: facts.restored.savedAt.toISOString() } });
  return found;
}

function machineTroubles({ machine }: Facts, now: Date): Trouble[] {
  const found: Trouble[] = [];
  const { diskFreeBytes: free, diskTotalBytes: total } = machine;
  const below = ({ bytes, part }: typeof DISK_BAD) => free !== null && free < Math.min(bytes, (total ?? free) * part);
  const params = { gigabytes: ((free ?? 0) / GIB).toFixed(1) };
  if (below(DISK_BAD)) found.push({ code: 'machine.disk_full', tone: 'bad', params });
  else if (below(DISK_WAIT)) found.push({ code: 'machine.disk_low', tone: 'wait', params });
  if (machine.clockBehindSeconds > CLOCK_BEHIND_SECONDS)
    found.push({ code: 'machine.clock_behind', tone: 'bad', params: { minutes: minutes(machine.clockBehindSeconds) } });
  else if (machine.clockJumpedAt && age(machine.clockJumpedAt, now) < 24 * HOUR)
    found.push({ code: 'machine.clock_jumped', tone: 'wait', params: { minutes: minutes(machine.clockJumpSeconds) } });
  return found;
}

const age = (then: Date, now: Date): number => now.getTime() - then.getTime();
const minutes = (seconds: number): number => Math.ceil(Math.abs(seconds) / 60);
