import { addMonths, type IsoDate } from '#platform/dates.ts';

/** Due days of a recurring voucher up to a day, counted from the first one so that the 31st comes back after February. */
export function dueDays(
  template: {
    readonly firstOn: IsoDate;
    readonly everyMonths: number;
    readonly untilOn: IsoDate | null;
    readonly stoppedOn: IsoDate | null;
  },
  upTo: IsoDate,
): IsoDate[] {
  const days: IsoDate[] = [];
  for (let at = 0; at < 1200; at += 1) {
    const day = addMonths(template.firstOn, at * template.everyMonths);
    if (day > upTo || (template.untilOn !== null && day > template.untilOn)) break;
    if (template.stoppedOn !== null && day >= template.stoppedOn) break;
    days.push(day);
  }
  return days;
}
