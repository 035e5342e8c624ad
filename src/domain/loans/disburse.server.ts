/** Money leaves for a loan: what must be there first, what of it settles an older loan, and to whom it goes. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, type Already, type Outcome } from '#platform/outcomes.ts';
import { keptAtPayOut } from './book-entries.rules.ts';
import type { LoanContract } from './life.model.ts';
import { lockLoan, signedOf } from './office-loan.server.ts';
import type { Disbursal, EventReceipt, MoneyUsed } from './office.model.ts';
import { payoffQuote } from './quotes.server.ts';
import { record } from './record.server.ts';

type Facts = {
  readonly needsKeyFacts: boolean;
  readonly isRead: boolean;
  readonly isFirst: boolean;
  readonly isSwap: boolean;
  readonly topsUpLoanId: string | null;
};
async function factsOf(tx: Tx, loanId: string, hash: string): Promise<Facts> {
  const { rows } = await sql<Facts>`
    select coalesce((v.rules ->> 'needsKeyFacts')::boolean, false) as "needsKeyFacts", s.status = 'approved' as "isFirst",
      exists (select from loan_key_facts k where k.org_id = l.org_id and k.loan_id = l.loan_id and k.hash = ${hash}) as "isRead",
      l.swap_debt_id is not null as "isSwap", l.tops_up_loan_id as "topsUpLoanId"
    from office_loan l join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0]!;
}

/**
 * Pays out. Refuses `loans.key_facts_missing` when the product wants the statement acknowledged and she has not acknowledged exactly this
 * offer, `loans.other_day` {disburseOn} when the schedule was signed for another day, `loans.pay_by_swap` for a loan that takes an outside
 * debt's place (its lender is paid in the same act: `debts.payOutSwap`), `loans.top_up_too_small` {payoffPaise, netPaise},
 * `loans.top_up_written_off` {number},
 * `loans.condition_unsaid` for a later part of it.
 * @param swapId given by the module of debts alone
 */
export async function disburse(
  tx: Tx,
  who: Actor,
  { input, swapId }: { input: Disbursal; swapId?: string },
): Promise<Outcome<EventReceipt>> {
  const signed = await signedOf(tx, input.loanId);
  if (!signed) return refused('loans.not_approved');
  if (input.payee.kind !== 'borrower' && input.payee.name === null) return refused('loans.payee_unnamed');
  const facts = await factsOf(tx, input.loanId, signed.hash);
  if (facts.needsKeyFacts && !facts.isRead) return refused('loans.key_facts_missing');
  if (facts.isFirst && facts.isSwap && swapId === undefined) return refused('loans.pay_by_swap');
  if (!facts.isFirst && !input.condition) return refused('loans.condition_unsaid');
  const { disburseOn } = signed.contract;
  if (facts.isFirst && input.on !== disburseOn) return refused('loans.other_day', { disburseOn });
  const settled =
    facts.isFirst && facts.topsUpLoanId
      ? await settleOlder(tx, who, { input, olderId: facts.topsUpLoanId, contract: signed.contract })
      : applied(null);
  if (settled.kind !== 'applied') return settled;
  const { loanId, eventId, on, paise, payee, money } = input;
  const used: MoneyUsed = {
    ...money,
    payee,
    ...(input.condition && { condition: input.condition }),
    ...(settled.receipt && { settled: settled.receipt }),
    ...(swapId !== undefined && { swapId }),
  };
  return record(tx, who, { loanId, event: { kind: 'disbursed', eventId, on, paise }, money: used });
}

type Settled = Exclude<Outcome<NonNullable<MoneyUsed['settled']> | null>, Already<unknown>>;
/** The older loan is paid off to the day out of the new one; one that was paid back meanwhile needs nothing. Refuses one written off: nothing of it can be settled any more, and the whole sum was not what was granted. */
async function settleOlder(
  tx: Tx,
  who: Actor,
  { input, olderId, contract }: { input: Disbursal; olderId: string; contract: LoanContract },
): Promise<Settled> {
  const { on, loanId } = input;
  const older = await lockLoan(tx, olderId);
  if (older?.stage === 'written_off') return refused('loans.top_up_written_off', { number: older.number });
  const quote = await payoffQuote(tx, olderId, on);
  if (!quote || quote.totalPaise === 0) return applied(null);
  const { totalPaise: payoffPaise } = quote;
  const kept = keptAtPayOut(contract.terms);
  const netPaise = input.paise - kept.thirdPaise - kept.lenderPaise;
  if (payoffPaise > netPaise) return refused('loans.top_up_too_small', { payoffPaise, netPaise });
  const eventId = newId();
  const done = await record(tx, who, {
    loanId: olderId,
    event: { kind: 'settled', eventId, on, paise: payoffPaise },
    money: {
      headId: input.money.headId,
      reference: null,
      groupBankId: await viewedBank(tx, olderId),
      toppedUpBy: loanId,
    },
  });
  if (done.kind !== 'applied') return done;
  return applied({ loanId: olderId, eventId, paise: payoffPaise });
}

/** An older loan that the group's book knows is settled there too. */
async function viewedBank(tx: Tx, loanId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select e.money ->> 'groupBankId' as id from loan_event e
    where e.org_id = ${tx.orgId} and e.loan_id = ${loanId} and e.kind = 'disbursed' order by e.entry_no limit 1`.execute(
    tx.db,
  );
  return rows[0]?.id ?? null;
}
