/** The rules a group of the demo made for itself: amounts, loans and meeting days differ as they do in life. */
import type { GroupRules } from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Random } from './random.server.ts';

const PLACES = ['Anganwadi', 'Panchayat Bhawan', "President's house", 'School courtyard', 'Trust centre'] as const;

type Given = { readonly formedOn: IsoDate; readonly story: string | null; readonly changesOn: IsoDate | null };

/** So little one group allowed itself to keep in its box; it keeps more. */
export const LOW_LIMIT_PAISE = 50_000;

/** @returns one set of rules, or two when the group later raised its saving */
export function planRules(random: Random, { formedOn, story, changesOn }: Given): GroupRules[] {
  const fortnightly = story === 'fortnightly';
  const rounding = { unitPaise: 100, mode: 'up' } as const;
  const first: GroupRules = {
    fromOn: formedOn,
    usualCompulsoryPaise: random.pick(
      story === 'exit' ? [20_000] : fortnightly ? [2_500, 5_000] : [5_000, 10_000, 10_000, 20_000],
    ),
    usualVoluntaryPaise: 0,
    ownAmounts: [],
    loan: {
      method: random.pick(['EQUAL_PRINCIPAL', 'EQUAL_PRINCIPAL', 'EMI', 'FLAT'] as const),
      rate: { rateBps: random.pick([100, 150, 200, 200, 300]), per: 'month' },
      interval: fortnightly ? { unit: 'week', every: 2 } : { unit: 'month', every: 1 },
      dayCount: 'WHOLE_PERIOD',
      rounding,
      interestRounding: rounding,
      usualInstalments: random.pick([6, 10, 10, 12]),
      maxInstalments: 24,
      maxPrincipalPaise: random.pick([null, 2_000_000]),
      feePaise: random.pick([0, 0, 0, 1_000]),
    },
    finePaise: {
      absent: random.pick([500, 1_000]),
      absent_notice: 0,
      late: random.pick([200, 500]),
      missed_saving: random.pick([0, 500]),
      missed_repayment: 0,
    },
    quorum: { numerator: 2, denominator: 3 },
    cashLimitPaise: random.pick([200_000, 300_000]),
    reservePaise: random.pick([0, 20_000]),
    cycle: cycleOf(random, fortnightly),
  };
  if (changesOn === null) return [first];
  return [first, { ...first, fromOn: changesOn, usualCompulsoryPaise: first.usualCompulsoryPaise * 2 }];
}

function cycleOf(random: Random, fortnightly: boolean): GroupRules['cycle'] {
  const hour = random.pick(['11:00', '14:00', '15:30']);
  const place = random.pick(PLACES);
  if (fortnightly) return { unit: 'week', every: 2, weekday: random.between(1, 6), nth: null, hour, place };
  if (random.chance(0.6)) return { unit: 'month', every: 1, weekday: null, nth: random.between(2, 28), hour, place };
  return { unit: 'month', every: 1, weekday: random.between(1, 6), nth: random.pick([1, 2, 3, 4, -1]), hour, place };
}
