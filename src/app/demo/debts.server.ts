/** Women of the first groups who owe moneylenders: some found the way out, one waits for her slip, one is free, one cannot yet. */
import { addDays, addMonths } from '#platform/dates.ts';
import type { Assessment } from '#domain/obligations/index.ts';
import type { NewDebt, SwapSource } from '#domain/debts/index.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { storeDrawnPage } from './photos.server.ts';
import type { WomanPlan } from './plan.model.ts';
import { randomOf, type Random } from './random.server.ts';

type Owed = Pick<NewDebt, 'lenderKind' | 'lenderName' | 'principalPaise' | 'terms'> & {
  readonly monthsAgo: number;
  readonly keptBackPaise?: number;
};
/** Asks and incomes of six women, in rupees. */
const WOMEN: readonly { readonly monthly: number; readonly debts: readonly Owed[] }[] = [
  {
    monthly: 9_000,
    debts: [saikda('Ramesh Sahu', 15_000, 5), pledge('Gupta Jewellers', 20_000), daily('Munna kist-wala', 8_000)],
  },
  { monthly: 7_500, debts: [saikda('Lala Hari Om', 12_000, 6)] },
  { monthly: 8_000, debts: [saikda('Ramesh Sahu', 10_000, 5)] },
  { monthly: 3_000, debts: [saikda('Lala Hari Om', 25_000, 4), advance('Haji thekedar', 12_000)] },
  { monthly: 11_000, debts: [daily('Munna kist-wala', 20_000), saikda('Ramesh Sahu', 6_000, 10)] },
  { monthly: 6_500, debts: [] },
];

function saikda(lenderName: string, rupees: number, perHundred: number): Owed {
  const terms = {
    way: 'per_hundred',
    rateBps: perHundred * 100,
    interestFirst: perHundred > 5,
    usualPaise: null,
    dueOn: null,
  } as const;
  const keptBackPaise = perHundred > 5 ? rupees * perHundred : 0;
  return { lenderKind: 'moneylender', lenderName, principalPaise: rupees * 100, keptBackPaise, terms, monthsAgo: 7 };
}
function pledge(lenderName: string, rupees: number): Owed {
  const terms = { way: 'pledge', rateBps: 300, dueOn: null, pledged: 'Silver anklets' } as const;
  return { lenderKind: 'pawnbroker', lenderName, principalPaise: rupees * 100, terms, monthsAgo: 4 };
}
/** A hundred and twenty amounts, a tenth kept back. */
function daily(lenderName: string, rupees: number): Owed {
  const terms = { way: 'collection', amountPaise: rupees, times: 120, unit: 'day' } as const;
  return {
    lenderKind: 'other',
    lenderName,
    principalPaise: rupees * 100,
    keptBackPaise: rupees * 10,
    terms,
    monthsAgo: 1,
  };
}
function advance(lenderName: string, rupees: number): Owed {
  const terms = { way: 'flat', rateBps: 200, months: 24 } as const;
  return { lenderKind: 'trader', lenderName, principalPaise: rupees * 100, terms, monthsAgo: 3 };
}

export async function followDebts(desk: Desk, cast: Cast): Promise<void> {
  const { today } = desk.plan;
  const random = randomOf(`${desk.plan.seed} debts`);
  const officer = actorAs(cast, 'loan_officer');
  const run = <T>(name: string, payload: unknown) => command<T>(desk, officer, [name, payload]);
  const offered = await offer(desk, random);
  const women = desk.plan.groups[0]!.women.slice(3, 3 + WOMEN.length);
  for (const [at, { monthly, debts }] of WOMEN.entries()) {
    const { personId } = women[at] as WomanPlan;
    const consent = { personId, consentId: random.id(today), purpose: 'income_and_debts', language: 'hi' };
    await run('people.recordConsent', { ...consent, givenOn: addMonths(today, -2) });
    await run('obligations.assess', lookAt(personId, { random, today, monthly }));
    const ids: string[] = [];
    for (const { monthsAgo, ...owed } of debts) {
      const debtId = random.id(today);
      const borrowedOn = addDays(addMonths(today, -monthsAgo), -5);
      await run('debts.register', {
        keptBackPaise: 0,
        note: null,
        ...owed,
        debtId,
        personId,
        borrowedOn,
      } satisfies NewDebt);
      ids.push(debtId);
      // what is paid off below has no payment after it
      await payInterest(
        run,
        { ...owed, debtId, personId, borrowedOn },
        { random, months: monthsAgo - (at === 1 || at === 2 ? 1 : 0) },
      );
    }
    const debtId = ids[0];
    if (!debtId || at === 0 || at > 2) continue;
    const swap = {
      personId,
      debtId,
      swapId: random.id(today),
      sourceId: offered,
      paidOn: addDays(today, -20),
      loanId: null,
    };
    await run('debts.paySwap', { ...swap, amountPaise: debts[0]!.principalPaise });
    if (at !== 2) continue;
    const fileId = await storeDrawnPage(desk, officer, random.id(today));
    await run('debts.keepSlip', { personId, debtId, fileId, slipOn: addDays(today, -18) });
  }
  await askBank(run, { random, today, personId: women[2]!.personId });
}

/** The interest of each month, on the day it falls due: the moneylender's way. */
async function payInterest(
  run: (name: string, payload: unknown) => Promise<unknown>,
  debt: Pick<NewDebt, 'debtId' | 'personId' | 'borrowedOn' | 'principalPaise' | 'terms'>,
  { random, months }: { random: Random; months: number },
): Promise<void> {
  const { debtId, personId, borrowedOn, principalPaise, terms } = debt;
  if (terms.way !== 'per_hundred') return;
  const amountPaise = (principalPaise / 10_000) * terms.rateBps;
  for (let month = 1; month <= months; month += 1) {
    const paid = { paymentId: random.id(borrowedOn), paidOn: addMonths(borrowedOn, month), amountPaise, closes: false };
    await run('debts.pay', { debtId, personId, ...paid });
  }
}

async function askBank(
  run: (name: string, payload: unknown) => Promise<unknown>,
  { random, today, personId }: { random: Random; today: string; personId: string },
): Promise<void> {
  const applicationId = random.id(today);
  const asked = { applicationId, personId, lenderKind: 'bank', lenderName: 'Gramin Bank', amountPaise: 5_000_000 };
  await run('debts.apply', { ...asked, appliedOn: addDays(today, -60) });
  const answer = {
    personId,
    applicationId,
    decidedOn: addDays(today, -25),
    result: 'refused',
    refusal: 'no_guarantee',
  };
  await run('debts.decideApplication', { ...answer, grantedPaise: null, note: null });
}

/** The trust's money for swaps, and the first group's own. @returns the trust's */
async function offer(desk: Desk, random: Random): Promise<string> {
  const { today, groups } = desk.plan;
  const fromOn = addMonths(today, -3);
  const make = async (
    source: Pick<SwapSource, 'kind' | 'groupId' | 'name' | 'rateBps' | 'instalments' | 'mostPaise' | 'money'>,
  ) => {
    const sourceId = random.id(fromOn);
    const rest = { fromOn, untilOn: null, method: 'EQUAL_PRINCIPAL', decidedBy: 'Board of trustees' } as const;
    await command(desk, desk.administrator, [
      'debts.offerSource',
      { sourceId, ...rest, ...source } satisfies SwapSource,
    ]);
    return sourceId;
  };
  const { groupId, name } = groups[0]!;
  const own = [
    { fromOn, paise: 800_000 },
    { fromOn: addMonths(today, 3), paise: 1_200_000 },
  ];
  await make({
    kind: 'group',
    groupId,
    name: name[0],
    rateBps: 200,
    instalments: 12,
    mostPaise: 2_000_000,
    money: own,
  });
  const most = { mostPaise: 3_000_000, money: [{ fromOn, paise: 3_000_000 }] };
  return make({ kind: 'trust', groupId: null, name: 'Swap fund', rateBps: 125, instalments: 24, ...most });
}

function lookAt(
  personId: string,
  { random, today, monthly }: { random: Random; today: string; monthly: number },
): Assessment {
  return {
    assessmentId: random.id(today),
    personId,
    assessedOn: addMonths(today, -2),
    fromOn: addMonths(today, -14),
    toOn: addDays(addMonths(today, -2), -1),
    members: random.between(3, 7),
    housing: 'own',
    amenities: ['electricity', 'water'],
    assets: ['phone', 'machine'],
    earners: [
      {
        who: 'herself',
        sector: 'craft',
        nature: 'piece_rate',
        frequency: 'weekly',
        monthsWorked: 11,
        saidMonthlyPaise: null,
        monthlyPaise: Math.round(monthly * 40),
        evidence: 'buyer',
      },
      {
        who: 'husband',
        sector: 'labour',
        nature: 'daily_wage',
        frequency: 'daily',
        monthsWorked: 9,
        saidMonthlyPaise: null,
        monthlyPaise: Math.round(monthly * 60),
        evidence: 'told',
      },
    ],
    others: [],
    expensesMonthlyPaise: Math.round(monthly * 80),
    note: null,
  };
}
