/** The real app from nothing, with a data folder of its own: what the journeys about addresses and certificates begin with. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quickFolder } from '../quick-folder.ts';

const cloneDir = join(import.meta.dirname, '..', '..');

export type SecureApp = {
  readonly port: number;
  readonly httpsPort: number;
  readonly dataDir: string;
  /** What stood at the terminal so far. */
  readonly words: () => string;
  /** Resolves when the terminal has said this. */
  readonly said: (words: RegExp) => Promise<void>;
  /** Asks it to end. @returns its exit code; null when it was killed before */
  readonly stop: () => Promise<number | null>;
  /** No last word. */
  readonly kill: () => Promise<void>;
};

export function makeDataDir(): { dataDir: string; remove: () => void } {
  const folder = mkdtempSync(join(quickFolder(), 'bakhiya-secure-'));
  // The database runs as another user when the tests run as root.
  chmodSync(folder, 0o755);
  return { dataDir: join(folder, 'data'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function startSecureApp(dataDir: string, env: Readonly<Record<string, string>> = {}): Promise<SecureApp> {
  const settings = {
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: '',
    BAKHIYA_DATA: dataDir,
    NODE_ENV: 'production',
    BAKHIYA_BACKUP_LOOK_MINUTES: '600',
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join('src', 'main.ts')], {
    cwd: cloneDir,
    env: { ...process.env, ...settings, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let words = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      words += text.toString();
      for (const listener of listeners) listener();
    });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The app ended:\n${words}`)));
  ended.catch(() => undefined);
  const [started] = (await Promise.race([once(child, 'message'), ended])) as [{ serving: number; secure: number }];
  const said = (wanted: RegExp) =>
    new Promise<void>((done) => {
      const look = () => wanted.test(words) && (listeners.delete(look), done());
      listeners.add(look);
      look();
    });
  return {
    port: started.serving,
    httpsPort: started.secure,
    dataDir,
    words: () => words,
    said: (wanted) => Promise.race([said(wanted), ended]),
    stop: () => stop(child),
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
