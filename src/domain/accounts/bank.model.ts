import * as z from 'zod/mini';
import { BodyRef, Day, Id, SignedAmount } from '#domain/ledger/index.ts';

/** An office's book, or a group's own. */
const body = BodyRef.shape;

const Column = z.nullable(z.int().check(z.gte(0), z.lte(99)));
/** Where a bank's file has what; columns count from 0. Either two columns for withdrawals and deposits, or one signed amount. */
export const BankMapping = z.strictObject({
  /** Rows above the first line, headings included. */
  skipRows: z.int().check(z.gte(0), z.lte(100)),
  date: z.int().check(z.gte(0), z.lte(99)),
  description: z.int().check(z.gte(0), z.lte(99)),
  reference: Column,
  withdrawal: Column,
  deposit: Column,
  amount: Column,
  balance: Column,
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']),
});
export type BankMapping = z.infer<typeof BankMapping>;
export const MappingSetting = z.strictObject({ ...body, headId: Id, mapping: BankMapping });
export type MappingSetting = z.infer<typeof MappingSetting>;

export const BankLine = z.strictObject({
  onDate: Day,
  description: z.string().check(z.maxLength(400)),
  reference: z.nullable(z.string().check(z.maxLength(80))),
  /** Into the account positive. */
  amountPaise: SignedAmount,
  balancePaise: z.nullable(SignedAmount),
});
export type BankLine = z.infer<typeof BankLine>;
export const BankImport = z.strictObject({
  ...body,
  statementId: Id,
  headId: Id,
  fileName: z.nullable(z.string().check(z.maxLength(200))),
  /** Oldest first. */
  lines: z.array(BankLine).check(z.minLength(1), z.maxLength(5000)),
});
export type BankImport = z.infer<typeof BankImport>;

const EntryRef = z.strictObject({
  seq: z.int().check(z.gte(1)),
  line: z.int().check(z.gte(1), z.lte(2_147_483_647)),
});
/** Lines of the bank and entries of the book that are the same money: one to one, one to many, many to one. */
export const Matching = z.strictObject({
  ...body,
  headId: Id,
  matches: z
    .array(
      z.strictObject({
        matchId: Id,
        lineIds: z.array(Id).check(z.minLength(1), z.maxLength(50)),
        entries: z.array(EntryRef).check(z.minLength(1), z.maxLength(50)),
      }),
    )
    .check(z.minLength(1), z.maxLength(500)),
});
export type Matching = z.infer<typeof Matching>;
export const Unmatching = z.strictObject({ ...body, headId: Id, matchId: Id });
export type Unmatching = z.infer<typeof Unmatching>;
