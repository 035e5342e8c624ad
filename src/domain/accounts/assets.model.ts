import * as z from 'zod/mini';
import { body, Day, Id, Name, PositiveAmount, Reason, Text, Year } from './model.ts';

const Amount = z.int().check(z.gte(0), z.lte(900_000_000_000));
export const NewAsset = z.strictObject({
  ...body,
  assetId: Id,
  /** Its class: the head its cost stands on. */
  headId: Id,
  name: Name,
  /** What is painted on it. */
  tag: Text(40),
  boughtOn: Day,
  inUseOn: Day,
  costPaise: PositiveAmount,
  residualPaise: Amount,
  /** Worn away before these books began. */
  wornBeforePaise: Amount,
  fundId: z.nullable(Id),
  place: z.nullable(Name),
  /** The voucher it was bought by; none for what was there when the books began. */
  voucherId: z.nullable(Id),
});
export type NewAsset = z.infer<typeof NewAsset>;
export const RateSetting = z.strictObject({
  ...body,
  headId: Id,
  fromOn: Day,
  method: z.enum(['straight_line', 'written_down']),
  rateBps: z.int().check(z.gte(0), z.lte(10_000)),
  halfUnderDays: z.int().check(z.gte(0), z.lte(366)),
  /** The law or resolution it comes from. */
  source: Text(200),
});
export type RateSetting = z.infer<typeof RateSetting>;
export const WearRun = z.strictObject({ ...body, year: Year, voucherId: Id });
export type WearRun = z.infer<typeof WearRun>;
export const Disposal = z.strictObject({
  ...body,
  assetId: Id,
  voucherId: Id,
  disposedOn: Day,
  proceedsPaise: Amount,
  /** Cash or bank that took the proceeds; null when there were none. */
  intoHeadId: z.nullable(Id),
  reason: Reason,
});
export type Disposal = z.infer<typeof Disposal>;
