/** Builders for meeting tests: a group of fifteen who save Rs 100 and lend at 2% a month. */
import { openLoan, type LoanState } from '#domain/loans/index.ts';
import { noBalance } from '#domain/savings/index.ts';
import { addDays, type IsoDate } from '#platform/dates.ts';
import { monthly, rupeeUp, someTerms } from '#test/loan-builder.ts';
import type { GroupContext, GroupRules } from '#domain/meetings/index.ts';
import type { MeetingSheet } from '#domain/meetings/index.ts';
import { closeSheet, confirm, newSheet, setClosingCount } from '#domain/meetings/index.ts';
import { expectedClosingCash } from '#domain/meetings/index.ts';

/** A fixed id for a small number and a kind of thing. */
export const idOf = (kind: 'person' | 'loan' | 'bank' | 'meeting' | 'group' | 'fund' | 'other', no: number): string => {
  const kinds = ['person', 'loan', 'bank', 'meeting', 'group', 'fund', 'other'];
  return `01900000-0000-7000-8${String(kinds.indexOf(kind)).padStart(3, '0')}-${String(no).padStart(12, '0')}`;
};
export const HELD_ON: IsoDate = '2026-05-12';
export const AT = '2026-05-12T14:00:00+05:30';

export const someRules = (change: Partial<GroupRules> = {}): GroupRules => ({
  fromOn: '2025-01-01',
  usualCompulsoryPaise: 10_000,
  usualVoluntaryPaise: 0,
  ownAmounts: [],
  loan: {
    method: 'EQUAL_PRINCIPAL',
    rate: { rateBps: 200, per: 'month' },
    interval: { unit: 'month', every: 1 },
    dayCount: 'WHOLE_PERIOD',
    rounding: rupeeUp,
    interestRounding: rupeeUp,
    usualInstalments: 10,
    maxInstalments: 24,
    maxPrincipalPaise: null,
    feePaise: 0,
  },
  finePaise: { absent: 1_000, absent_notice: 0, late: 500, missed_saving: 0, missed_repayment: 0 },
  quorum: { numerator: 2, denominator: 3 },
  cashLimitPaise: 200_000,
  reservePaise: 0,
  cycle: { unit: 'month', every: 1, weekday: null, nth: 12, hour: '14:00', place: 'Anganwadi' },
  ...change,
});

/** A loan of Rs 5,000 in ten parts lent a month before the meeting: Rs 500 and Rs 100 interest are due at it. */
export function runningLoan(no: number, personNo: number, lentOn: IsoDate = '2026-04-12'): LoanState {
  const ruling = openLoan({
    loanId: idOf('loan', no),
    personId: idOf('person', personNo),
    source: 'own',
    purpose: 'craft_material',
    disbursedOn: lentOn,
    terms: someTerms(),
    dueDates: monthly(lentOn, 10),
  });
  if (!ruling.ok) throw new Error(ruling.code);
  return ruling.value;
}

export function someContext(change: Partial<GroupContext> = {}, memberCount = 15): GroupContext {
  const people = Array.from({ length: memberCount }, (_, k) => idOf('person', k + 1));
  return {
    groupId: idOf('group', 1),
    names: { en: 'Roshni', hi: 'रोशनी', ur: 'روشنی' },
    practice: false,
    members: people.map((personId, k) => ({
      personId,
      names: { en: `Member ${k + 1}`, hi: null, ur: null },
      joinedOn: '2025-01-01',
      leftOn: null,
    })),
    officers: (['president', 'secretary', 'treasurer'] as const).map((office, k) => ({
      personId: people[k] ?? idOf('person', 1),
      office,
      fromOn: '2025-01-01',
      untilOn: null,
    })),
    rules: [someRules()],
    balances: people.map((personId) => ({ ...noBalance(personId), compulsoryPaise: 160_000, voluntaryPaise: 20_000 })),
    loans: [1, 2, 3, 4, 5, 6].map((no) => runningLoan(no, no + 3)),
    cashPaise: 120_000,
    banks: [{ bankAccountId: idOf('bank', 1), label: 'Gramin Bank', balancePaise: 800_000, limitPaise: 0 }],
    inTransit: [],
    pendingCorrections: [],
    lastMeeting: { meetingId: idOf('meeting', 1), heldOn: '2026-04-12', kind: 'regular' },
    booksFromOn: '2025-01-01',
    ...change,
  };
}

export const someSheet = (context: GroupContext, change: Partial<MeetingSheet> = {}): MeetingSheet => ({
  ...newSheet(context, {
    meetingId: idOf('meeting', 2),
    heldOn: change.heldOn ?? HELD_ON,
    kind: 'regular',
    source: 'phone',
    startedAt: AT,
    recorder: { userId: idOf('other', 1), deviceId: null, since: AT },
  }),
  ...change,
});

/** Counts the box as the books expect it (not one of millions of notes: no difference is voted then), and has president and secretary confirm. */
export function closeAsExpected(sheet: MeetingSheet): MeetingSheet {
  const expected = expectedClosingCash(sheet);
  const notes = [
    { valuePaise: 10_000, count: Math.floor(expected / 10_000) },
    { valuePaise: 100, count: Math.floor((expected % 10_000) / 100) },
  ];
  const tried = setClosingCount(sheet, notes);
  const isCounted = tried.closing.cashPaise >= expected - (expected % 100);
  const counted = isCounted ? tried : { ...tried, closing: { ...tried.closing, difference: null } };
  return closeSheet(
    [1, 2].reduce(
      (now, no) => confirm(now, { personId: idOf('person', no), way: 'pin', at: AT, signature: null }),
      counted,
    ),
    AT,
  );
}

export const nextHeldOn = (context: GroupContext): IsoDate => addDays(context.lastMeeting?.heldOn ?? HELD_ON, 30);
