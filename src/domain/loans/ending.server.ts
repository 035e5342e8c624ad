/** After a death: what is asked of an insurer, and what came of it. */
import { sql } from 'kysely';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { applied, refused, type Outcome, type Refused } from '#platform/outcomes.ts';
import { lockLoan } from './office-loan.server.ts';
import type { Claim, ClaimPaid, ClaimRefused, EventReceipt } from './office.model.ts';
import { record } from './record.server.ts';

/** Refuses `loans.unknown_loan`, `loans.not_stopped`, `loans.future_date`, `loans.claim_stands`. */
export async function lodgeClaim(tx: Tx, who: Actor, input: Claim): Promise<Outcome<{ claimId: string }>> {
  const { loanId, claimId, insurer, lodgedOn, claimedPaise } = input;
  if (!(await lockLoan(tx, loanId))) return refused('loans.unknown_loan');
  const { rows } = await sql<{ isStopped: boolean; isOpen: boolean }>`select s.stopped_on is not null as "isStopped",
      exists (select from loan_claim c where c.org_id = s.org_id and c.loan_id = s.loan_id and not exists (
        select from loan_claim_answer a where a.org_id = c.org_id and a.loan_id = c.loan_id and a.claim_id = c.claim_id)) as "isOpen"
    from loan_standing s where s.org_id = ${tx.orgId} and s.loan_id = ${loanId}`.execute(tx.db);
  if (!rows[0]?.isStopped) return refused('loans.not_stopped');
  if (rows[0].isOpen) return refused('loans.claim_stands');
  if (lodgedOn > tx.today) return refused('loans.future_date', { on: lodgedOn, today: tx.today });
  await tx.db
    .insertInto('loan_claim')
    .values({
      org_id: tx.orgId,
      ...{ loan_id: loanId, claim_id: claimId, insurer },
      lodged_on: lodgedOn,
      claimed_paise: claimedPaise,
      ...{ made_by: who.userId, made_at: tx.now },
    })
    .execute();
  return applied({ claimId });
}

/** Refuses `loans.claim_unknown`, `loans.claim_answer_before` {lodgedOn}. */
async function judgeAnswer(
  tx: Tx,
  { loanId, claimId, on }: { loanId: string; claimId: string; on: string },
): Promise<Refused | null> {
  const { rows } = await sql<{
    lodgedOn: string;
  }>`select c.lodged_on as "lodgedOn" from loan_claim c where c.org_id = ${tx.orgId} and c.loan_id = ${loanId} and c.claim_id = ${claimId}
    and not exists (select from loan_claim_answer a where a.org_id = c.org_id and a.loan_id = c.loan_id and a.claim_id = c.claim_id)`.execute(
    tx.db,
  );
  if (!rows[0]) return refused('loans.claim_unknown');
  return on < rows[0].lodgedOn ? refused('loans.claim_answer_before', { lodgedOn: rows[0].lodgedOn }) : null;
}

type Answer = { loanId: string; claimId: string; on: string; result: 'paid' | 'refused' };
const saveAnswer = (tx: Tx, who: Actor, of: Answer & { eventId?: string; note?: string }) =>
  tx.db
    .insertInto('loan_claim_answer')
    .values({
      org_id: tx.orgId,
      ...{ loan_id: of.loanId, claim_id: of.claimId, result: of.result, answered_on: of.on },
      ...{ event_id: of.eventId ?? null, note: of.note ?? null },
      ...{ made_by: who.userId, made_at: tx.now },
    })
    .execute();

/** The insurer's money, which may be more or less than the loan. Refuses what {@link judgeAnswer} and {@link record} refuse. */
export async function claimPaid(tx: Tx, who: Actor, input: ClaimPaid): Promise<Outcome<EventReceipt>> {
  const { loanId, claimId, eventId, on, paise, money } = input;
  if (!(await lockLoan(tx, loanId))) return refused('loans.unknown_loan');
  const wrong = await judgeAnswer(tx, input);
  if (wrong) return wrong;
  const done = await record(tx, who, { loanId, event: { kind: 'claim_paid', eventId, on, paise }, money });
  if (done.kind === 'applied') await saveAnswer(tx, who, { loanId, claimId, on, result: 'paid', eventId });
  return done;
}

export async function claimRefused(tx: Tx, who: Actor, input: ClaimRefused): Promise<Outcome<{ claimId: string }>> {
  const { loanId, claimId, on, reason } = input;
  if (!(await lockLoan(tx, loanId))) return refused('loans.unknown_loan');
  const wrong = await judgeAnswer(tx, input);
  if (wrong) return wrong;
  if (on > tx.today) return refused('loans.future_date', { on, today: tx.today });
  await saveAnswer(tx, who, { loanId, claimId, on, result: 'refused', note: reason });
  return applied({ claimId });
}
