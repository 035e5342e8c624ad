/**
 * HTTPS beside HTTP: a browser gives service worker, cryptography and camera to no plain address but localhost, so
 * without this no phone can record. With a domain its certificate comes from a public authority, else from our own.
 */
import { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type DomainCertificate, openDomainCertificate } from './acme.server.ts';
import { openAuthority } from './authority.server.ts';
import type { Config } from './config.server.ts';
import { isOnlyHere, lanAddresses, lanName, plainAddress } from './lan.server.ts';
import { log } from './log.server.ts';
import { answerForName, type NameAnswering } from './mdns.server.ts';
import type { Handler, Serving } from './serve.server.ts';
import type { Terminal } from './terminal.server.ts';

const HOUR_MS = 3_600_000;

export type Secure = {
  /** What the built app is told through the environment (see `reach.server.ts`). */
  readonly env: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
  /** Puts before the app what HTTPS needs of plain HTTP. */
  readonly wrap: (handler: Handler) => Handler;
  /** Begins what may take long; the app serves by now. */
  readonly watch: () => void;
  readonly stop: () => Promise<void>;
};

/** @throws StartFault lan.nameFixed, certificate.damaged, data.notWritable, data.full */
export function openSecure(config: Config, serving: Serving, terminal: Terminal): Promise<Secure> {
  const { domain } = config;
  if (serving.httpsPort === null) return Promise.resolve(behindProxy(domain));
  return domain === null
    ? withAuthority(config, serving, terminal)
    : withDomain({ ...config, domain }, serving, terminal);
}

const plainEnv = { BAKHIYA_HTTPS_ADDRESS: '', BAKHIYA_AUTHORITY: '' };

function behindProxy(domain: string | null): Secure {
  const address = domain === null ? '' : `https://${domain}`;
  return {
    env: { ...plainEnv, BAKHIYA_HTTPS_ADDRESS: address },
    lines: address ? [`Bakhiya is ready: ${address}`] : [],
    wrap: (handler) => handler,
    watch: () => {},
    stop: async () => {},
  };
}

async function withAuthority(config: Config, serving: Serving, terminal: Terminal): Promise<Secure> {
  const authority = await openAuthority({
    dir: certificatesDir(config),
    name: { usual: lanName(), wanted: config.lanName },
    httpsPort: config.httpsPort === 0 ? null : config.httpsPort,
    onMake: () => terminal.step('certificate.make'),
  });
  let shown = await authority.serverPem(lanAddresses());
  serving.setCertificate(shown);
  const address = `https://${authority.name}:${serving.httpsPort}`;
  const lines = [`On phones:        ${address}`];
  const [near] = lanAddresses();
  if (near) lines.push(`  first time:     ${plainAddress(near, serving.port)}/trust`);
  lines.push(`  its authority:  ${authority.certificate.fingerprint256}`);
  if (authority.httpsPort !== null && serving.httpsPort !== authority.httpsPort && config.httpsPort !== 0)
    lines.push(
      `  Phones that already have Bakhiya know it at port ${authority.httpsPort}: set BAKHIYA_HTTPS_PORT=${authority.httpsPort} for them.`,
    );

  // The machine may get another address, and a certificate may end, while it runs.
  const look = async () => {
    const pem = await authority.serverPem(lanAddresses());
    if (pem !== shown) serving.setCertificate((shown = pem));
  };
  let timer: NodeJS.Timeout | undefined;
  let answering: Promise<NameAnswering> | undefined;
  return {
    env: { BAKHIYA_HTTPS_ADDRESS: address, BAKHIYA_AUTHORITY: authority.certificate.raw.toString('base64') },
    lines,
    wrap: (handler) => handler,
    watch: () => {
      if (config.mdns && !isOnlyHere(config.host) && authority.name.endsWith('.local'))
        answering = answerForName(authority.name);
      timer = setInterval(
        () => void look().catch((fault) => log.error('certificate.failed', { fault })),
        HOUR_MS,
      ).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await (await answering)?.stop();
    },
  };
}

async function withDomain(
  config: Config & { readonly domain: string },
  serving: Serving,
  terminal: Terminal,
): Promise<Secure> {
  const { domain } = config;
  let ends: Date | null = null;
  const use = (pem: string) => {
    serving.setCertificate(pem);
    ends = new X509Certificate(pem).validToDate;
  };
  const certificate = openDomainCertificate({
    dir: join(certificatesDir(config), 'domain'),
    domain,
    directoryUrl: config.acmeDirectory,
    onCertificate: (pem) => {
      use(pem);
      log.info('certificate.new');
      terminal.say(`The certificate of ${domain} is in use until ${ends?.toISOString().slice(0, 10)}.`);
    },
    onTrouble: ({ fault, nextTry }) => {
      log.warn('certificate.failed', { fault });
      terminal.say(trouble({ domain, fault, nextTry, ends }));
    },
  });
  if (certificate.kept !== null) use(certificate.kept);
  return {
    env: { ...plainEnv, BAKHIYA_HTTPS_ADDRESS: `https://${domain}` },
    lines: [`Bakhiya is ready: https://${domain}`],
    wrap: (handler) => (request, response, next) =>
      answerAuthority(certificate, request, response) ||
      (ends !== null && sendToHttps(domain, request, response)) ||
      handler(request, response, next),
    watch: certificate.watch,
    stop: certificate.stop,
  };
}

const certificatesDir = ({ dataDir, cloneDir }: Config): string =>
  join(dataDir ?? join(cloneDir, 'data'), 'certificates');

function answerAuthority({ answer }: DomainCertificate, request: IncomingMessage, response: ServerResponse): boolean {
  const found = answer(request.url ?? '');
  if (found === null) return false;
  response.writeHead(200, { 'content-type': 'text/plain' }).end(found);
  return true;
}

/** Only under the domain itself: localhost and addresses of the LAN stay plain. */
function sendToHttps(domain: string, request: IncomingMessage, response: ServerResponse): boolean {
  if ('encrypted' in request.socket || request.headers.host?.split(':')[0]?.toLowerCase() !== domain) return false;
  response.writeHead(308, { location: `https://${domain}${request.url ?? '/'}` }).end();
  return true;
}

type Trouble = { domain: string; fault: unknown; nextTry: Date; ends: Date | null };

/** One sentence for the operator: what the authority said, what serves meanwhile, when it is tried again. */
function trouble({ domain, fault, nextTry, ends }: Trouble): string {
  const said = (fault instanceof Error ? fault.message || fault.name : String(fault))
    .split('\n')[0]
    ?.replace(/\.$/, '');
  const meanwhile = ends
    ? `the old one serves until ${ends.toISOString().slice(0, 10)}`
    : `https://${domain} cannot be opened yet`;
  return `No new certificate for ${domain} (${said}): ${meanwhile}; next try at ${nextTry.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}
