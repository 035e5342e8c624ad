/**
 * The growing delay after failures, per account and per address, in the database: two processes agree, a restart forgets nothing.
 * An attempt counts before the secret is looked at and is taken back when it was right, so that a hundred guesses sent at
 * once are not a hundred guesses looked at.
 */
import { createHmac } from 'node:crypto';
import type pg from 'pg';

/** Failures older than this are forgotten: yesterday's slip does not make today's first slip expensive. */
const FORGET_AFTER_SECONDS = 86_400;

/** Null = the database's own clock, the one that all processes share. */
export type Clock = () => Date | null;
type Kind = 'account' | 'address';
type Counted = { readonly lockedUntil: Date | null; readonly now: Date };

export type Attempt =
  | { readonly kind: 'wait'; readonly waitSeconds: number }
  | {
      readonly kind: 'try';
      /** What is to be waited before the next attempt, should this one fail; 0 = nothing. */
      readonly nextWaitSeconds: number;
      /** It was right: the account's failures are forgotten; the address is only given back this one attempt. */
      readonly forgive: () => Promise<void>;
    };
export type Attempts = {
  readonly begin: (account: string, address: string) => Promise<Attempt>;
  readonly sweep: () => Promise<void>;
};

export function createAttempts(pool: pg.Pool, { secret, clock }: { secret: string; clock: Clock }): Attempts {
  const keyOf = (text: string) => createHmac('sha256', secret).update(`attempt:${text}`).digest('hex');

  /** Null when locked. One statement, so that parallel attempts are counted one after the other. */
  async function count(kind: Kind, key: string): Promise<Counted | null> {
    const { rows } = await pool.query<Counted>(
      `insert into auth.attempt as a (kind, key, failures, last_at, locked_until)
       select $1, $2, 1, t.now, t.now + make_interval(secs => auth.wait_after($1, 1)) from (select coalesce($3, now()) as now) t
       on conflict (kind, key) do update set
         failures = case when a.last_at < excluded.last_at - make_interval(secs => $4) then 1 else a.failures + 1 end,
         last_at = excluded.last_at,
         locked_until = excluded.last_at + make_interval(secs => auth.wait_after(a.kind,
           case when a.last_at < excluded.last_at - make_interval(secs => $4) then 1 else a.failures + 1 end))
       where a.locked_until is null or a.locked_until <= excluded.last_at
       returning last_at as now, locked_until as "lockedUntil"`,
      [kind, key, clock(), FORGET_AFTER_SECONDS],
    );
    return rows[0] ?? null;
  }

  async function waitOf(kind: Kind, key: string): Promise<number> {
    const { rows } = await pool.query<{ wait: number }>(
      `select ceil(extract(epoch from locked_until - coalesce($3, now())))::int as wait from auth.attempt where kind = $1 and key = $2`,
      [kind, key, clock()],
    );
    return Math.max(1, rows[0]?.wait ?? 1);
  }

  const takeBack = (kind: Kind, key: string) =>
    pool.query(
      `update auth.attempt set failures = greatest(failures - 1, 0), locked_until = null where kind = $1 and key = $2`,
      [kind, key],
    );
  const forget = (key: string) => pool.query(`delete from auth.attempt where kind = 'account' and key = $1`, [key]);

  return {
    async begin(account, address) {
      const accountKey = keyOf(account);
      const addressKey = keyOf(address);
      const byAddress = await count('address', addressKey);
      if (!byAddress) return { kind: 'wait', waitSeconds: await waitOf('address', addressKey) };
      const byAccount = await count('account', accountKey);
      if (!byAccount) {
        // waiting is no guess: it must not lock the office's other users out
        await takeBack('address', addressKey);
        return { kind: 'wait', waitSeconds: await waitOf('account', accountKey) };
      }
      return {
        kind: 'try',
        nextWaitSeconds: Math.max(secondsOf(byAccount), secondsOf(byAddress)),
        forgive: async () => {
          await forget(accountKey);
          await takeBack('address', addressKey);
        },
      };
    },
    async sweep() {
      await pool.query(`delete from auth.attempt where last_at < coalesce($1, now()) - make_interval(secs => $2)`, [
        clock(),
        FORGET_AFTER_SECONDS,
      ]);
    },
  };
}

const secondsOf = ({ lockedUntil, now }: Counted): number =>
  lockedUntil ? Math.max(0, Math.ceil((lockedUntil.getTime() - now.getTime()) / 1000)) : 0;
