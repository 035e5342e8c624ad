/**
 * A certificate of a public authority for a domain of the operator's own (ACME, RFC 8555), proved over plain HTTP
 * (HTTP-01): port 80 of that name must lead here. What goes wrong is told and tried again; the old one keeps serving.
 */
import type { Client } from 'acme-client';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { leftDays } from './authority.server.ts';
import { readKept, replaceKept } from './kept-files.server.ts';

const RENEW_DAYS = 30;
const LOOK_MS = 12 * 3_600_000;
/** Public authorities allow five failures an hour. */
const FIRST_RETRY_MS = 15 * 60_000;
const CHALLENGE_PATH = '/.well-known/acme-challenge/';

type Place = {
  readonly dir: string;
  readonly domain: string;
  readonly directoryUrl: string;
  /** Certificate chain and key as one PEM text, each time there is a new one. */
  readonly onCertificate: (pem: string) => void;
  readonly onTrouble: (trouble: { readonly fault: unknown; readonly nextTry: Date }) => void;
};

export type DomainCertificate = {
  /** The one kept from earlier, even if it has ended; null before the first. */
  readonly kept: string | null;
  /** The answer to a question of the authority; null when it asked nothing like that. */
  readonly answer: (path: string) => string | null;
  /** Looks now and twice a day. */
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
};

export function openDomainCertificate({
  dir,
  domain,
  directoryUrl,
  onCertificate,
  onTrouble,
}: Place): DomainCertificate {
  const path = join(dir, `${domain}.pem`);
  const answers = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;

  const look = async (): Promise<number> => {
    if (!due(readKept(path), { domain, now: new Date() })) return LOOK_MS;
    try {
      const pem = await obtain({ dir, domain, directoryUrl, answers });
      replaceKept(path, pem);
      retryMs = FIRST_RETRY_MS;
      if (!stopped) onCertificate(pem);
      return LOOK_MS;
    } catch (fault) {
      const wait = retryMs;
      retryMs = Math.min(retryMs * 2, LOOK_MS);
      if (!stopped) onTrouble({ fault, nextTry: new Date(Date.now() + wait) });
      return wait;
    }
  };
  const watch = () => {
    void look().then((wait) => {
      if (!stopped) timer = setTimeout(watch, wait).unref();
    });
  };
  return {
    kept: readKept(path),
    answer: (asked) =>
      asked.startsWith(CHALLENGE_PATH) ? (answers.get(asked.slice(CHALLENGE_PATH.length)) ?? null) : null,
    watch,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Whether a new certificate is to be fetched: there is none, it ends within 30 days, or it is for another name. */
export function due(pem: string | null, { domain, now }: { domain: string; now: Date }): boolean {
  if (pem === null) return true;
  try {
    const certificate = new X509Certificate(pem);
    return leftDays(certificate, now) <= RENEW_DAYS || !certificate.checkHost(domain);
  } catch {
    return true;
  }
}

type Order = Pick<Place, 'dir' | 'domain' | 'directoryUrl'> & { readonly answers: Map<string, string> };

async function obtain({ dir, domain, directoryUrl, answers }: Order): Promise<string> {
  const acme = await import('acme-client');
  // We try again ourselves, later and with a word to the operator; the library would be silent for a minute.
  Object.assign(acme.axios.defaults, { acmeSettings: { retryMaxAttempts: 2, retryDefaultDelay: 2 } });
  const client = await account({ dir, directoryUrl });
  const [key, csr] = await acme.crypto.createCsr({ altNames: [domain] }, await acme.crypto.createPrivateEcdsaKey());
  const chain = await client.auto({
    csr,
    challengePriority: ['http-01'],
    // Behind a router this machine may not reach itself by its public name; the authority does.
    skipChallengeVerification: true,
    challengeCreateFn: async (_authorization, challenge, answer) => void answers.set(challenge.token, answer),
    challengeRemoveFn: async (_authorization, challenge) => void answers.delete(challenge.token),
  });
  return `${chain.trim()}\n${key.toString()}`;
}

/** What `account.json` holds: an account is known by its address at one authority. */
type Account = { readonly directoryUrl: string; readonly key: string; readonly url: string };

async function account({ dir, directoryUrl }: Pick<Place, 'dir' | 'directoryUrl'>): Promise<Client> {
  const acme = await import('acme-client');
  const path = join(dir, 'account.json');
  const kept = readAccount(path);
  const settings = { directoryUrl, backoffMin: 1_000, backoffMax: 20_000 };
  if (kept?.directoryUrl === directoryUrl)
    return new acme.Client({ ...settings, accountKey: kept.key, accountUrl: kept.url });
  const key = (await acme.crypto.createPrivateEcdsaKey()).toString();
  const client = new acme.Client({ ...settings, accountKey: key });
  await client.createAccount({ termsOfServiceAgreed: true });
  replaceKept(path, JSON.stringify({ directoryUrl, key, url: client.getAccountUrl() } satisfies Account));
  return client;
}

function readAccount(path: string): Account | null {
  try {
    return JSON.parse(readKept(path) ?? 'null') as Account | null;
  } catch {
    // Accounts cost nothing; a damaged one is made anew.
    return null;
  }
}
