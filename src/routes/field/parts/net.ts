/** The way to the office: this origin's own sync routes. */
import { realTimer, SYNC_RULES, type Net } from '#field/index.ts';

export const net: Net = {
  baseUrl: '/api/sync',
  fetch: (url, init) => fetch(url, init),
  after: realTimer,
  now: Date.now,
  timeLimitMs: SYNC_RULES.timeLimitMs,
};
