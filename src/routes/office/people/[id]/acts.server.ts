/** Acts of one person's page that are one command each: its name and its payload from the form. */
import type { SentForm } from '../../form.server.ts';

export type Act = { readonly command: string; readonly payload: (sent: SentForm, personId: string) => unknown };

export const ACTS: Readonly<Record<string, Act>> = {
  identity: {
    command: 'people.addIdentity',
    payload: (sent, personId) => ({
      personId,
      identityId: sent.id,
      kind: sent.text('kind'),
      number: sent.text('number'),
    }),
  },
  bank: {
    command: 'people.addBankAccount',
    payload: (sent, personId) => ({
      personId,
      bankAccountId: sent.id,
      number: sent.text('number'),
      ifsc: sent.text('ifsc'),
      bankName: sent.orNull('bankName'),
      operatedBy: sent.text('operatedBy'),
    }),
  },
  aadhaar: {
    command: 'people.noteAadhaar',
    payload: (sent, personId) => ({
      personId,
      aadhaarLastFour: sent.text('aadhaarLastFour'),
      consentId: sent.text('consentId'),
    }),
  },
  consent: {
    command: 'people.recordConsent',
    payload: (sent, personId) => ({
      personId,
      consentId: sent.id,
      purpose: sent.text('purpose'),
      language: sent.text('language'),
      givenOn: sent.text('givenOn'),
    }),
  },
  withdraw: {
    command: 'people.withdrawConsent',
    payload: (sent, personId) => ({
      personId,
      consentId: sent.text('consentId'),
      withdrawnOn: sent.text('withdrawnOn'),
    }),
  },
  clearSecret: { command: 'members.clearSecret', payload: (_sent, personId) => ({ personId }) },
  undo: {
    command: 'people.undoMerge',
    payload: (sent) => ({ aliasId: sent.text('aliasId'), reason: sent.text('reason') }),
  },
};
