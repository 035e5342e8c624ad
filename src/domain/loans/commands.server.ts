/** What an office may do with its loans. The handlers live by sub-topic in the files they are imported from. */
import { sql } from 'kysely';
import { defineCommands, type Actor } from '#platform/door.ts';
import type { Tx } from '#platform/db.server.ts';
import { refused, type Outcome } from '#platform/outcomes.ts';
import * as applications from './applications.server.ts';
import { KeyFactsAcknowledgement } from './key-facts.model.ts';
import { acknowledgeKeyFacts } from './key-facts.server.ts';
import type { LoanEvent } from './life.model.ts';
import { signedOf } from './office-loan.server.ts';
import * as ask from './office.model.ts';
import type { EventReceipt, MoneyWay } from './office.model.ts';
import * as products from './products.server.ts';
import { NewProductVersion, ProductClosing } from './product.model.ts';
import { Provisioning, ProvisionRule } from './provision.rules.ts';
import { provide, setProvisionRule } from './provision.server.ts';
import { record, undo } from './record.server.ts';

const whole = { scope: () => null };
const setUp = { may: 'loans.setup', ...whole };
const applies = { may: 'loans.apply', ...whole };
const decides = { may: 'loans.approve', ...whole };
const collects = { may: 'loans.collect', ...whole };
const changes = { may: 'loans.change', ...whole };

type Dated = { readonly loanId: string; readonly eventId: string; readonly on: string; readonly money?: MoneyWay };
/** A command whose payload is an event of that kind, with the head its money moves through. */
const recording =
  (kind: LoanEvent['kind']) =>
  <In extends Dated>(tx: Tx, who: Actor, { loanId, money, ...rest }: In): Promise<Outcome<EventReceipt>> =>
    record(tx, who, { loanId, event: { kind, ...rest } as unknown as LoanEvent, money: money ?? null });

/**
 * Pays out. Refuses `loans.key_facts_missing` when the product wants the statement acknowledged and she has not acknowledged exactly this
 * offer, `loans.other_day` {disburseOn} when the schedule was signed for another day.
 */
async function disburse(tx: Tx, who: Actor, input: ask.Disbursal): Promise<Outcome<EventReceipt>> {
  const signed = await signedOf(tx, input.loanId);
  if (!signed) return refused('loans.not_approved');
  if (input.payee.kind !== 'borrower' && input.payee.name === null) return refused('loans.payee_unnamed');
  const { rows } = await sql<{ needsKeyFacts: boolean; isRead: boolean; isFirst: boolean }>`
    select coalesce((v.rules ->> 'needsKeyFacts')::boolean, false) as "needsKeyFacts", s.status = 'approved' as "isFirst",
      exists (select from loan_key_facts k where k.org_id = l.org_id and k.loan_id = l.loan_id and k.hash = ${signed.hash}) as "isRead"
    from office_loan l join loan_product_version v on v.org_id = l.org_id and v.product_id = l.product_id and v.version = l.version
    join loan_standing s on s.org_id = l.org_id and s.loan_id = l.loan_id
    where l.org_id = ${tx.orgId} and l.loan_id = ${input.loanId}`.execute(tx.db);
  const { needsKeyFacts, isRead, isFirst } = rows[0]!;
  if (needsKeyFacts && !isRead) return refused('loans.key_facts_missing');
  const { disburseOn } = signed.contract;
  if (isFirst && input.on !== disburseOn) return refused('loans.other_day', { disburseOn });
  const { loanId, eventId, on, paise, payee, money } = input;
  return record(tx, who, { loanId, event: { kind: 'disbursed', eventId, on, paise }, money: { ...money, payee } });
}

export const commands = defineCommands('loans', {
  saveProduct: { input: NewProductVersion, ...setUp, run: products.saveProduct },
  closeProduct: { input: ProductClosing, ...setUp, run: products.closeProduct },
  // whoever writes applications does not decide how many must approve
  setApprovalLimit: { input: ask.ApprovalLimitSetting, ...setUp, run: products.setApprovalLimit },
  apply: { input: ask.LoanApplication, ...applies, run: applications.apply },
  appraise: { input: ask.LoanAppraisal, ...applies, run: applications.appraise },
  withdraw: { input: ask.LoanRefusal, ...applies, run: applications.withdraw },
  offer: { input: ask.NewOffer, ...applies, run: applications.offer },
  acknowledgeKeyFacts: { input: KeyFactsAcknowledgement, ...applies, run: acknowledgeKeyFacts },
  approve: { input: ask.LoanApproval, ...decides, run: applications.approve },
  reject: { input: ask.LoanRefusal, ...decides, run: applications.reject },
  disburse: { input: ask.Disbursal, may: 'loans.disburse', ...whole, typed: ['money.reference'], run: disburse },
  repay: { input: ask.Repayment, ...collects, typed: ['money.reference'], run: recording('repaid') },
  settle: { input: ask.Settlement, ...collects, typed: ['money.reference'], run: recording('settled') },
  recover: { input: ask.Recovery, ...collects, typed: ['money.reference'], run: recording('recovered') },
  setOff: { input: ask.Repayment, ...changes, typed: ['money.reference'], run: recording('set_off') },
  refund: { input: ask.Refund, ...changes, typed: ['money.reference'], run: recording('refunded') },
  charge: { input: ask.LoanCharge, ...changes, run: recording('charged') },
  waive: { input: ask.LoanWaiver, ...changes, run: recording('waived') },
  reschedule: { input: ask.Rescheduling, ...changes, run: recording('rescheduled') },
  writeOff: { input: ask.WriteOff, ...changes, run: recording('written_off') },
  setProvisionRule: { input: ProvisionRule, ...setUp, run: setProvisionRule },
  provide: { input: Provisioning, ...changes, run: provide },
  undo: { input: ask.EventUndoing, ...changes, run: undo },
});
