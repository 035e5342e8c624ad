/** The built app as a process of its own, on a database of its own with a village in it: what every browser journey begins with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { openEnrolment } from '#app/access.server.ts';
import { EnrolmentCode } from '#field/wire.ts';
import { enrolmentLink } from '#field/enrol.ts';
import { HTTPS_ABOVE } from '#platform/config.server.ts';
import { freePorts } from '../ports.ts';
import { makeVillage, type Village } from '../village.ts';

export type JourneyApp = {
  /** http://127.0.0.1:port, which browsers treat as safe. */
  readonly url: string;
  readonly village: Village;
  /** What the office's QR holds for this user. */
  enrolmentLink(userId: string): Promise<string>;
  /** The process ends and the port is free; `start` brings it back at the same address. */
  kill(): Promise<void>;
  /** @param databaseUrl another database than before: a copy that was brought back */
  start(databaseUrl?: string): Promise<void>;
  stop(): Promise<void>;
};

const started: (() => Promise<void>)[] = [];
/** The last words of the running apps: shown beside a failing step. */
let said = '';
export function tellWhatWasSaid({ task }: TestContext): void {
  if (task.result?.state === 'fail') console.error(said);
  said = '';
}

export async function stopApps(): Promise<void> {
  for (const stop of started.splice(0)) await stop();
}

const cloneDir = join(import.meta.dirname, '..', '..');

/** @param village already furnished, or made here. Everything is stopped after the test file by itself. */
export async function startApp({
  village,
  members,
}: { village?: Village; members?: number } = {}): Promise<JourneyApp> {
  const made = village ?? (await makeVillage({ members }));
  const [port = 0] = await freePorts(1, [HTTPS_ABOVE]);
  const url = `http://127.0.0.1:${port}`;
  let child = await serve(made.database.ownerUrl, { port, url });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const stop = async (): Promise<void> => {
    await kill();
    await made.app.close();
    await made.owner.end();
  };
  let stopped: Promise<void> | undefined;
  const stopOnce = () => (stopped ??= stop());
  started.push(stopOnce);
  return {
    url,
    village: made,
    async enrolmentLink(userId) {
      const opened = await openEnrolment(made.app, made.admin, { userId, origin: url });
      if (opened.kind !== 'open') throw new Error(`No enrolment: ${JSON.stringify(opened)}`);
      return enrolmentLink(EnrolmentCode.parse(JSON.parse(opened.code)));
    },
    kill,
    async start(databaseUrl = made.database.ownerUrl) {
      child = await serve(databaseUrl, { port, url });
    },
    stop: stopOnce,
  };
}

async function serve(databaseUrl: string, { port, url }: { port: number; url: string }) {
  const env = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    // Of its own: journeys run side by side.
    BAKHIYA_BACKUPS: join(tmpdir(), `bakhiya-journeys-backups-${port}`),
    // A journey asks for its backup itself; the one of the day would come into the middle of it.
    BAKHIYA_BACKUP_LOOK_MINUTES: '600',
    BAKHIYA_ORIGIN: url,
    NODE_ENV: 'production',
  };
  const flags = ['--disable-warning=ExperimentalWarning', join('src', 'main.ts')];
  const child = spawn(process.execPath, flags, { cwd: cloneDir, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += String(chunk)));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`The app did not start:\n${said}`)));
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return child;
}
