/** An event of a loan to a group that its own book was not told at once: told afterwards, with whatever belongs to the same event. */
import { sql } from 'kysely';
import { headsOf, officeBook } from '#domain/accounts/index.server.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Already, type Outcome } from '#platform/outcomes.ts';
import { groupBankWrong, tellGroup } from './group-view.server.ts';
import { eventsOf, lockLoan } from './office-loan.server.ts';

type Told = { readonly loanId: string; readonly eventId: string };
type Done = Exclude<Outcome<{ told: readonly Told[] }>, Already<unknown>>;

/**
 * A paying out and what it settled of an older loan are one event: both are told, of which one may be there already.
 * Refuses `loans.unknown_loan`, `loans.unknown_event`, `loans.told_already`, all of {@link groupBankWrong} and of the ledger.
 */
export async function tellGroupLater(
  tx: Tx,
  who: Actor,
  input: Told & { groupId: string; groupBankId: string },
): Promise<Done> {
  const told: Told[] = [];
  for (const one of await together(tx, input)) {
    const done = await tellOne(tx, who, { ...input, ...one });
    if (done.kind !== 'applied') return done;
    if (done.receipt) told.push(one);
  }
  return told.length > 0 ? applied({ told }) : refused('loans.told_already');
}

/** The older loan first: loans are locked in the order in which a top-up takes them. */
async function together(tx: Tx, { loanId, eventId }: Told): Promise<Told[]> {
  const { rows } = await sql<{ settled: Told | null; newer: Told | null }>`select e.money -> 'settled' as settled,
      (select jsonb_build_object('loanId', n.loan_id, 'eventId', n.event_id) from loan_event n where n.org_id = e.org_id
        and n.loan_id = (e.money ->> 'toppedUpBy')::uuid and n.money -> 'settled' ->> 'eventId' = e.event_id::text) as newer
    from loan_event e where e.org_id = ${tx.orgId} and e.loan_id = ${loanId} and e.event_id = ${eventId}`.execute(
    tx.db,
  );
  const { settled, newer } = rows[0] ?? { settled: null, newer: null };
  const one = { loanId, eventId };
  if (settled) return [{ loanId: settled.loanId, eventId: settled.eventId }, one];
  return newer ? [one, newer] : [one];
}

/** Applied with false: the group's book knows it. */
async function tellOne(
  tx: Tx,
  who: Actor,
  { loanId, eventId, groupId, groupBankId }: Told & { groupId: string; groupBankId: string },
): Promise<Exclude<Outcome<boolean>, Already<unknown>>> {
  const loan = await lockLoan(tx, loanId);
  if (!loan || loan.borrowerKind !== 'group' || loan.borrowerId !== groupId) return refused('loans.unknown_loan');
  const book = await officeBook(tx, loan.lender);
  if (!book) return refused('loans.no_book');
  const found = (await eventsOf(tx, loanId)).find((one) => one.event.eventId === eventId);
  if (!found || found.money === null || found.seq === null) return refused('loans.unknown_event');
  if (found.money.groupBankId) return applied(false);
  const { event, effectNo, seq } = found;
  const money = { ...found.money, groupBankId };
  const head = (await headsOf(tx, book.bookId, event.on)).find((one) => one.headId === money.headId);
  const wrong = await groupBankWrong(tx, { loan, account: head?.account }, { event, money });
  if (wrong) return wrong;
  await sql`insert into loan_group_told (org_id, loan_id, event_id, group_bank_id, told_by, told_at)
    values (${tx.orgId}, ${loanId}, ${eventId}, ${groupBankId}, ${who.userId}, ${tx.now})`.execute(tx.db);
  return (await tellGroup(tx, { loan, book }, { event, money, effectNo, seq })) ?? applied(true);
}
