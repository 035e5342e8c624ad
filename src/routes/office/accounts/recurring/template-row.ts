/** A recurring voucher as its list shows it: what is due, what comes next, whether it still runs. Pure. */
import type { Template } from '#domain/accounts/index.server.ts';
import { dueDays } from '#domain/accounts/index.ts';
import { addMonths, type IsoDate } from '#platform/dates.ts';

/** A due day comes within a year, or never. */
const AHEAD_MONTHS = 13;

export function rowOf(template: Template, today: IsoDate) {
  const days = dueDays(template, addMonths(today, AHEAD_MONTHS));
  const made = new Set(template.made);
  const { voucher, ...rest } = template;
  return {
    ...rest,
    type: voucher.type,
    headId: voucher.lines[0]!.headId,
    amountPaise: voucher.lines.reduce((sum, line) => sum + Math.max(0, line.amountPaise), 0),
    made: template.made.length,
    due: days.filter((day) => day <= today && !made.has(day)).length,
    nextOn: days.find((day) => day > today) ?? null,
    over: template.stoppedOn ?? (template.untilOn !== null && template.untilOn < today ? template.untilOn : null),
  };
}
export type TemplateRow = ReturnType<typeof rowOf> & { readonly stopId: string };
