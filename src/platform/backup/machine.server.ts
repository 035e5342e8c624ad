/** What hurts later if nobody is told now: the disk that fills, and the clock that is wrong. Measured, not judged. */
import { statfs } from 'node:fs/promises';
import { uptime } from 'node:os';

export type Disk = { readonly path: string; readonly freeBytes: number; readonly totalBytes: number };

/** Of several places the one with the least room left; what is not there or does not say is passed over. */
export async function tightestDisk(paths: readonly string[]): Promise<Disk | null> {
  const disks: Disk[] = [];
  for (const path of paths) {
    const found = await statfs(path).catch(() => null);
    // bavail: what an ordinary user may still take
    if (found && found.blocks > 0)
      disks.push({ path, freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize });
  }
  return disks.sort((a, b) => a.freeBytes - b.freeBytes)[0] ?? null;
}

export type Watch = {
  /** Seconds the clock was set by since the last look, with their sign; 0 within what drift and rounding explain. */
  readonly look: () => number;
};
type Clocks = { readonly wallMs: () => number; readonly sinceBootMs: () => number };
const EXPLAINED_SECONDS = 120;

/** Compares the clock that people set with the one that only counts; time asleep counts in both. */
export function watchClock(
  { wallMs, sinceBootMs }: Clocks = { wallMs: () => Date.now(), sinceBootMs: () => uptime() * 1000 },
): Watch {
  let last = wallMs() - sinceBootMs();
  return {
    look() {
      const now = wallMs() - sinceBootMs();
      const seconds = Math.round((now - last) / 1000);
      last = now;
      return Math.abs(seconds) >= EXPLAINED_SECONDS ? seconds : 0;
    },
  };
}
