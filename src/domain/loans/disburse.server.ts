/** Money leaves for a loan: what must be there first, what of it settles an older loan, and to whom it goes. */
import { sql } from 'kysely';
import { CHART } from '#domain/ledger/index.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { applied, refused, ruled, type Already, type Outcome } from '#platform/outcomes.ts';
import { keptAtPayOut } from './book-entries.rules.ts';
import { judgeEnough } from './guarantor.rules.ts';
import type { LoanContract } from './life.model.ts';
import { lockLoan, signedOf } from './office-loan.server.ts';
import type { Disbursal, EventReceipt, MoneyUsed } from './office.model.ts';
import { payoffQuote } from './quotes.server.ts';
import { record } from './record.server.ts';

type Facts = {
  readonly needsKeyFacts: boolean;
  readonly isRead: boolean;
  /** Guarantors the product asks for, and those who said yes to this offer. */
  readonly leastGuarantors: number;
  readonly guarantors: number;
  readonly isFirst: boolean;
  readonly isSwap: boolean;
  /** Parts that left and were not taken back. */
  readonly paidOut: number;
  readonly topsUpLoanId: string | null;
};
async function factsOf(tx: Tx, loanId: string, hash: string): Promise<Facts> {
  const { rows } = await sql<Facts>`
    select coalesce((v.rules ->> 'needsKeyFacts')::boolean, false) as "needsKeyFacts", s.status = 'approved' as "isFirst",
      exists (select from loan_key_facts k where k.org_id = l.org_id and k.loan_id = l.loan_id and k.hash = ${hash}) as "isRead",
      coalesce((v.rules ->> 'leastGuarantors')::int, 0) as "leastGuarantors",
      (select count(*)::int from loan_guarantor_yes y join loan_guarantor q on q.org_id = y.org_id and q.loan_id = y.loan_id
        and q.guarantor_id = y.guarantor_id and q.released_at is null
        where y.org_id = l.org_id and y.loan_id = l.loan_id and y.hash = ${hash}) as guarantors,
      (select count(*)::int from loan_event e where e.org_id = l.org_id and e.loan_id = l.loan_id and e.kind = 'disbursed' and not exists (
        select from loan_event_undone u where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)) as "paidOut",
      l.swap_debt_id is not null as "isSwap", l.tops_up_loan_id as "topsUpLoanId"
    from office_loan l join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.loan_id = ${loanId}`.execute(tx.db);
  return rows[0]!;
}

/**
 * Pays out. Refuses `loans.key_facts_missing` when the product wants the statement acknowledged and she has not acknowledged exactly this
 * offer, `loans.guarantor_missing` {least, count} when fewer said yes to it than the product asks for, `loans.other_day` {disburseOn} when the schedule was signed for another day, `loans.pay_by_swap` for a loan that takes an outside
 * debt's place (its lender is paid in the same act: `debts.payOutSwap`), `loans.top_up_too_small` {payoffPaise, netPaise},
 * `loans.top_up_written_off` {number},
 * `loans.condition_unsaid` for a later part of it, `loans.part_unplanned` {plannedOn, plannedPaise} for one that leaves otherwise than planned without
 * saying why.
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
  const enough = facts.isFirst ? judgeEnough(facts.leastGuarantors, facts.guarantors) : ruled(true);
  if (!enough.ok) return refused(enough.code, enough.params);
  if (facts.isFirst && facts.isSwap && swapId === undefined) return refused('loans.pay_by_swap');
  if (!facts.isFirst && !input.condition) return refused('loans.condition_unsaid');
  const money = await followed(tx, { input, olderId: facts.isFirst ? facts.topsUpLoanId : null });
  const { disburseOn } = signed.contract;
  if (facts.isFirst && input.on !== disburseOn) return refused('loans.other_day', { disburseOn });
  const planned = signed.contract.parts?.[facts.paidOut];
  if (planned && (planned.on !== input.on || planned.paise !== input.paise) && !input.unplanned)
    return refused('loans.part_unplanned', { plannedOn: planned.on, plannedPaise: planned.paise });
  const settled =
    facts.isFirst && facts.topsUpLoanId
      ? await settleOlder(tx, who, {
          input: { ...input, money },
          olderId: facts.topsUpLoanId,
          contract: signed.contract,
        })
      : applied(null);
  if (settled.kind !== 'applied') return settled;
  const { loanId, eventId, on, paise, payee } = input;
  const used: MoneyUsed = {
    ...money,
    payee,
    ...(input.condition && { condition: input.condition }),
    ...(input.unplanned && { unplanned: input.unplanned }),
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
      // one event: what is lent anew and what it settles stand in the group's book together, or come into it together
      groupBankId: input.money.groupBankId ?? null,
      toppedUpBy: loanId,
    },
  });
  if (done.kind !== 'applied') return done;
  return applied({ loanId: olderId, eventId, paise: payoffPaise });
}

/**
 * Where nothing is said of the group's book, a further part goes the way its first money went, and a top-up the way of the loan it settles:
 * told at once when that was, as far as this money leaves through a bank.
 */
async function followed(tx: Tx, { input, olderId }: { input: Disbursal; olderId: string | null }) {
  const { money, loanId } = input;
  if (money.groupBankId !== undefined) return money;
  const { rows } = await sql<{
    id: string;
  }>`select coalesce(t.group_bank_id, (e.money ->> 'groupBankId')::uuid) as id from loan_event e
    left join loan_group_told t on t.org_id = e.org_id and t.loan_id = e.loan_id and t.event_id = e.event_id
    where e.org_id = ${tx.orgId} and e.loan_id in (${loanId}, ${olderId}) and e.kind = 'disbursed'
      and (t.event_id is not null or e.money ->> 'groupBankId' is not null)
      and exists (select from account_head h where h.org_id = e.org_id and h.head_id = ${money.headId} and h.account = ${CHART.bank})
      and not exists (select from loan_event_undone u where u.org_id = e.org_id and u.loan_id = e.loan_id and u.event_id = e.event_id)
    order by e.loan_id = ${loanId} desc, e.entry_no limit 1`.execute(tx.db);
  return rows[0] ? { ...money, groupBankId: rows[0].id } : money;
}
