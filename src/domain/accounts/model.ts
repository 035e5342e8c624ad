/**
 * The office's words: a *head* is what the office books to (Tally says ledger), kept under one account of the common chart; a
 * *voucher* is one paper with its lines. Amounts are paise; on a line debit is positive, credit negative.
 */
import * as z from 'zod/mini';
import { Day, Id, PositiveAmount, SignedAmount } from '#domain/ledger/index.ts';

export const Text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));
export const Name = Text(120);
export const Reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));
const Code = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9/_-]{0,29}$/));
export const Account = z.string().check(z.regex(/^\d{4}$/));
/** A financial year by its first calendar year: 2025 is 1 April 2025 to 31 March 2026. */
export const Year = z.int().check(z.gte(1990), z.lte(2199));

/** Bodies that keep accrual books; a group's cash book is written by its meetings. */
export const OfficeKind = z.enum(['trust', 'federation', 'centre']);
export const body = { bodyKind: OfficeKind, bodyId: Id };
export const Body = z.strictObject(body);
export type Body = z.infer<typeof Body>;

export const names = { nameEn: Name, nameHi: z.nullable(Name), nameUr: z.nullable(Name) };

export const VoucherType = z.enum(['payment', 'receipt', 'contra', 'journal']);
export type VoucherType = z.infer<typeof VoucherType>;

export const BookOpening = z.strictObject({
  ...body,
  /** The first day vouchers may bear; opening balances stand on the evening before. */
  booksFromOn: Day,
  /** Above this a voucher waits for a second person. */
  limitPaise: z.int().check(z.gte(0)),
  decidedBy: Name,
});
export type BookOpening = z.infer<typeof BookOpening>;

const BankFields = z.strictObject({
  bank: Name,
  branch: z.nullable(Name),
  ifsc: z.nullable(z.string().check(z.regex(/^[A-Z]{4}0[A-Z0-9]{6}$/))),
  number: z.string().check(z.regex(/^\d{9,18}$/)),
});

export const NewHead = z.strictObject({
  ...body,
  headId: Id,
  account: Account,
  /** Left out: the standard group of its account. */
  groupId: z.nullable(Id),
  ...names,
  tallyName: z.nullable(Name),
  openedOn: Day,
  /** Staff whose advances these are. */
  personId: z.nullable(Id),
  /** For bank accounts. */
  bank: z.nullable(BankFields),
});
export type NewHead = z.infer<typeof NewHead>;

/** A new name or another group from a day on; earlier statements keep what stood then. */
export const HeadChange = z.strictObject({
  ...body,
  headId: Id,
  fromOn: Day,
  groupId: Id,
  ...names,
  tallyName: z.nullable(Name),
});
export type HeadChange = z.infer<typeof HeadChange>;
export const HeadClosing = z.strictObject({ ...body, headId: Id, closedOn: Day });
export type HeadClosing = z.infer<typeof HeadClosing>;

export const NewAccountGroup = z.strictObject({
  ...body,
  groupId: Id,
  parentGroupId: Id,
  schedule: z.int().check(z.gte(1), z.lte(99)),
  ...names,
  tallyName: z.nullable(Name),
});
export type NewAccountGroup = z.infer<typeof NewAccountGroup>;

export const NewFund = z.strictObject({
  ...body,
  fundId: Id,
  code: Code,
  kind: z.enum(['grant', 'donation', 'corpus', 'designated']),
  ...names,
  donor: Name,
  interestToGrant: z.boolean(),
  fromOn: Day,
  untilOn: z.nullable(Day),
});
export type NewFund = z.infer<typeof NewFund>;
export const NewProgramme = z.strictObject({
  ...body,
  programmeId: Id,
  code: Code,
  ...names,
  fromOn: Day,
  untilOn: z.nullable(Day),
});
export type NewProgramme = z.infer<typeof NewProgramme>;

export const LimitSetting = z.strictObject({
  ...body,
  type: VoucherType,
  fromOn: Day,
  limitPaise: z.int().check(z.gte(0)),
  decidedBy: Name,
});
export type LimitSetting = z.infer<typeof LimitSetting>;

/** Balances brought in from the books kept before; debit positive, together zero. */
export const OpeningBalances = z.strictObject({
  ...body,
  voucherId: Id,
  lines: z
    .array(z.strictObject({ headId: Id, amountPaise: SignedAmount, fundId: z.nullable(Id) }))
    .check(z.minLength(2), z.maxLength(2000)),
});
export type OpeningBalances = z.infer<typeof OpeningBalances>;

export const VoucherLine = z.strictObject({
  headId: Id,
  amountPaise: SignedAmount,
  fundId: z.optional(z.nullable(Id)),
  programmeId: z.optional(z.nullable(Id)),
  districtId: z.optional(z.nullable(Id)),
  /** The payment whose advance this line settles. */
  settlesVoucherId: z.optional(z.nullable(Id)),
  note: z.optional(z.nullable(Text(200))),
});
export type VoucherLine = z.infer<typeof VoucherLine>;

export const voucherWords = {
  type: VoucherType,
  narration: Text(500),
  payee: z.optional(z.nullable(Name)),
  partyHeadId: z.optional(z.nullable(Id)),
  mode: z.optional(z.nullable(z.enum(['cash', 'cheque', 'transfer', 'upi']))),
  reference: z.optional(z.nullable(Text(60))),
  lines: z.array(VoucherLine).check(z.minLength(2), z.maxLength(400)),
};
export const VoucherWords = z.strictObject(voucherWords);
export type VoucherWords = z.infer<typeof VoucherWords>;

export const NewVoucher = z.strictObject({
  ...body,
  voucherId: Id,
  eventOn: Day,
  ...voucherWords,
  /** Photos of the bill, stored before. */
  billFileIds: z.optional(z.array(Id).check(z.maxLength(20))),
});
export type NewVoucher = z.infer<typeof NewVoucher>;
export const VoucherRef = z.strictObject({ ...body, voucherId: Id });
export type VoucherRef = z.infer<typeof VoucherRef>;
export const SendingBack = z.strictObject({ ...VoucherRef.shape, reason: Reason });
export type SendingBack = z.infer<typeof SendingBack>;
export const BillPhoto = z.strictObject({ ...VoucherRef.shape, fileId: Id });
export type BillPhoto = z.infer<typeof BillPhoto>;
export const Cancelling = z.strictObject({ ...VoucherRef.shape, reversalId: Id, eventOn: Day, reason: Reason });
export type Cancelling = z.infer<typeof Cancelling>;

export const NewTemplate = z.strictObject({
  ...body,
  templateId: Id,
  title: Name,
  voucher: VoucherWords,
  everyMonths: z.union([z.literal(1), z.literal(3), z.literal(6), z.literal(12)]),
  /** The first due day; later ones keep its day of the month. */
  firstOn: Day,
  untilOn: z.nullable(Day),
});
export type NewTemplate = z.infer<typeof NewTemplate>;
export const TemplateStop = z.strictObject({ ...body, templateId: Id, stoppedOn: Day });
export type TemplateStop = z.infer<typeof TemplateStop>;
/** Makes every voucher due up to that day that was not made yet. */
export const RecurringRun = z.strictObject({ ...body, upTo: Day });
export type RecurringRun = z.infer<typeof RecurringRun>;

export const YearClosing = z.strictObject({
  ...body,
  year: Year,
  voucherId: Id,
  /** The fund that takes the surplus: a head under corpus, general or designated funds. */
  toHeadId: Id,
});
export type YearClosing = z.infer<typeof YearClosing>;
export const YearReopening = z.strictObject({ ...body, year: Year, reversalId: Id, reason: Reason });
export type YearReopening = z.infer<typeof YearReopening>;

export { Day, Id, PositiveAmount, SignedAmount };
