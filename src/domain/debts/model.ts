/** Debts to others than us, in the words they are agreed in, and the money that could take their place. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { LoanApplication, MoneyWay } from '#domain/loans/index.ts';

const Words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));
/** Rupees per hundred and month as people say it, in hundredths: 5 rupees = 500. */
const PerHundred = z.int().check(z.gte(0), z.lte(10_000));
const Times = z.int().check(z.gte(1), z.lte(1000));

export const LENDER_KINDS = [
  'moneylender',
  'pawnbroker',
  'shopkeeper',
  'trader',
  'landlord',
  'relative',
  'neighbour',
  'microfinance',
  'bank',
  'cooperative',
  'other',
] as const;
export type LenderKind = (typeof LENDER_KINDS)[number];

/**
 * `per_hundred`: interest every month on what stands, the principal when she can or on `dueOn`; `interestFirst`: each month's interest
 * is taken at the month's beginning, the first when the money is handed over. `usualPaise`: what she gives in a usual month, null =
 * the interest and no more. `pledge`: the same interest, nothing paid until the thing is fetched back. `flat`: interest on the whole
 * sum for the whole time, in equal monthly parts. `collection`: so many equal amounts, fetched every day or week.
 */
export const DebtTerms = z.discriminatedUnion('way', [
  z.strictObject({
    way: z.literal('per_hundred'),
    rateBps: PerHundred,
    interestFirst: z.boolean(),
    usualPaise: z.nullable(PositiveAmount),
    dueOn: z.nullable(Day),
  }),
  z.strictObject({ way: z.literal('pledge'), rateBps: PerHundred, dueOn: z.nullable(Day), pledged: Words(120) }),
  z.strictObject({ way: z.literal('flat'), rateBps: PerHundred, months: z.int().check(z.gte(1), z.lte(120)) }),
  z.strictObject({
    way: z.literal('collection'),
    amountPaise: PositiveAmount,
    times: Times,
    unit: z.enum(['day', 'week']),
  }),
]);
export type DebtTerms = z.infer<typeof DebtTerms>;
export const WAYS = ['per_hundred', 'pledge', 'flat', 'collection'] as const;

export const NewDebt = z.strictObject({
  debtId: Id,
  personId: Id,
  lenderKind: z.enum(LENDER_KINDS),
  lenderName: Words(120),
  borrowedOn: Day,
  /** What she owes for: the sum as it was agreed. */
  principalPaise: PositiveAmount,
  /** Kept back when it was handed over, beside interest taken first. */
  keptBackPaise: Amount,
  terms: DebtTerms,
  note: z.nullable(z.string().check(z.maxLength(500))),
});
export type NewDebt = z.infer<typeof NewDebt>;

export const PayDebt = z.strictObject({
  personId: Id,
  debtId: Id,
  paymentId: Id,
  paidOn: Day,
  amountPaise: PositiveAmount,
  /** The lender says that nothing is left, whatever we reckon. */
  closes: z.boolean(),
});
export type PayDebt = z.infer<typeof PayDebt>;
export const StrikePayment = z.strictObject({ personId: Id, debtId: Id, paymentId: Id, reason: Words(300) });
export type StrikePayment = z.infer<typeof StrikePayment>;
export const StrikeDebt = z.strictObject({ personId: Id, debtId: Id, reason: Words(300) });
export type StrikeDebt = z.infer<typeof StrikeDebt>;

export const SOURCE_KINDS = ['group', 'federation', 'trust', 'bank'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
const SwapMethod = z.enum(['FLAT', 'EQUAL_PRINCIPAL', 'EMI']);
/** Money kept for swaps, with the terms it is lent on: monthly instalments of whole months. Dated: a later one takes its place. */
export const SwapSource = z.strictObject({
  sourceId: Id,
  kind: z.enum(SOURCE_KINDS),
  /** Whose members it is for; null = everybody's of the organisation. */
  groupId: z.nullable(Id),
  name: Words(120),
  fromOn: Day,
  untilOn: z.nullable(Day),
  method: SwapMethod,
  rateBps: PerHundred,
  instalments: z.int().check(z.gte(1), z.lte(60)),
  /** The most that one woman may be lent from it, all her swaps together. */
  mostPaise: PositiveAmount,
  /** What is there for one woman, and from which day; each adds to what stood before. */
  money: z.array(z.strictObject({ fromOn: Day, paise: PositiveAmount })).check(z.minLength(1), z.maxLength(12)),
  decidedBy: Words(200),
});
export type SwapSource = z.infer<typeof SwapSource>;

/** The lender is paid directly out of one source, for her. */
export const PaySwap = z.strictObject({
  personId: Id,
  debtId: Id,
  swapId: Id,
  sourceId: Id,
  paidOn: Day,
  amountPaise: PositiveAmount,
  /** The loan she was given for it, when it stands in our books. */
  loanId: z.nullable(Id),
});
export type PaySwap = z.infer<typeof PaySwap>;
/** A loan of the office asked for to take an outside debt's place: like any application, for her, out of money kept for swaps. */
export const SwapApplication = z.strictObject({
  debtId: Id,
  sourceId: Id,
  application: LoanApplication,
});
export type SwapApplication = z.infer<typeof SwapApplication>;
/** That loan is paid out straight to the lender: the disbursal and the swap's payment are one event. */
export const SwapPayOut = z.strictObject({ loanId: Id, swapId: Id, eventId: Id, on: Day, money: MoneyWay });
export type SwapPayOut = z.infer<typeof SwapPayOut>;
export const SwapBack = z.strictObject({ loanId: Id, swapId: Id, reason: Words(300).check(z.minLength(3)) });
export type SwapBack = z.infer<typeof SwapBack>;
/** The paper by which the lender says he wants nothing more; with it she is free of this debt. */
export const KeepSlip = z.strictObject({ personId: Id, debtId: Id, fileId: Id, slipOn: Day });
export type KeepSlip = z.infer<typeof KeepSlip>;

export const APPLIED_TO = ['bank', 'cooperative', 'microfinance', 'trust', 'federation', 'scheme'] as const;
export const RESULTS = ['waiting', 'granted', 'refused', 'withdrawn'] as const;
export const REFUSALS = [
  'no_papers',
  'no_account',
  'earlier_default',
  'no_guarantee',
  'far_away',
  'not_told',
  'treated_badly',
  'other',
] as const;
/** She asked a lender who keeps to rules, and what came of it. */
export const Application = z.strictObject({
  applicationId: Id,
  personId: Id,
  lenderKind: z.enum(APPLIED_TO),
  lenderName: Words(120),
  appliedOn: Day,
  amountPaise: PositiveAmount,
});
export type Application = z.infer<typeof Application>;
export const DecideApplication = z.strictObject({
  personId: Id,
  applicationId: Id,
  decidedOn: Day,
  result: z.enum(['granted', 'refused', 'withdrawn']),
  grantedPaise: z.nullable(PositiveAmount),
  refusal: z.nullable(z.enum(REFUSALS)),
  note: z.nullable(z.string().check(z.maxLength(300))),
});
export type DecideApplication = z.infer<typeof DecideApplication>;

export const DebtRef = z.strictObject({ personId: Id, debtId: Id });
export type DebtRef = z.infer<typeof DebtRef>;

export const PersonRef = z.strictObject({ personId: Id });
export type PersonRef = z.infer<typeof PersonRef>;
export const EndSource = z.strictObject({ sourceId: Id, untilOn: Day });
export type EndSource = z.infer<typeof EndSource>;
export const DEBT_STATES = ['standing', 'paid', 'free', 'struck'] as const;
export type DebtState = (typeof DEBT_STATES)[number];
export const ListDebts = z.strictObject({
  state: z.optional(z.enum(DEBT_STATES)),
  text: z.optional(z.string().check(z.maxLength(80))),
  page: z._default(z.int().check(z.gte(1), z.lte(10_000)), 1),
});
export type ListDebts = z.infer<typeof ListDebts>;
export const Nothing = z.strictObject({});
