/** What a statement is asked by. Every date has two sides: when it happened (`asOf`, `from`, `to`) and when it was known (`asKnownOn`). */
import * as z from 'zod/mini';
import type { IsoDate } from '#platform/dates.ts';
import { BodyKind, Day, Id } from './model.ts';

const Account = z.string().check(z.regex(/^\d{4}$/));
const Seq = z.int().check(z.gte(1));
const known = { asKnownOn: z.optional(z.nullable(Day)) };
const body = { bodyKind: BodyKind, bodyId: Id };
const span = { from: Day, to: Day, ...known };
const limit = { limit: z.optional(z.int().check(z.gte(1), z.lte(500))) };

/** Events up to `asOf` (today when left out), as entered up to `asKnownOn` (now when left out). */
export const OnDay = z.strictObject({ ...body, asOf: z.optional(z.nullable(Day)), ...known });
export const OrganisationOnDay = z.strictObject({ asOf: z.optional(z.nullable(Day)), ...known });
export const Span = z.strictObject({ ...body, ...span });
/** Where the next page goes on: the last line shown and the balance after it. */
/** A journal's lines are counted by a four-byte integer. */
const Line = z.int().check(z.gte(1), z.lte(2_147_483_647));
export const After = z.strictObject({ eventOn: Day, seq: Seq, line: Line, balancePaise: z.int() });
export type After = z.infer<typeof After>;
export const AccountSpan = z.strictObject({
  ...body,
  account: Account,
  partyId: z.optional(z.nullable(Id)),
  ...span,
  after: z.optional(z.nullable(After)),
  ...limit,
});
export const CashAfter = z.strictObject({ eventOn: Day, seq: Seq, cashPaise: z.int(), bankPaise: z.int() });
export type CashAfter = z.infer<typeof CashAfter>;
export const CashSpan = z.strictObject({ ...body, ...span, after: z.optional(z.nullable(CashAfter)), ...limit });
export const LedgerAfter = z.strictObject({ account: Account, eventOn: Day, seq: Seq, line: Line });
export type LedgerAfter = z.infer<typeof LedgerAfter>;
export const LedgerSpan = z.strictObject({ ...body, ...span, after: z.optional(z.nullable(LedgerAfter)), ...limit });
export const PartyAfter = z.strictObject({ eventOn: Day, bookId: Id, seq: Seq, line: Line });
export type PartyAfter = z.infer<typeof PartyAfter>;
export const PartySpan = z.strictObject({ partyId: Id, ...span, after: z.optional(z.nullable(PartyAfter)), ...limit });
export const JournalRef = z.strictObject({ ...body, seq: Seq });
export const SourceRef = z.strictObject({ ...body, sourceId: Id });
export const BookRef = z.strictObject(body);
export const Nothing = z.strictObject({});

/** Events up to `asOf`, entries up to `asKnownOn`; left out or null: today, and everything known. */
export type At = { readonly asOf?: IsoDate | null; readonly asKnownOn?: IsoDate | null };
export type Between = { readonly from: IsoDate; readonly to: IsoDate; readonly asKnownOn?: IsoDate | null };
