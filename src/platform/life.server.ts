/** How the process ends: once, in order, whatever asked for it and however often. */
import { log } from './log.server.ts';
import { StartFault } from './start-faults.server.ts';
import type { Terminal } from './terminal.server.ts';

declare global {
  /** The built web app registers here what must end before the database does: pools, jobs. */
  var bakhiyaShutdown: Set<() => Promise<void>> | undefined;
}

/** No listener may hold the end up for longer. */
const LISTENER_MS = 10_000;

/** Thrown between two steps of the start when the end was asked for meanwhile. */
class Stopped extends Error {}

export type Life = {
  /** Runs at the end, latest registered first; those marked 'last' after everything else. */
  readonly onStop: (close: () => Promise<void>, when?: 'last') => void;
  /** @throws when the process is ending, so that the start goes no further. */
  readonly check: () => void;
  /** Lets the end wait until the start has given up. */
  readonly starting: <T>(work: Promise<T>) => Promise<T>;
  /** Ends with exit code 1 and one sentence, if the fault has one. */
  readonly fail: (fault: unknown) => void;
};

export function openLife(terminal: Terminal): Life {
  const closers: (() => Promise<void>)[] = [];
  const lastClosers: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  let started: Promise<unknown> = Promise.resolve();

  const end = async (exitCode: number) => {
    await started.catch(() => {});
    process.emit('bakhiya:shutdown' as never);
    for (const close of closers.reverse()) await quietly(close);
    await Promise.all([...(globalThis.bakhiyaShutdown ?? [])].map((close) => quietly(close)));
    for (const close of lastClosers.reverse()) await quietly(close, 90_000);
    process.exit(exitCode);
  };
  const stop = (reason: string) => {
    if (ending) return;
    terminal.say('Stopping ...');
    log.info('app.stopping', { reason });
    ending = end(0);
  };

  globalThis.bakhiyaShutdown ??= new Set();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('disconnect'));
  return {
    onStop: (close, when) => void (when === 'last' ? lastClosers : closers).push(close),
    check: () => {
      if (ending) throw new Stopped();
    },
    starting: (work) => {
      started = work;
      return work;
    },
    fail: (fault) => {
      if (ending || fault instanceof Stopped) return;
      terminal.end();
      process.stderr.write(`${fault instanceof StartFault ? fault.message : describe(fault)}\n`);
      ending = end(1);
    },
  };
}

/** A fault without a sentence of its own is a bug, and the one place where its whole text helps. */
const describe = (fault: unknown): string => (fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));

async function quietly(close: () => Promise<void>, limitMs = LISTENER_MS + 10_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => (timer = setTimeout(done, limitMs)));
  try {
    await Promise.race([close(), late]);
  } catch (fault) {
    log.error('app.closing', { fault });
  } finally {
    clearTimeout(timer);
  }
}
