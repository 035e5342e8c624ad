/** What the demo will be, before any command runs: pure, and the same for the same day and size. */
import { nextMeetingOn, type GroupRules } from '#domain/meetings/index.ts';
import { addDays, addMonths, weekdayOf, type IsoDate } from '#platform/dates.ts';
import { GROUP_NAMES, type Word } from './names.ts';
import { madeUpPlaces } from './places.server.ts';
import {
  STORIES,
  type Area,
  type DemoPlace,
  type DemoPlan,
  type GroupPlan,
  type OfficeTerm,
  type WomanPlan,
} from './plan.model.ts';
import { LOW_LIMIT_PAISE, planRules } from './plan-rules.ts';
import { planWomen } from './plan-women.ts';
import { randomOf, type Random } from './random.server.ts';

export const DEMO_GROUPS = 48;
export const DEMO_MONTHS = 18;

export function planDemo({
  today,
  groups = DEMO_GROUPS,
  months = DEMO_MONTHS,
}: {
  today: IsoDate;
  groups?: number;
  months?: number;
}): DemoPlan {
  const seed = `bakhiya demo 1 ${today}`;
  const endOn = addDays(today, -((weekdayOf(today) + 6) % 7) - 1);
  const { cluster, homes } = madeUpPlaces(randomOf(`${seed} places`), addMonths(endOn, -months));
  const names = randomOf(`${seed} names`).shuffled(GROUP_NAMES);
  const span: Span = { seed, endOn, months };
  const plans = Array.from({ length: groups }, (_, at) =>
    planGroup(span, { at, name: names[at % names.length]!, home: homeOf(homes, at) }),
  );
  return { seed, today, endOn, cluster, homes, groups: plans };
}

/** Of sixteen groups nine are in the mohallas and seven in the villages. */
function homeOf(homes: readonly DemoPlace[], at: number): DemoPlace {
  const slot = at % 16;
  if (slot < 9) return homes[slot]!;
  const villages = homes.filter((home) => home.area !== 'lucknow');
  const other = Math.floor(at / 16) * 7 + slot - 9;
  // barabanki, sursa, ahirori in turn, then their next village
  return villages[(other % 3) * 3 + (Math.floor(other / 3) % 3)]!;
}

type Span = { readonly seed: string; readonly endOn: IsoDate; readonly months: number };
type Start = { readonly at: number; readonly name: Word; readonly home: DemoPlace };

function planGroup({ seed, endOn, months }: Span, { at, name, home }: Start): GroupPlan {
  const key = `group ${at + 1}`;
  const random = randomOf(`${seed} ${key}`);
  const story = STORIES[at] ?? (at % 10 === 9 ? 'fortnightly' : null);
  const young = story === null && at % 10 === 4;
  const startOn = addMonths(endOn, -(young ? Math.ceil(months / 2) : months));
  const old = story === 'cut_off' || story === 'cut_off_and_paper';
  const formedOn = old ? addMonths(startOn, -random.between(26, 40)) : addDays(startOn, -random.between(3, 20));
  const booksFromOn = old ? addDays(startOn, -1) : formedOn;
  const rules = planRules(random, { formedOn, story, changesOn: at % 8 === 2 ? addMonths(startOn, 12) : null });
  const days = meetingDays(rules[0]!, { startOn, endOn });
  const women = planWomen(random, { home, formedOn, bornBefore: startOn, endOn });
  const groupId = random.id(formedOn);
  const changedOn = at % 6 === 0 ? addDays(days[Math.floor((days.length * 2) / 3)] ?? endOn, 1) : null;
  const bank = old || random.chance(0.7) ? bankOf(random, booksFromOn) : null;
  // one keeps more in its box than it allowed itself: a sign worth a look
  const hasNoBank = at === STORIES.indexOf('fortnightly');
  return {
    key,
    groupId,
    name,
    home,
    bookkeeper: bookkeeperOf(home.area, at),
    story,
    formedOn,
    booksFromOn,
    rules: hasNoBank ? rules.map((one) => ({ ...one, cashLimitPaise: LOW_LIMIT_PAISE })) : rules,
    bank: hasNoBank ? null : bank,
    women,
    offices: planOffices(women, { formedOn, changedOn }),
    meetingDays: story === 'silent' ? days.slice(0, -3) : days,
    skippedOn: story === 'shortage' || (story === null && random.chance(0.15)) ? (days[days.length - 4] ?? null) : null,
  };
}

const bankOf = (random: Random, on: IsoDate) => ({
  bankAccountId: random.id(on),
  number: `5${String(random.between(0, 999_999_999)).padStart(10, '0')}`,
});

function meetingDays({ cycle }: GroupRules, { startOn, endOn }: { startOn: IsoDate; endOn: IsoDate }): IsoDate[] {
  const days: IsoDate[] = [];
  let day = nextMeetingOn(cycle, cycle.unit === 'month' ? addMonths(startOn, -1) : startOn);
  while (day <= endOn) {
    if (day > startOn) days.push(day);
    day = nextMeetingOn(cycle, day);
  }
  return days;
}

/** Two hold the mohallas, one Barabanki and Sursa, one Ahirori. */
function bookkeeperOf(area: Area, at: number): string {
  if (area === 'lucknow') return at % 16 < 4 ? 'bookkeeper_1' : 'bookkeeper_2';
  return area === 'ahirori' ? 'bookkeeper_4' : 'bookkeeper_3';
}

/** President, secretary and treasurer; in some groups the first and the last hand over once. */
function planOffices(
  women: readonly WomanPlan[],
  { formedOn, changedOn }: { formedOn: IsoDate; changedOn: IsoDate | null },
): OfficeTerm[] {
  const term = (at: number, office: OfficeTerm['office'], of: { fromOn: IsoDate; untilOn: IsoDate | null }) => ({
    personId: women[at]!.personId,
    office,
    ...of,
  });
  const first = { fromOn: formedOn, untilOn: changedOn };
  const terms = [
    term(0, 'president', first),
    term(1, 'secretary', { fromOn: formedOn, untilOn: null }),
    term(2, 'treasurer', first),
  ];
  if (changedOn === null) return terms;
  const second = { fromOn: changedOn, untilOn: null };
  return [...terms, term(3, 'president', second), term(4, 'treasurer', second)];
}
