/** One request, given up in time, and what its reply is worth. Anything but a JSON answer from our server counts as no answer. */
import type { ZodMiniType } from 'zod/mini';
import { RevokedBody } from './wire.ts';

export type Timer = { readonly done: Promise<void>; readonly cancel: () => void };

export type Locks = Pick<LockManager, 'request'>;

export type Net = {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Where the sync routes live, without a slash at the end. */
  readonly baseUrl: string;
  readonly after: (ms: number) => Timer;
  readonly now: () => number;
  readonly timeLimitMs: number;
  readonly headers?: () => Readonly<Record<string, string>>;
};

export type Reply<T> =
  /** `sentMs`, `gotMs`: the device's clock around the request, to compare with the server's time. */
  | { readonly kind: 'ok'; readonly body: T; readonly sentMs: number; readonly gotMs: number }
  /** No connection, gave up waiting, a portal's page, a cut or foreign answer: nothing is known. */
  | { readonly kind: 'noAnswer'; readonly code: 'sync.noConnection' | 'sync.timedOut' | 'sync.strangeAnswer' }
  | { readonly kind: 'wait'; readonly waitMs: number | null }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'revoked'; readonly deviceId: string }
  | { readonly kind: 'tooLarge' }
  /** The server fell over or could not read the request: perhaps over one command. */
  | { readonly kind: 'trouble'; readonly code: string | null };

export const realTimer = (ms: number): Timer => {
  let cancel = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    const handle = setTimeout(resolve, ms);
    cancel = () => clearTimeout(handle);
  });
  return { done, cancel: () => cancel() };
};

const STRANGE = { kind: 'noAnswer', code: 'sync.strangeAnswer' } as const;

export type Asking<T> = RequestInit & { readonly shape: ZodMiniType<T> };

export async function send<T>(net: Net, path: string, asking: Asking<T>): Promise<Reply<T>> {
  const { shape, ...init } = asking;
  const timer = net.after(net.timeLimitMs);
  const abort = new AbortController();
  const sentMs = net.now();
  const late = timer.done.then((): Reply<T> => ({ kind: 'noAnswer', code: 'sync.timedOut' }));
  const asked = ask(net, path, { ...init, signal: abort.signal }).then(
    (got): Reply<T> => judge(got, shape, { sentMs, gotMs: net.now() }),
    (): Reply<T> => ({ kind: 'noAnswer', code: 'sync.noConnection' }),
  );
  const reply = await Promise.race([asked, late]);
  timer.cancel();
  abort.abort();
  return reply;
}

export const post = <T>(net: Net, path: string, asking: { body: unknown; shape: ZodMiniType<T> }): Promise<Reply<T>> =>
  send(net, path, {
    method: 'POST',
    body: JSON.stringify(asking.body),
    headers: { 'content-type': 'application/json' },
    shape: asking.shape,
  });

async function ask(net: Net, path: string, init: RequestInit): Promise<[Response, string]> {
  const headers = { accept: 'application/json', ...net.headers?.(), ...(init.headers as Record<string, string>) };
  const response = await net.fetch(net.baseUrl + path, {
    ...init,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    redirect: 'manual',
  });
  return [response, await response.text()];
}

type Times = { sentMs: number; gotMs: number };

function judge<T>([response, text]: [Response, string], shape: ZodMiniType<T>, times: Times): Reply<T> {
  const { status } = response;
  if (status === 401) return { kind: 'signIn' };
  if (status === 413) return { kind: 'tooLarge' };
  if (status === 429 || status === 503) return { kind: 'wait', waitMs: retryAfterMs(response, times.gotMs) };
  if (status === 502 || status === 504) return { kind: 'wait', waitMs: null };
  const body = jsonOf(response, text);
  if (status === 400 || status === 422 || status >= 500) return { kind: 'trouble', code: codeOf(body) };
  if (status === 403 || status === 410) {
    const revoked = RevokedBody.safeParse(body);
    return revoked.success ? { kind: 'revoked', deviceId: revoked.data.deviceId } : STRANGE;
  }
  if (status !== 200) return STRANGE;
  const parsed = shape.safeParse(body);
  return parsed.success ? { kind: 'ok', body: parsed.data, ...times } : STRANGE;
}

/** The server's own word for what was wrong, when it gave one. */
function codeOf(body: unknown): string | null {
  const given = body !== null && typeof body === 'object' && 'code' in body ? body.code : null;
  return typeof given === 'string' && /^[a-z]+\.[a-z_]+$/.test(given) ? given : null;
}

function jsonOf(response: Response, text: string): unknown {
  if (!(response.headers.get('content-type') ?? '').startsWith('application/json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterMs(response: Response, nowMs: number): number | null {
  const text = response.headers.get('retry-after');
  if (!text) return null;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}
