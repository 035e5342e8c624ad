/**
 * A token bucket for each key (an address, a user), in this process's memory: it keeps one visitor from taking the others' share.
 * What must hold over several processes (failed sign-ins) is counted in the database instead.
 */
export type Rate = {
  /** How many may come at once. */
  readonly burst: number;
  /** How many come back each second. */
  readonly perSecond: number;
};
export type RateLimit = {
  /** Takes `cost` tokens. @returns 0 when there were enough, else the seconds to wait, at least 1 */
  readonly take: (key: string, cost?: number) => number;
  readonly size: () => number;
};
type Bucket = { tokens: number; atMs: number };

/** @param mostKeys memory is bounded: beyond it the longest unseen key is forgotten */
export function rateLimit(
  { burst, perSecond }: Rate,
  { nowMs = () => Date.now(), mostKeys = 10_000 }: { nowMs?: () => number; mostKeys?: number } = {},
): RateLimit {
  const buckets = new Map<string, Bucket>();
  return {
    size: () => buckets.size,
    take(key, cost = 1) {
      const now = nowMs();
      const before = buckets.get(key) ?? { tokens: burst, atMs: now };
      // a clock that was set back gives nothing
      const tokens = Math.min(burst, before.tokens + (Math.max(0, now - before.atMs) / 1000) * perSecond);
      const enough = tokens >= cost;
      // deleted first, so that the map stays ordered by last use
      buckets.delete(key);
      buckets.set(key, { tokens: enough ? tokens - cost : tokens, atMs: now });
      if (buckets.size > mostKeys) buckets.delete(buckets.keys().next().value!);
      return enough ? 0 : Math.max(1, Math.ceil((cost - tokens) / perSecond));
    },
  };
}

/** Whether a request says that its body is larger than allowed; bodies without a length are cut by the server's own limit. */
export function isTooLarge(headers: Headers, mostBytes: number): boolean {
  const length = headers.get('content-length');
  return length !== null && !(Number(length) <= mostBytes);
}
