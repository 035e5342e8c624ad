/** An earlier look as its form would show it. */
import type { Assessment } from '#domain/obligations/index.ts';
import { formatPaise } from '#platform/money.ts';

const rupees = (paise: number | null): string => (paise === null ? '' : formatPaise(paise, { sign: false }));

export function typedOf(last: Assessment | null): Record<string, string> {
  if (!last) return {};
  const shown: Record<string, string> = {
    members: String(last.members),
    housing: last.housing,
    amenities: last.amenities.join(','),
    assets: last.assets.join(','),
    expenses: rupees(last.expensesMonthlyPaise),
  };
  last.earners.forEach((one, at) => {
    const no = at + 1;
    Object.assign(shown, {
      [`who${no}`]: one.who,
      [`sector${no}`]: one.sector,
      [`nature${no}`]: one.nature,
      [`frequency${no}`]: one.frequency,
      [`months${no}`]: String(one.monthsWorked),
      [`said${no}`]: rupees(one.saidMonthlyPaise),
      [`average${no}`]: rupees(one.monthlyPaise),
      [`evidence${no}`]: one.evidence,
    });
  });
  last.others.forEach((one, at) => {
    shown[`other${at + 1}`] = one.source;
    shown[`otherYear${at + 1}`] = rupees(one.yearlyPaise);
    shown[`otherEvidence${at + 1}`] = one.evidence;
  });
  return shown;
}
