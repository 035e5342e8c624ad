/** Four cases: dues a contractor keeps back, due today; one settled with its rupees; harassment; a branch that refuses. */
import { addDays } from '#platform/dates.ts';
import type { CloseCase, NewCase } from '#domain/cases/index.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { randomOf } from './random.server.ts';

type Told = Omit<NewCase, 'caseId' | 'personIds' | 'happenedOn' | 'helperId' | 'dueOn'> & {
  readonly women: readonly number[];
  readonly daysAgo: number;
  readonly helper: string;
  /** Days from today: a deadline always lies ahead when it is set. */
  readonly dueIn: number | null;
  readonly steps: readonly { readonly daysAgo: number; readonly words: string }[];
  readonly end?: Pick<CloseCase, 'outcome' | 'recoveredPaise' | 'words'> & { readonly daysAgo: number };
};

const CASES: readonly Told[] = [
  {
    ...{ kind: 'unpaid_dues', againstKind: 'contractor', againstName: 'Haji Nawab, Chowk', women: [0, 1, 2] },
    happened: 'Forty chikan kurtas were handed over before Eid. He says the buyer has not paid, and pays nobody.',
    ...{ claimedPaise: 1_840_000, daysAgo: 64, helper: 'loan_officer', dueIn: 0 },
    steps: [
      { daysAgo: 50, words: 'Slips of all three women copied; the pieces counted with them.' },
      { daysAgo: 21, words: 'Went to his shop with the president of the group. He asked for two weeks.' },
    ],
  },
  {
    ...{ kind: 'below_minimum', againstKind: 'employer', againstName: 'Star Zari Works', women: [4] },
    happened: 'Rs 120 a day for ten hours at the frame.',
    ...{ claimedPaise: 540_000, daysAgo: 120, helper: 'supervisor', dueIn: null },
    steps: [{ daysAgo: 90, words: 'Showed him the wage notified for zari work.' }],
    end: { outcome: 'partly', recoveredPaise: 400_000, words: 'Paid in two parts; the rest she let go.', daysAgo: 30 },
  },
  {
    ...{ kind: 'harassment', againstKind: 'lender', againstName: 'Collector of a finance company', women: [6] },
    happened: 'He comes after dark, shouts her name in the lane and calls her brother-in-law.',
    ...{ claimedPaise: null, daysAgo: 12, helper: 'supervisor', dueIn: 6 },
    steps: [{ daysAgo: 8, words: 'Complaint written to the company with dates and hours; she keeps a copy.' }],
  },
  {
    ...{ kind: 'branch_refusal', againstKind: 'bank', againstName: 'Rural bank, Sursa branch', women: [8] },
    happened: 'The manager will not open an account for her without her husband.',
    ...{ claimedPaise: null, daysAgo: 40, helper: 'animator', dueIn: 14 },
    steps: [{ daysAgo: 20, words: 'Second visit with the rule printed; told to come again next month.' }],
  },
];

export async function followCases(desk: Desk, cast: Cast): Promise<void> {
  const { today, seed, groups } = desk.plan;
  const random = randomOf(`${seed} cases`);
  const women = groups[1]!.women;
  for (const { women: at, daysAgo, helper, dueIn, steps, end, ...told } of CASES) {
    const caseId = random.id(today);
    const personIds = at.map((one) => women[one]!.personId);
    const happenedOn = addDays(today, -daysAgo);
    const dueOn = dueIn === null ? null : addDays(today, dueIn);
    const helperId = actorAs(cast, helper).userId;
    const whole = { ...told, caseId, personIds, happenedOn, helperId, dueOn } satisfies NewCase;
    await command(desk, desk.administrator, ['cases.begin', whole]);
    for (const { daysAgo: ago, words } of steps) {
      const step = { caseId, words, doneOn: addDays(today, -ago), dueOn };
      await command(desk, actorAs(cast, helper), ['cases.addStep', step]);
    }
    if (!end) continue;
    const { daysAgo: ago, ...how } = end;
    await command(desk, actorAs(cast, helper), ['cases.close', { caseId, closedOn: addDays(today, -ago), ...how }]);
  }
}
