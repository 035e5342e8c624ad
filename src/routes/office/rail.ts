/** The rail by job: only what exists and what she may see. */
import { holds } from '#app/rights.ts';
import type { Actor } from '#platform/door.ts';

const RIGHTS = {
  today: 'desk.read',
  people: 'people.read',
  groups: 'groups.read',
  enterprises: 'enterprises.read',
  meetings: 'meetings.read',
  money: 'ledger.read',
  loans: 'loans.read',
  portfolio: 'loans.read',
  debts: 'debts.read',
  linkage: 'linkage.read',
  accounts: 'accounts.read',
  // whoever the auditor may ask sees what she is asked; the whole desk needs audit.read
  audit: 'audit.answer',
  below: 'rollup.read',
  settings: 'places.read',
} as const;
/** Cases ask the register: a helper holds no right by her role. */
export type Part = keyof typeof RIGHTS | 'cases';

export const holdsAnywhere = (who: Actor, right: string): boolean =>
  who.grants.some((grant) => holds(grant.role, right));
/** Over the whole organisation, not only over some group or place of it. */
export const holdsForAll = (who: Actor, right: string): boolean =>
  who.grants.some((grant) => grant.scope === null && holds(grant.role, right));

export const partsFor = (who: Actor): Part[] =>
  (Object.keys(RIGHTS) as (keyof typeof RIGHTS)[]).filter(
    (part) =>
      holdsAnywhere(who, RIGHTS[part]) &&
      (part !== 'below' || who.orgIds.length > 1) &&
      // the list of the office's books and what becomes of its loans are the organisation's: read whole or not at all
      (!['accounts', 'portfolio'].includes(part) || holdsForAll(who, RIGHTS[part])) &&
      // its loans: whoever looks at all of them, or serves those of her groups
      (part !== 'loans' || holdsForAll(who, RIGHTS[part]) || holdsAnywhere(who, 'loans.collect')),
  );
