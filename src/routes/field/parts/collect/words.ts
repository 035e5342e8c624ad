/** Words of the collection screens for what is stored as codes. */
import type { MetAt, VisitResult } from '#domain/collections/index.ts';
import type { Excess } from '#domain/loans/index.ts';
import { m } from '#ui/sentences/messages.js';

export const metWords = (): Record<MetAt, string> => ({
  agreed: m.collect_met_agreed(),
  meeting: m.collect_met_meeting(),
  office: m.collect_met_office(),
  home: m.collect_met_home(),
  work: m.collect_met_work(),
});
export const resultWords = (): Record<VisitResult, string> => ({
  did_not_come: m.collect_visit_did_not_come(),
  promised: m.collect_visit_promised(),
  cannot_pay: m.collect_visit_cannot_pay(),
  refused: m.collect_visit_refused(),
  other: m.collect_visit_other(),
});
export const optionsOf = <Value extends string>(words: Record<Value, string>): { value: Value; label: string }[] =>
  (Object.entries(words) as [Value, string][]).map(([value, label]) => ({ value, label }));

/** A minute of the day as 9:00. */
export const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

export const excessWords = (): Record<Excess, string> => ({
  next: m.loans_office_excess_next(),
  shorten: m.loans_office_excess_shorten(),
  lower: m.loans_office_excess_lower(),
});
