/** An officer forgot her PIN: a new one is set on the phone, and this command tells the office so. The secret itself never travels. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';

export const OfficerPinReset = z.strictObject({
  groupId: Id,
  personId: Id,
  /** The officer who stood in for her, by her own PIN. */
  vouchedBy: Id,
  way: z.enum(['pin', 'picture']),
  setOn: Day,
  /** The voucher's signature over {@link standInText}; evidence. */
  signature: z.string().check(z.minLength(1), z.maxLength(200)),
});
export type OfficerPinReset = z.infer<typeof OfficerPinReset>;

/** What the officer who stands in signs. */
export const standInText = (of: { groupId: string; personId: string; setOn: string }): string =>
  `new officer PIN\n${of.groupId}\n${of.personId}\n${of.setOn}`;
