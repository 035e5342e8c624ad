/** Acts of a woman's household page that are one command each. */
import type { Act } from '../acts.server.ts';

export const DEBT_ACTS: Readonly<Record<string, Act>> = {
  consent: {
    command: 'people.recordConsent',
    payload: (sent, personId) => ({
      personId,
      consentId: sent.id,
      purpose: 'income_and_debts',
      language: sent.text('language'),
      givenOn: sent.text('givenOn'),
    }),
  },
  pay: {
    command: 'debts.pay',
    payload: (sent, personId) => ({
      personId,
      debtId: sent.text('debtId'),
      paymentId: sent.id,
      paidOn: sent.text('paidOn'),
      amountPaise: sent.amount('amountPaise'),
      closes: sent.text('closes') === 'yes',
    }),
  },
  swap: {
    command: 'debts.paySwap',
    payload: (sent, personId) => ({
      personId,
      debtId: sent.text('debtId'),
      swapId: sent.id,
      sourceId: sent.text('sourceId'),
      paidOn: sent.text('paidOn'),
      amountPaise: sent.amount('amountPaise'),
      loanId: null,
    }),
  },
  strike: {
    command: 'debts.strike',
    payload: (sent, personId) => ({ personId, debtId: sent.text('debtId'), reason: sent.text('reason') }),
  },
  strikePayment: {
    command: 'debts.strikePayment',
    payload: (sent, personId) => ({
      personId,
      debtId: sent.text('debtId'),
      paymentId: sent.text('paymentId'),
      reason: sent.text('reason'),
    }),
  },
  apply: {
    command: 'debts.apply',
    payload: (sent, personId) => ({
      personId,
      applicationId: sent.id,
      lenderKind: sent.text('lenderKind'),
      lenderName: sent.text('lenderName'),
      appliedOn: sent.text('appliedOn'),
      amountPaise: sent.amount('amountPaise'),
    }),
  },
  decide: {
    command: 'debts.decideApplication',
    payload: (sent, personId) => {
      const result = sent.text('result');
      return {
        personId,
        applicationId: sent.text('applicationId'),
        decidedOn: sent.text('decidedOn'),
        result,
        grantedPaise: result === 'granted' ? sent.amountOrNull('grantedPaise') : null,
        refusal: result === 'refused' ? sent.orNull('refusal') : null,
        note: null,
      };
    },
  },
};
