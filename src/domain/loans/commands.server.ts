/** What an office may do with its loans. The handlers live by sub-topic in the files they are imported from. */
import { defineCommands, type Actor } from '#platform/door.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { AccrualRun, AccrualSetting } from './accrual.model.ts';
import { accrue, setAccrual } from './accrual.server.ts';
import * as applications from './applications.server.ts';
import { disburse } from './disburse.server.ts';
import * as ending from './ending.server.ts';
import * as guarantee from './guarantor.model.ts';
import * as guarantors from './guarantors.server.ts';
import { KeyFactsAcknowledgement } from './key-facts.model.ts';
import { acknowledgeKeyFacts } from './key-facts.server.ts';
import type { LoanEvent } from './life.model.ts';
import * as ask from './office.model.ts';
import type { EventReceipt, MoneyWay } from './office.model.ts';
import * as products from './products.server.ts';
import { NewProductVersion, ProductClosing } from './product.model.ts';
import { Provisioning, ProvisionRule } from './provision.rules.ts';
import { provide, setProvisionRule } from './provision.server.ts';
import { record, undo } from './record.server.ts';
import { ofBorrower, ofLoan } from './scopes.ts';

/** The loan's own borrower decides whose grants reach it; products and limits are the organisation's. */
const scope = ofLoan;
const setUp = { may: 'loans.setup', scope: () => null };
const applies = { may: 'loans.apply', scope };
const decides = { may: 'loans.approve', scope };
const collects = { may: 'loans.collect', scope };
const changes = { may: 'loans.change', scope };

type Dated = { readonly loanId: string; readonly eventId: string; readonly on: string; readonly money?: MoneyWay };
/** A command whose payload is an event of that kind, with the head its money moves through. */
const recording =
  (kind: LoanEvent['kind']) =>
  <In extends Dated>(tx: Tx, who: Actor, { loanId, money, ...rest }: In): Promise<Outcome<EventReceipt>> =>
    record(tx, who, { loanId, event: { kind, ...rest } as unknown as LoanEvent, money: money ?? null });

export const commands = defineCommands('loans', {
  saveProduct: { input: NewProductVersion, ...setUp, run: products.saveProduct },
  closeProduct: { input: ProductClosing, ...setUp, run: products.closeProduct },
  // whoever writes applications does not decide how many must approve
  setApprovalLimit: { input: ask.ApprovalLimitSetting, ...setUp, run: products.setApprovalLimit },
  apply: { input: ask.LoanApplication, may: 'loans.apply', scope: ofBorrower, run: applications.applyHere },
  appraise: { input: ask.LoanAppraisal, ...applies, run: applications.appraise },
  withdraw: { input: ask.LoanRefusal, ...applies, run: applications.withdraw },
  offer: { input: ask.NewOffer, ...applies, run: applications.offer },
  nameGuarantor: {
    ...{ input: guarantee.NamingGuarantor, ...applies },
    secret: ['guarantor'],
    // a mobile number written with its country code has twelve digits
    typed: ['guarantor.phone'],
    run: guarantors.nameGuarantor,
  },
  guarantorSaysYes: {
    ...{ input: guarantee.GuarantorYes, ...applies },
    secret: ['witness'],
    run: guarantors.guarantorSaysYes,
  },
  releaseGuarantor: {
    ...{ input: guarantee.GuarantorRelease, ...applies },
    secret: ['reason'],
    run: guarantors.releaseGuarantor,
  },
  acknowledgeKeyFacts: { input: KeyFactsAcknowledgement, ...applies, run: acknowledgeKeyFacts },
  approve: { input: ask.LoanApproval, ...decides, run: applications.approve },
  reject: { input: ask.LoanRefusal, ...decides, run: applications.reject },
  disburse: {
    input: ask.Disbursal,
    may: 'loans.disburse',
    scope,
    typed: ['money.reference'],
    run: (tx: Tx, who: Actor, input: ask.Disbursal) => disburse(tx, who, { input }),
  },
  repay: { input: ask.Repayment, ...collects, typed: ['money.reference'], run: recording('repaid') },
  settle: { input: ask.Settlement, ...collects, typed: ['money.reference'], run: recording('settled') },
  recover: { input: ask.Recovery, ...collects, typed: ['money.reference'], run: recording('recovered') },
  setOff: { input: ask.Repayment, ...changes, typed: ['money.reference'], run: recording('set_off') },
  refund: { input: ask.Refund, ...changes, typed: ['money.reference'], run: recording('refunded') },
  charge: { input: ask.LoanCharge, ...changes, run: recording('charged') },
  waive: { input: ask.LoanWaiver, ...changes, run: recording('waived') },
  reschedule: { input: ask.Rescheduling, ...changes, run: recording('rescheduled') },
  writeOff: { input: ask.WriteOff, ...changes, run: recording('written_off') },
  endParts: { input: ask.PartsEnding, ...changes, run: recording('undrawn') },
  stop: { input: ask.Stopping, ...changes, run: recording('stopped') },
  lodgeClaim: { input: ask.Claim, ...changes, run: ending.lodgeClaim },
  claimPaid: { input: ask.ClaimPaid, ...changes, typed: ['money.reference'], run: ending.claimPaid },
  claimRefused: { input: ask.ClaimRefused, ...changes, run: ending.claimRefused },
  // the whole book at once
  setAccrual: { input: AccrualSetting, ...setUp, run: setAccrual },
  accrue: { input: AccrualRun, may: 'loans.change', scope: () => null, run: accrue },
  setProvisionRule: { input: ProvisionRule, ...setUp, run: setProvisionRule },
  provide: { input: Provisioning, may: 'loans.change', scope: () => null, run: provide },
  undo: { input: ask.EventUndoing, ...changes, run: undo },
});
