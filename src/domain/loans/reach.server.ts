/** Which of the office's loans a person's grants reach: those of her groups, of the women of her groups and places, and of the enterprises there. */
import { sql, type RawBuilder } from 'kysely';
import { enterpriseIsHers } from '#domain/enterprise-register/index.server.ts';
import { groupIsHers, personIsHers, reachesAll } from '#domain/people/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';

/** Condition on `office_loan l`. */
export const loanIsHers = (tx: Tx, who: Actor): RawBuilder<unknown> =>
  reachesAll(who)
    ? sql`true`
    : sql`((l.borrower_kind = 'group' and ${groupIsHers(tx, who, 'l.borrower_id')})
        or (l.borrower_kind = 'enterprise' and ${enterpriseIsHers(tx, who, 'l.borrower_id')})
        or (l.borrower_kind = 'person' and l.borrower_id in (
          select p.person_id from person p where p.org_id = ${tx.orgId} and ${personIsHers(tx, who)})))`;

/** The same for `loan_standing s`. */
export const standingIsHers = (tx: Tx, who: Actor): RawBuilder<unknown> =>
  reachesAll(who)
    ? sql`true`
    : sql`s.loan_id in (select l.loan_id from office_loan l where l.org_id = ${tx.orgId} and ${loanIsHers(tx, who)})`;
