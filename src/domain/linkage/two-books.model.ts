import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';

export const PairAsked = z.strictObject({ groupId: Id, lenderBookId: Id, on: z.optional(z.nullable(Day)) });
export type PairAsked = z.infer<typeof PairAsked>;
export const PairsAsked = z.strictObject({ on: z.optional(z.nullable(Day)) });
export type PairsAsked = z.infer<typeof PairsAsked>;
/** Somebody looked into the difference and says why it is there; nothing is posted by it. */
export const Agreement = z.strictObject({
  remarkId: Id,
  groupId: Id,
  lenderBookId: Id,
  on: Day,
  /** As she saw it; another difference by now is refused. */
  differencePaise: z.int(),
  remark: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
  agreedBy: z.string().check(z.trim(), z.minLength(2), z.maxLength(120)),
});
export type Agreement = z.infer<typeof Agreement>;

/** An event that only the lender's book knows, to stand in the group's too: its money went through a bank of each. */
export const TellLater = z.strictObject({ groupId: Id, lenderBookId: Id, loanId: Id, eventId: Id, groupBankId: Id });
export type TellLater = z.infer<typeof TellLater>;
