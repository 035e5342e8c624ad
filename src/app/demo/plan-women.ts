/** The women of one group: who they are in the register, and how they save and repay. */
import type { PersonFields } from '#domain/people/index.ts';
import { addDays, daysBetween, type IsoDate } from '#platform/dates.ts';
import { composeWoman, type Community } from './names.ts';
import type { DemoPlace, WomanPlan } from './plan.model.ts';
import type { Random } from './random.server.ts';

type Given = {
  readonly home: DemoPlace;
  readonly formedOn: IsoDate;
  /** A day on which all of them are grown women. */
  readonly bornBefore: IsoDate;
  readonly endOn: IsoDate;
};

/** Between ten and seventeen; the first five, who hold office, were there from the beginning. */
export function planWomen(random: Random, given: Given): WomanPlan[] {
  const size = random.between(10, 17);
  const taken = new Set<string>();
  return Array.from({ length: size }, (_, at) => planWoman(random, { ...given, at, taken }));
}

function planWoman(
  random: Random,
  { home, formedOn, bornBefore, endOn, at, taken }: Given & { at: number; taken: Set<string> },
): WomanPlan {
  const community: Community = random.chance(home.area === 'lucknow' ? 0.78 : 0.45) ? 'muslim' : 'hindu';
  let name = composeWoman(random, community, random.chance(0.4) ? 'devanagari' : 'latin');
  // two of one name and one husband in one group would be one woman
  while (taken.has(name.latin)) name = composeWoman(random, community, 'latin');
  taken.add(name.latin);
  const joinsLater = at >= 8 && random.chance(0.15);
  const year = Number(bornBefore.slice(0, 4));
  const birthYear = year - random.between(20, 58);
  const crafts = craftsOf(random, { birthYear, year, town: home.area === 'lucknow' });
  return {
    personId: random.id(formedOn),
    consentId: random.id(formedOn),
    joinedOn: joinsLater
      ? addDays(formedOn, random.between(60, Math.max(61, daysBetween(formedOn, endOn) - 120)))
      : formedOn,
    absentShare: random.chance(0.15) ? 0.25 : 0.06,
    paysLateShare: random.chance(0.12) ? 0.5 : 0.04,
    savesMoreShare: random.chance(0.25) ? 0.4 : 0.03,
    fields: {
      ...writtenNames(random, name),
      relation: { kind: random.chance(0.85) ? 'husband' : 'father', name: name.relation },
      placeId: home.placeId,
      birthYear,
      phone: random.chance(0.45) ? `90000${String(random.between(10_000, 99_999))}` : null,
      pictureSign: random.chance(0.2) ? random.pick(['flower', 'fish', 'pot', 'sun', 'needle', 'bird'] as const) : null,
      socialCategory: random.pick(['general', 'obc', 'obc', 'sc', 'not_said'] as const),
      flags: [
        ...(community === 'muslim' ? (['minority'] as const) : []),
        ...(random.chance(0.08) ? (['widow'] as const) : []),
        ...(random.chance(0.03) ? (['disability'] as const) : []),
      ],
      crafts,
    },
  };
}

type Names = Pick<PersonFields, 'nameLatin' | 'nameDevanagari' | 'nameUrdu'>;

/** Most records have all three scripts; some only what the register they came from was written in. */
function writtenNames(random: Random, name: { latin: string; devanagari: string; urdu: string }): Names {
  const all = { nameLatin: name.latin, nameDevanagari: name.devanagari, nameUrdu: name.urdu };
  if (random.chance(0.9)) return all;
  return random.pick<Names>([{ nameLatin: name.latin }, { nameDevanagari: name.devanagari }]);
}

function craftsOf(random: Random, { birthYear, year, town }: { birthYear: number; year: number; town: boolean }) {
  const since = () => random.between(birthYear + 14, year);
  const chikan = { craft: 'chikan', sinceYear: since() };
  const zardozi = { craft: 'zardozi', sinceYear: since() };
  const share = random.next();
  if (share < (town ? 0.35 : 0.2)) return [zardozi];
  return share < 0.5 ? [chikan, zardozi] : [chikan];
}
