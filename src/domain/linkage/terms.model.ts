/** When a CIF or VRF loan is to be paid back: the lender's terms, or its own book in this organisation. */
import * as z from 'zod/mini';
import { Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { Interval, Rate } from '#domain/loans/index.ts';

export const TERM_METHODS = ['EMI', 'EQUAL_PRINCIPAL', 'FLAT', 'FIXED_INSTALMENT'] as const;
export const LineTerms = z.strictObject({
  firstDueOn: Day,
  method: z.enum(TERM_METHODS),
  rate: Rate,
  instalments: z.int().check(z.gte(1), z.lte(120)),
  interval: Interval,
  /** Of FIXED_INSTALMENT: what is paid each time, interest within it. */
  fixedPaise: z.nullable(PositiveAmount),
});
export type LineTerms = z.infer<typeof LineTerms>;
export const SetTerms = z.strictObject({
  groupId: Id,
  lineId: Id,
  on: Day,
  /** One of the two: written from the lender's paper, or read from the loan in the lender's book. */
  terms: z.nullable(LineTerms),
  loanId: z.nullable(Id),
  note: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
});
export type SetTerms = z.infer<typeof SetTerms>;
