/** A woman's household and debts, made by commands: what tests of the way out begin with. */
import type { App } from '#app/app.server.ts';
import { addDays, addMonths, dayInIndia } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { must } from './village.ts';

const today = dayInIndia(new Date());

export async function consents(app: App, who: Actor, personId: string): Promise<string> {
  const consentId = newId();
  const consent = { personId, consentId, purpose: 'income_and_debts', language: 'hi', givenOn: addMonths(today, -1) };
  await must(app.do('people.recordConsent', who, consent));
  return consentId;
}

/** Rs 10,000 a month the year round from her own work, unless told otherwise. */
export const anAssessment = (personId: string, monthlyPaise = 1_000_000) => ({
  assessmentId: newId(),
  personId,
  assessedOn: today,
  fromOn: addMonths(today, -12),
  toOn: addDays(today, -1),
  members: 5,
  housing: 'own',
  amenities: ['electricity'],
  assets: ['phone'],
  earners: [
    {
      who: 'herself',
      sector: 'craft',
      nature: 'piece_rate',
      frequency: 'weekly',
      monthsWorked: 12,
      saidMonthlyPaise: null,
      monthlyPaise,
      evidence: 'buyer',
    },
  ],
  others: [],
  expensesMonthlyPaise: 700_000,
  note: null,
});

/** Rs 10,000 from a moneylender at 5 rupees a hundred, forty days ago; interest and no more. */
export const aLoanOutside = (personId: string, change: object = {}) => ({
  debtId: newId(),
  personId,
  lenderKind: 'moneylender',
  lenderName: 'Ramesh Sahukar',
  borrowedOn: addDays(today, -40),
  principalPaise: 1_000_000,
  keptBackPaise: 0,
  terms: { way: 'per_hundred', rateBps: 500, interestFirst: false, usualPaise: null, dueOn: null },
  note: null,
  ...change,
});

/** Rs 20,000 for each woman at 2 % a month on the falling balance over twenty months. */
export const swapMoney = (change: object = {}) => ({
  sourceId: newId(),
  kind: 'trust',
  groupId: null,
  name: 'Swap fund',
  fromOn: addMonths(today, -2),
  untilOn: null,
  method: 'EQUAL_PRINCIPAL',
  rateBps: 200,
  instalments: 20,
  mostPaise: 2_000_000,
  money: [{ fromOn: addMonths(today, -2), paise: 2_000_000 }],
  decidedBy: 'Trustees',
  ...change,
});
