/** Whose a case is to see: every one an administrator's, otherwise the named helper's. The door has let in nobody else. */
import { sql, type RawBuilder } from 'kysely';
import type { Actor } from '#platform/door.ts';

/** `who` as the door narrowed her for a question: only grants that bring `cases.read`. */
export const isHers = (who: Actor): RawBuilder<unknown> =>
  who.kind === 'system' || who.grants.some((grant) => grant.scope === null)
    ? sql`true`
    : sql`f.helper_id = ${who.userId}`;
