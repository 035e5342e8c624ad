import * as z from 'zod/mini';
import { body, Day, Id, Name, PositiveAmount, Text, Year } from './model.ts';

export const Sanction = z.strictObject({
  ...body,
  sanctionId: Id,
  fundId: Id,
  number: Text(60),
  sanctionedOn: Day,
  amountPaise: PositiveAmount,
  purpose: Text(200),
  recurring: z.boolean(),
  scheme: z.nullable(Name),
  sanctionedBy: Name,
});
export type Sanction = z.infer<typeof Sanction>;

/** Names the receipt by which a tranche came. */
export const Release = z.strictObject({
  ...body,
  sanctionId: Id,
  voucherId: Id,
  letter: Text(60),
  releasedOn: Day,
  amountPaise: PositiveAmount,
});
export type Release = z.infer<typeof Release>;

export const GrantUse = z.strictObject({ ...body, upTo: Day, voucherId: Id });
export type GrantUse = z.infer<typeof GrantUse>;

export const BudgetSetting = z.strictObject({
  ...body,
  year: Year,
  fundId: z.nullable(Id),
  programmeId: z.nullable(Id),
  lines: z
    .array(z.strictObject({ headId: Id, amountPaise: z.int().check(z.gte(0), z.lte(900_000_000_000)) }))
    .check(z.minLength(1), z.maxLength(300)),
  decidedBy: Name,
  decidedOn: Day,
});
export type BudgetSetting = z.infer<typeof BudgetSetting>;
