/** How the books of an old group of the demo begin: what it had on paper on the day it came to Bakhiya. */
import {
  membersOn,
  rulesOn,
  usualTerms,
  dueDatesFor,
  type CutOffLoan,
  type CutOffSheet,
  type GroupContext,
} from '#domain/meetings/index.ts';
import { noBalance } from '#domain/savings/index.ts';
import { addMonths } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import type { Actor } from '#platform/door.ts';
import { command, type Desk } from './desk.server.ts';
import type { GroupPlan } from './plan.model.ts';
import { randomOf, type Random } from './random.server.ts';
import { clockOf, officersOn } from './sheet.ts';
import { notesOf } from './sheet-close.ts';

type OldGroup = { readonly group: GroupPlan; readonly context: GroupContext };

export async function signCutOff(desk: Desk, who: Actor, old: OldGroup): Promise<void> {
  const { group } = old;
  const on = group.booksFromOn;
  const random = randomOf(`${desk.plan.seed} ${group.key} cut-off`);
  const sheet = cutOffSheet(random, old);
  await command(desk, who, ['meetings.cutOff', sheet, { id: sheet.cutOffId, businessDate: on }]);
}

const FUND_PAISE = 1_500_000;

/** The bank holds what is neither lent nor in the box, so that the group owns a little more than it owes. */
function cutOffSheet(random: Random, { group, context }: OldGroup): CutOffSheet {
  const on = group.booksFromOn;
  const women = membersOn(context, on);
  const members = women.map(({ personId }) => ({
    ...noBalance(personId),
    compulsoryPaise: random.between(26, 30) * 10_000,
    voluntaryPaise: random.chance(0.3) ? random.between(1, 6) * 10_000 : 0,
  }));
  const loans = random
    .shuffled(women)
    .slice(0, 5)
    .map(({ personId }) => runningLoan(random, { context, on, personId }));
  const cashPaise = random.between(400, 900) * 100;
  const owedPaise = sumPaise(members.map((one) => one.compulsoryPaise + one.voluntaryPaise)) + FUND_PAISE;
  const lentPaise = sumPaise(loans.map((loan) => loan.terms.principalPaise));
  const balancePaise = owedPaise + random.between(15, 40) * 10_000 - lentPaise - cashPaise;
  const signedAt = clockOf(on, 60);
  return {
    cutOffId: random.id(on),
    groupId: group.groupId,
    on,
    members,
    loans,
    cashPaise,
    notes: notesOf(cashPaise),
    banks: group.bank ? [{ bankAccountId: group.bank.bankAccountId, balancePaise }] : [],
    funds: [{ kind: 'revolving_fund', partyId: random.id(on), amountPaise: FUND_PAISE }],
    pagePhotoId: null,
    confirmations: officersOn(context, on)
      .slice(0, 2)
      .map((personId) => ({ personId, way: 'pin', at: signedAt, signature: null })),
    signedAt,
  };
}

/** Lent half a year before; six instalments are still to come. */
function runningLoan(random: Random, of: { context: GroupContext; on: string; personId: string }): CutOffLoan {
  const { context, on, personId } = of;
  const left = random.between(8, 24) * 30_000;
  const terms = { ...usualTerms(context, on, { principalPaise: left, instalments: 6 }), feePaise: 0 };
  return {
    loanId: random.id(on),
    personId,
    source: 'own',
    purpose: random.pick(['craft_material', 'house', 'wedding'] as const),
    firstLentOn: addMonths(on, -5),
    firstLentPaise: left * 2,
    terms,
    dueDates: dueDatesFor(rulesOn(context, on).cycle, terms.interval, { from: on, count: 6 }),
    interestOwedPaise: random.chance(0.5) ? 4_000 : 0,
  };
}
