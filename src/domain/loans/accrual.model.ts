/** Interest by the month it was earned in: when nothing more counts as earned, and the monthly run. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';
import { Lender } from './office.model.ts';

export const AccrualSetting = z.strictObject({
  fromOn: Day,
  /** More days late than this: nothing more is counted, and what was is taken back, until all arrears are paid. */
  nonPerformingDays: z.int().check(z.gte(1), z.lte(3650)),
  decidedBy: z.string().check(z.trim(), z.minLength(2), z.maxLength(120)),
});
export type AccrualSetting = z.infer<typeof AccrualSetting>;

/** @property untilOn last day of a month that is over */
export const AccrualMonth = z.strictObject({ lender: Lender, untilOn: Day });
export type AccrualMonth = z.infer<typeof AccrualMonth>;
/** @property changePaise what the preview showed in all: another sum by now is refused, so that nobody posts what she has not seen */
export const AccrualRun = z.strictObject({
  runId: Id,
  ...AccrualMonth.shape,
  changePaise: z.int().check(z.gte(-1e15), z.lte(1e15)),
});
export type AccrualRun = z.infer<typeof AccrualRun>;
