/** Who is turned away before anything is asked: too many requests, and pages of other sites. */
import { rateLimit } from '#platform/rate-limit.ts';

/**
 * A phone that comes home with a month of meetings sends some fifty batches; a person at a screen far less. A whole village or office
 * may come from one address: its own limit only keeps a flood from reaching the database.
 */
const LIMITS = {
  addresses: { burst: 3_000, perSecond: 300 },
  strangers: { burst: 120, perSecond: 5 },
  users: { burst: 600, perSecond: 60 },
};

const answer = (waitSeconds: number): Response | null =>
  waitSeconds > 0
    ? Response.json({ code: 'door.too_many' }, { status: 429, headers: { 'retry-after': String(waitSeconds) } })
    : null;

/** Strangers by address, users by themselves: one visitor cannot take the others' share. Null = may go on. */
export function openLimits() {
  const addresses = rateLimit(LIMITS.addresses);
  const strangers = rateLimit(LIMITS.strangers);
  const users = rateLimit(LIMITS.users);
  return {
    flood: (address: string) => answer(addresses.take(address)),
    share: (userId: string | null, address: string) => answer(userId ? users.take(userId) : strangers.take(address)),
  };
}

/** A page of another site cannot write here with the visitor's cookie: browsers tell where a request comes from. */
export function isSameOrigin(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  const site = request.headers.get('sec-fetch-site');
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  return origin === null || origin === new URL(request.url).origin;
}
