/** A group to learn on: twelve women made up for it, on the phone only. Its meetings behave like live ones and go nowhere. */
import { dueDatesFor, type GroupContext, type GroupRules } from '#domain/meetings/index.ts';
import { openLoan, type LoanState } from '#domain/loans/index.ts';
import { addMonths, type IsoDate } from '#platform/dates.ts';
import { PRACTICE_GROUP_ID } from './practice-id.ts';

export { PRACTICE_GROUP_ID };
const idOf = (kind: number, no: number): string => `01900000-0000-7000-8${kind}00-${String(no).padStart(12, '0')}`;

/** Names as written in each script; common ones, of nobody in particular. */
const WOMEN: readonly (readonly [en: string, hi: string, ur: string])[] = [
  ['Shabana', 'शबाना', 'شبانہ'],
  ['Kamla Devi', 'कमला देवी', 'کملا دیوی'],
  ['Rehana', 'रेहाना', 'ریحانہ'],
  ['Sunita', 'सुनीता', 'سنیتا'],
  ['Naseem Bano', 'नसीम बानो', 'نسیم بانو'],
  ['Geeta', 'गीता', 'گیتا'],
  ['Farzana', 'फ़रज़ाना', 'فرزانہ'],
  ['Ram Pyari', 'राम प्यारी', 'رام پیاری'],
  ['Zainab', 'ज़ैनब', 'زینب'],
  ['Meena', 'मीना', 'مینا'],
  ['Ruksana', 'रुख़साना', 'رخسانہ'],
  ['Savitri', 'सावित्री', 'ساوتری'],
];

const rounding = { unitPaise: 100, mode: 'up' } as const;
const rulesFrom = (fromOn: IsoDate): GroupRules => ({
  fromOn,
  usualCompulsoryPaise: 10_000,
  usualVoluntaryPaise: 0,
  ownAmounts: [],
  loan: {
    method: 'EQUAL_PRINCIPAL',
    rate: { rateBps: 200, per: 'month' },
    interval: { unit: 'month', every: 1 },
    dayCount: 'WHOLE_PERIOD',
    rounding,
    interestRounding: rounding,
    usualInstalments: 10,
    maxInstalments: 24,
    maxPrincipalPaise: null,
    feePaise: 0,
  },
  finePaise: { absent: 1_000, absent_notice: 0, late: 500, missed_saving: 0, missed_repayment: 0 },
  quorum: { numerator: 2, denominator: 3 },
  cashLimitPaise: 500_000,
  reservePaise: 0,
  cycle: { unit: 'month', every: 1, weekday: null, nth: null, hour: '14:00', place: '' },
});

/** The group as it stands before a meeting on `today`: a month after its last one. */
export function practiceContext(today: IsoDate): GroupContext {
  const lastOn = addMonths(today, -1);
  const booksFromOn = addMonths(today, -13);
  const people = WOMEN.map((_names, index) => idOf(1, index + 1));
  const rules = rulesFrom(booksFromOn);
  return {
    groupId: PRACTICE_GROUP_ID,
    names: { en: 'Practice group', hi: 'अभ्यास समूह', ur: 'مشق کا گروپ' },
    practice: true,
    members: WOMEN.map(([en, hi, ur], index) => ({
      personId: people[index]!,
      names: { en, hi, ur },
      joinedOn: booksFromOn,
      leftOn: null,
    })),
    officers: (['president', 'secretary', 'treasurer'] as const).map((office, index) => ({
      personId: people[index]!,
      office,
      fromOn: booksFromOn,
      untilOn: null,
    })),
    rules: [rules],
    balances: people.map((personId) => ({
      personId,
      compulsoryPaise: 120_000,
      voluntaryPaise: 0,
      sharesPaise: 0,
      unappliedPaise: 0,
      finesOwedPaise: 0,
    })),
    loans: [4, 6, 9, 11].flatMap((no) => loanOf(no, { personId: people[no - 1]!, lentOn: lastOn, rules })),
    cashPaise: 240_000,
    banks: [],
    inTransit: [],
    pendingCorrections: [],
    lastMeeting: { meetingId: idOf(2, 1), heldOn: lastOn, kind: 'regular' },
    booksFromOn,
  };
}

function loanOf(no: number, of: { personId: string; lentOn: IsoDate; rules: GroupRules }): LoanState[] {
  const { loan, cycle } = of.rules;
  const { method, rate, interval, dayCount, interestRounding } = loan;
  const opened = openLoan({
    loanId: idOf(3, no),
    personId: of.personId,
    source: 'own',
    purpose: 'craft_material',
    disbursedOn: of.lentOn,
    terms: {
      principalPaise: 300_000,
      method,
      rate,
      interval,
      dayCount,
      rounding: loan.rounding,
      interestRounding,
      instalments: 10,
      residue: 'last',
      feePaise: 0,
    },
    dueDates: dueDatesFor(cycle, interval, { from: of.lentOn, count: 10 }),
  });
  return opened.ok ? [opened.value] : [];
}
