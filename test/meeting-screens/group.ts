/** Fifteen women who save Rs 100 and meet today, six of them with an instalment due. */
import type { GroupSafety } from '#domain/debts/index.ts';
import { dueDatesFor, usualTerms, type GroupContext } from '#domain/meetings/index.ts';
import { openLoan } from '#domain/loans/index.ts';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { practiceContext } from '../../src/routes/field/parts/practice.ts';

const MORE = [
  ['Parveen', 'परवीन', 'پروین'],
  ['Ramkali', 'रामकली', 'رام کلی'],
  ['Nusrat Jahan', 'नुसरत जहाँ', 'نصرت جہاں'],
] as const;

export function sampleGroup(): GroupContext {
  const today = dayInIndia(new Date());
  const base = practiceContext(today);
  const more = MORE.map(([en, hi, ur]) => ({
    personId: newId(),
    names: { en, hi, ur },
    joinedOn: base.booksFromOn,
    leftOn: null,
  }));
  const members = [...base.members, ...more];
  const [rules] = base.rules;
  if (!rules) throw new Error('a group has rules');
  const lentOn = addMonths(today, -1);
  const usual = usualTerms(base, lentOn, { principalPaise: 500_000, instalments: 10 });
  const loans = members.slice(3, 9).flatMap(({ personId }) => {
    const opened = openLoan({
      loanId: newId(),
      personId,
      source: 'own',
      purpose: 'craft_material',
      disbursedOn: lentOn,
      terms: usual,
      dueDates: dueDatesFor(rules.cycle, usual.interval, { from: lentOn, count: 10 }),
    });
    return opened.ok ? [opened.value] : [];
  });
  return {
    ...base,
    groupId: newId(),
    practice: false,
    names: { en: 'Roshni', hi: 'रोशनी', ur: 'روشنی' },
    members,
    balances: members.map(({ personId }) => ({
      personId,
      compulsoryPaise: 160_000,
      voluntaryPaise: 20_000,
      sharesPaise: 0,
      unappliedPaise: 0,
      finesOwedPaise: 0,
    })),
    loans,
    cashPaise: 120_000,
    banks: [{ bankAccountId: newId(), label: 'Gramin Bank', balancePaise: 800_000, limitPaise: 0 }],
  };
}

/** The same group under a product that asks for key facts and binds its lender; one woman's income is known, with what is asked of it. */
export function boundGroup(): { group: GroupContext; safety: GroupSafety } {
  const group = sampleGroup();
  const [rules] = group.rules;
  if (!rules) throw new Error('a group has rules');
  const officer = { name: 'Archana Singh', phone: '0522 4123456', mail: null };
  const keyFacts = { validWorkingDays: 3, coolingOffDays: 3, officer, recoveryClause: null, grievanceClause: '9' };
  const product = {
    productId: newId(),
    version: 1,
    names: { en: 'Loan of the group', hi: 'समूह का कर्ज़', ur: 'گروپ کا قرض' },
    keyFacts: { ...keyFacts, isTransferable: false, coLenders: null },
    underDirections: true,
  };
  const label = { kind: 'debt', id: newId(), lender: 'Ramesh Sahukar' } as const;
  const claim = { label, obligation: { kind: 'instalments', amountPaise: 250_000, unit: 'month', every: 1 } } as const;
  const limits = { ratioBps: 5_000, ceilingPaise: 30_000_000, fromOn: '2022-10-01', source: 'RBI/2022-23' };
  const women = Object.fromEntries(
    group.members.map(({ personId }) => [
      personId,
      { whole: true, incomeYearlyPaise: 7_200_000, claims: [claim], hidden: 1 } as const,
    ]),
  );
  const safety: GroupSafety = { on: dayInIndia(new Date()), mode: 'advises', limits, women };
  const bound = { ...rules, product, loan: { ...rules.loan, grace: WAITS } };
  return { group: { ...group, rules: [bound], loans: group.loans.map(withWaiting) }, safety };
}

const WAITS = {
  moratoriumRows: 2,
  moratoriumInterest: 'capitalised',
  interestOnlyRows: 1,
  interestFreeRows: 0,
} as const;
/** The second loan as if its first rows waited: interest comes to its day today. */
function withWaiting(loan: GroupContext['loans'][number], index: number): GroupContext['loans'][number] {
  if (index !== 1) return loan;
  const { rows, terms, ...of } = loan;
  const opened = openLoan({ ...of, terms: { ...terms, grace: WAITS }, dueDates: rows.map((row) => row.dueOn) });
  return opened.ok ? opened.value : loan;
}
