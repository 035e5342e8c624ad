/** Random taps and groups for property tests: sound acts and wild ones mixed. */
import * as fc from 'fast-check';
import { MAX_PAISE } from '#platform/money.ts';
import type { GroupContext } from '#domain/meetings/index.ts';
import { exitAmount } from '#domain/meetings/index.ts';
import { AT, idOf, runningLoan, someContext, someRules } from '#test/meeting-builder.ts';
import { anyGrace } from '#test/loan-builder.ts';
import type { MeetingSheet } from '#domain/meetings/index.ts';
import * as taps from '#domain/meetings/index.ts';

export const people = Array.from({ length: 7 }, (_, k) => idOf('person', k + 1));
const person = fc.constantFrom(...people, idOf('person', 40));
const loan = fc.constantFrom(1, 2, 3, 4, 5, 9).map((no) => idOf('loan', no));
const paise = fc.oneof(
  fc.integer({ min: 0, max: 300_000 }),
  fc.constantFrom(-5, 1.5, MAX_PAISE, MAX_PAISE + 1, Number.NaN),
);
const bank = fc.constantFrom(null, idOf('bank', 1), idOf('bank', 2));
const till = fc.constantFrom('cash' as const, 'bank' as const);
const vote = fc.record({
  votesFor: fc.integer({ min: 0, max: 9 }),
  votesAgainst: fc.constantFrom(0, 1),
  text: fc.constant(''),
});
const notes = fc.array(
  fc.record({ valuePaise: fc.constantFrom(100, 10_000, 50_000), count: fc.integer({ min: -1, max: 40 }) }),
  { maxLength: 3 },
);
const noLine = { note: '', bankAccountId: null, partyId: null } as const;

export type Tap = (sheet: MeetingSheet, context: GroupContext, at: number) => MeetingSheet;
export const anyTap: fc.Arbitrary<Tap> = fc.oneof(
  // Whole acts with likely amounts, so that walks reach loans, carried cash and exits that are accepted.
  fc
    .tuple(fc.constantFrom(...people), fc.integer({ min: 1, max: 60 }), bank)
    .map(([personId, hundreds, bankAccountId]): Tap => (sheet, context, at) => {
      const grantedPaise = hundreds * 10_000;
      const asked = taps.addDemand(sheet, { personId, amountPaise: grantedPaise, purpose: 'trade' });
      const index = asked.demands.length - 1;
      const paidFrom = bankAccountId === null ? 'cash' : 'bank';
      const of = { index, grantedPaise, paidFrom, bankAccountId, acknowledged: null } as const;
      return taps.grantLoan(asked, context, { ...of, loanId: idOf('loan', 100 + at) });
    }),
  fc
    .tuple(fc.constantFrom('handed' as const, 'arrived' as const), fc.integer({ min: 1, max: 50 }))
    .map(([way, hundreds]): Tap => (sheet) => {
      const move = { way, amountPaise: hundreds * 100, byPersonId: idOf('person', 7), note: '' };
      return taps.addLine(sheet, 'transfers', { ...move, bankAccountId: idOf('bank', 1) });
    }),
  fc.constantFrom(...people).map((personId): Tap => (sheet, context) => {
    const amount = exitAmount(sheet, context, personId);
    const resolution = { votesFor: 4, votesAgainst: 0, text: '' };
    const till = { from: 'bank', bankAccountId: idOf('bank', 1) } as const;
    const paidPaise = amount.ok ? amount.value.paidPaise : 0;
    return taps.addLine(sheet, 'exits', { personId, reason: 'left', paidPaise, ...till, resolution });
  }),
  person.map(
    (id): Tap =>
      (sheet, context) =>
        taps.toggleAttendance(sheet, context, id),
  ),
  fc.constant<Tap>((sheet, context) => taps.everyoneSavedUsual(sheet, context)),
  fc.record({ personId: person, compulsoryPaise: paise, voluntaryPaise: paise }).map(
    (saving): Tap =>
      (sheet) =>
        taps.setSaving(sheet, saving),
  ),
  loan.map(
    (id): Tap =>
      (sheet, context) =>
        taps.repayAsDue(sheet, context, id),
  ),
  fc
    .record({
      loanId: loan,
      paidPaise: paise,
      excessTo: fc.constantFrom(null, 'next' as const, 'principal' as const, 'savings' as const),
    })
    .map(
      (paid): Tap =>
        (sheet, context) =>
          taps.setRepaid(sheet, context, paid),
    ),
  fc.tuple(person, paise).map(
    ([personId, chargedPaise]): Tap =>
      (sheet) =>
        taps.setFine(sheet, { personId, reason: 'other', chargedPaise, paidPaise: chargedPaise }),
  ),
  fc.tuple(person, paise).map(
    ([personId, amountPaise]): Tap =>
      (sheet) =>
        taps.addDemand(sheet, { personId, amountPaise, purpose: 'trade' }),
  ),
  fc
    .record({
      index: fc.nat(2),
      grantedPaise: paise,
      instalments: fc.integer({ min: 0, max: 30 }),
      paidFrom: till,
      bankAccountId: bank,
    })
    .map(
      (grant): Tap =>
        (sheet, context, at) =>
          taps.grantLoan(sheet, context, { ...grant, loanId: idOf('loan', 100 + at), acknowledged: 'pin' }),
    ),
  fc.nat(2).map(
    (index): Tap =>
      (sheet) =>
        taps.declineDemand(sheet, index, 'refused'),
  ),
  fc.tuple(paise, till, bank).map(
    ([amountPaise, to, bankAccountId]): Tap =>
      (sheet) =>
        taps.addLine(sheet, 'otherReceipts', { ...noLine, head: 'group_sales', amountPaise, to, bankAccountId }),
  ),
  fc.tuple(paise, till, bank).map(
    ([amountPaise, from, bankAccountId]): Tap =>
      (sheet) =>
        taps.addLine(sheet, 'otherPayments', {
          ...noLine,
          head: 'bookkeeper',
          amountPaise,
          from,
          bankAccountId,
          voucherPhotoId: null,
        }),
  ),
  fc.tuple(person, paise, vote).map(
    ([personId, amountPaise, resolution]): Tap =>
      (sheet) =>
        taps.addLine(sheet, 'withdrawals', {
          personId,
          kind: 'voluntary',
          amountPaise,
          from: 'cash',
          bankAccountId: null,
          resolution,
        }),
  ),
  fc
    .record({
      way: fc.constantFrom('cash_to_bank' as const, 'bank_to_cash' as const, 'handed' as const, 'arrived' as const),
      amountPaise: paise,
      byPersonId: person,
    })
    .map(
      (move): Tap =>
        (sheet) =>
          taps.addLine(sheet, 'transfers', { ...move, bankAccountId: idOf('bank', 1), note: '' }),
    ),
  fc.tuple(person, vote).map(([personId, resolution]): Tap => (sheet, context) => {
    const amount = exitAmount(sheet, context, personId);
    const paidPaise = amount.ok ? amount.value.paidPaise : 0;
    return taps.addLine(sheet, 'exits', {
      personId,
      reason: 'left',
      paidPaise,
      from: 'cash',
      bankAccountId: null,
      resolution,
    });
  }),
  fc
    .record({
      part: fc.constantFrom(
        'compulsory' as const,
        'voluntary' as const,
        'loan_principal' as const,
        'loan_interest' as const,
        'fine_paid' as const,
      ),
      no: fc.nat(4),
      wasPaise: paise,
      nowPaise: paise,
    })
    .map(({ no, ...line }): Tap => (sheet, _context, at) => {
      const of = {
        correctionId: idOf('other', 100 + at),
        reversesMeetingId: idOf('meeting', 1),
        head: null,
        partyId: null,
        reason: 'wrong',
      };
      return taps.addLine(sheet, 'corrections', {
        ...of,
        ...line,
        loanId: idOf('loan', no + 1),
        personId: idOf('person', no + 1),
      });
    }),
  notes.map(
    (counted): Tap =>
      (sheet) =>
        taps.setClosingCount(sheet, counted),
  ),
  vote.map(
    ({ votesFor, votesAgainst }): Tap =>
      (sheet) =>
        taps.voteDifference(sheet, { votesFor, votesAgainst, reason: 'counted twice' }),
  ),
  person.map(
    (personId): Tap =>
      (sheet) =>
        taps.confirm(sheet, { personId, way: 'pin', at: AT, signature: null }),
  ),
  fc.nat(12).map(
    (step): Tap =>
      (sheet) =>
        taps.setStep(sheet, step),
  ),
  fc.nat(2).map(
    (index): Tap =>
      (sheet) =>
        taps.removeLine(sheet, 'withdrawals', index),
  ),
);

export const anyContext = fc
  .record({
    cashPaise: fc.integer({ min: 0, max: 2_000_000 }),
    fee: fc.constantFrom(0, 1_000),
    method: fc.constantFrom('FLAT' as const, 'EMI' as const, 'EQUAL_PRINCIPAL' as const),
    voluntary: fc.constantFrom(0, 2_500),
    grace: fc.option(anyGrace),
  })
  .map(({ cashPaise, fee, method, voluntary, grace }) =>
    someContext(
      {
        cashPaise,
        loans: [1, 2, 3, 4, 5].map((no) => runningLoan(no, no, '2025-08-12')),
        rules: [
          someRules({ usualVoluntaryPaise: voluntary, loan: { ...someRules().loan, method, feePaise: fee, grace } }),
        ],
      },
      7,
    ),
  );
