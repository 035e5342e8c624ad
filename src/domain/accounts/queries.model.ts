/** What the office's screens ask. Pages go on after the last row shown. */
import * as z from 'zod/mini';
import { BodyRef } from '#domain/ledger/index.ts';
import { body, Day, Id, Text, VoucherType, Year } from './model.ts';

const known = { asKnownOn: z.optional(z.nullable(Day)) };
const limit = { limit: z.optional(z.int().check(z.gte(1), z.lte(500))) };

export const InBook = z.strictObject({ ...body, on: z.optional(z.nullable(Day)) });
export const OnDay = z.strictObject({ ...body, asOf: z.optional(z.nullable(Day)), ...known });
export const Span = z.strictObject({ ...body, from: Day, to: Day, ...known });
export const OfBookYear = z.strictObject({ ...body, year: Year });
export const Years = z.strictObject({ ...body, fromYear: Year, toYear: Year, ...known });

/** Newest first: by day, then as made. */
export const VoucherAfter = z.strictObject({ eventOn: Day, voucherId: Id });
export const VoucherFilter = z.strictObject({
  ...body,
  state: z.optional(z.enum(['posted', 'waiting', 'sent_back', 'reversed'])),
  type: z.optional(VoucherType),
  from: z.optional(Day),
  to: z.optional(Day),
  headId: z.optional(Id),
  fundId: z.optional(Id),
  programmeId: z.optional(Id),
  /** Part of the narration, the payee or the reference. */
  text: z.optional(z.string().check(z.maxLength(80))),
  after: z.optional(z.nullable(VoucherAfter)),
  ...limit,
});
export type VoucherFilter = z.infer<typeof VoucherFilter>;
export const VoucherOne = z.strictObject({ ...body, voucherId: Id });

export const BillOne = z.strictObject({ ...body, voucherId: Id, fileId: Id });

/** Where the next page of a head's statement goes on: the last line and the balance after it. */
export const HeadAfter = z.strictObject({
  eventOn: Day,
  seq: z.int().check(z.gte(1)),
  line: z.int().check(z.gte(1), z.lte(2_147_483_647)),
  balancePaise: z.int(),
});
export const HeadSpan = z.strictObject({
  ...Span.shape,
  headId: Id,
  after: z.optional(z.nullable(HeadAfter)),
  ...limit,
});
/** Where the next page of the day book goes on. */
export const DayAfter = z.strictObject({ eventOn: Day, seq: z.int().check(z.gte(1)) });
export const DaySpan = z.strictObject({ ...Span.shape, after: z.optional(z.nullable(DayAfter)), ...limit });
export const ForFund = z.strictObject({ ...body, fundId: Id, year: Year, ...known });
export const BudgetOf = z.strictObject({
  ...body,
  year: Year,
  fundId: z.optional(z.nullable(Id)),
  programmeId: z.optional(z.nullable(Id)),
  asOf: z.optional(z.nullable(Day)),
  ...known,
});
export const OfHead = z.strictObject({ ...body, headId: Id });
export const OfHeadOn = z.strictObject({ ...body, headId: Id, asOf: z.optional(z.nullable(Day)) });
/** `company`: the name of the company in Tally; `daily` adds up each type of voucher of a day. */
export const ForTally = z.strictObject({
  ...body,
  from: Day,
  to: Day,
  detail: z.enum(['full', 'daily']),
  company: Text(200),
});
export const PlainBook = z.strictObject({ ...BodyRef.shape, title: Text(200) });
export const PlainAll = z.strictObject({ title: Text(200) });
