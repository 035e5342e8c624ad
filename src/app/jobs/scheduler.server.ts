/** Looks for work again and again, one piece at a time, until it is told to stop; what runs then is finished first. */
import type { Log } from '#platform/log.server.ts';
import { giveBackDuty, giveBackJob, takeDuty, takeJob } from './taking.server.ts';
import { DUTIES, JOBS, type Workplace } from './work.server.ts';

/** The most work in one round, so that the duties are looked at again. */
const MOST_A_ROUND = 200;
const PAUSE_MS = 5_000;

export type Scheduler = { readonly stop: () => Promise<void> };

export function startScheduler(at: Workplace, { pauseMs = PAUSE_MS }: { pauseMs?: number } = {}): Scheduler {
  const end = new AbortController();
  const loop = (async () => {
    while (!end.signal.aborted) {
      // a database that is away for a moment is asked again in the next round
      await round(at, end.signal).catch((fault: unknown) => at.app.log.error('jobs.round', { fault }));
      await pause(pauseMs, end.signal);
    }
  })();
  return {
    stop: () => {
      end.abort();
      return loop;
    },
  };
}

/** All that is due now. @returns how many pieces of work were done or failed */
export async function round(at: Workplace, signal?: AbortSignal): Promise<number> {
  let count = 0;
  for (; count < MOST_A_ROUND && !signal?.aborted; count += 1) {
    if (!(await oneDuty(at)) && !(await oneJob(at))) break;
  }
  return count;
}

async function oneDuty(at: Workplace): Promise<boolean> {
  const name = await takeDuty(at.app.db, Object.keys(DUTIES));
  if (name === null) return false;
  const fault = await attempt(at.app.log, name, () => DUTIES[name]!(at));
  await giveBackDuty(at.app.db, name, fault);
  return true;
}

async function oneJob(at: Workplace): Promise<boolean> {
  const job = await takeJob(at.app.db);
  if (job === null) return false;
  const run = JOBS[job.name];
  const fault = await attempt(at.app.log, job.name, async () => {
    // of a newer version of the app on the same database: left for that one
    if (!run) throw new Error('unknown job');
    await run(at, job);
  });
  await giveBackJob(at.app.db, job, fault);
  return true;
}

/** @returns what went wrong, or undefined */
async function attempt(log: Log, job: string, work: () => Promise<void>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (fault) {
    log.warn('jobs.failed', { job, fault });
    return fault ?? new Error('unknown');
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    timer.unref();
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
}
