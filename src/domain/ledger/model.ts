/**
 * The ledger's words. It knows only opaque ids: a book belongs to a body, a posting may name a party (a member, a bank account,
 * a fund, a group) and an item of that party (one loan). Amounts are signed paise: debit positive, credit negative.
 */
import * as z from 'zod/mini';
import { MAX_PAISE, type Paise } from '#platform/money.ts';
import { isIsoDate, type IsoDate } from '#platform/dates.ts';

/** Lower case and of a known version: two spellings of one id would pass as two and meet in the database. */
export const Id = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
export const Day = z.string().check(z.refine((text) => isIsoDate(text)));
/** A signed amount; most inputs want `Amount` or `PositiveAmount`. */
export const SignedAmount = z.int().check(z.gte(-MAX_PAISE), z.lte(MAX_PAISE));
export const Amount = z.int().check(z.gte(0), z.lte(MAX_PAISE));
export const PositiveAmount = z.int().check(z.gte(1), z.lte(MAX_PAISE));

/** House chart of accounts (reference: microfinance.md §9), one chart for every body. Sub-ledger letters: M member, L loan, B bank, F fund, G group. */
export const CHART = {
  cash: '1010',
  bank: '1020',
  fixedDeposit: '1030',
  cashInTransit: '1040',
  memberLoans: '1110',
  memberLoansOnlent: '1120',
  groupLoans: '1130',
  enterpriseLoans: '1140',
  interestReceivable: '1150',
  finesReceivable: '1160',
  receivables: '1170',
  grantsReceivable: '1175',
  loanLossReserve: '1190',
  stock: '1210',
  advances: '1220',
  deposits: '1230',
  prepaid: '1240',
  taxReceivable: '1250',
  equipment: '1310',
  accumulatedDepreciation: '1390',
  investments: '1410',
  keptSavings: '1420',
  compulsorySavings: '2010',
  voluntarySavings: '2020',
  memberShares: '2030',
  groupSavings: '2040',
  bankLoan: '2110',
  cifLoan: '2120',
  vrfLoan: '2130',
  otherLoans: '2140',
  interestPayable: '2210',
  dividendPayable: '2220',
  unappliedReceipts: '2310',
  payables: '2320',
  statutoryDues: '2330',
  expensesPayable: '2340',
  fundsHeldForOthers: '2410',
  unspentGrants: '2420',
  grantInterest: '2425',
  corpus: '3005',
  retainedSurplus: '3010',
  revolvingFund: '3020',
  capitalGrants: '3030',
  socialFund: '3040',
  memberInterest: '4010',
  fines: '4020',
  fees: '4030',
  bankInterest: '4040',
  federationInterest: '4045',
  grantsUsed: '4050',
  donations: '4055',
  subvention: '4060',
  groupSales: '4070',
  serviceFees: '4080',
  assetGain: '4085',
  writtenOffRecovered: '4090',
  otherIncome: '4095',
  cashExcess: '4990',
  interestToBank: '5010',
  interestToFederation: '5020',
  interestToMembers: '5030',
  bookkeeper: '5110',
  runningCosts: '5120',
  bankCharges: '5130',
  training: '5140',
  salaries: '5150',
  rentAndPower: '5160',
  programmeCosts: '5170',
  auditFees: '5175',
  repairs: '5180',
  depreciation: '5190',
  assetLoss: '5195',
  provisions: '5210',
  writeOffs: '5220',
  material: '5300',
  otherCosts: '5900',
  cashShortage: '5990',
} as const;
export type AccountName = keyof typeof CHART;
export type AccountCode = (typeof CHART)[AccountName];

/** Whose book: the ledger knows a body only by kind and id. */
export const BodyKind = z.enum(['group', 'federation', 'trust', 'centre']);
export type BodyKind = z.infer<typeof BodyKind>;
export const BodyRef = z.strictObject({ bodyKind: BodyKind, bodyId: Id });
export type BodyRef = z.infer<typeof BodyRef>;

export const PeriodClosing = z.strictObject({ ...BodyRef.shape, closedTo: Day });
export type PeriodClosing = z.infer<typeof PeriodClosing>;
export const PeriodReopening = z.strictObject({
  ...BodyRef.shape,
  periodCloseId: Id,
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type PeriodReopening = z.infer<typeof PeriodReopening>;

export type PostingDraft = {
  readonly account: AccountCode;
  /** Debit positive, credit negative; never 0. */
  readonly amountPaise: Paise;
  readonly partyId?: string;
  readonly itemId?: string;
};

export type JournalDraft = {
  readonly eventOn: IsoDate;
  /** A code the interface words, as `meetings.regular`; not free text. */
  readonly narration: string;
  readonly postings: readonly PostingDraft[];
};

export const debit = (
  name: AccountName,
  amountPaise: Paise,
  of: { partyId?: string; itemId?: string } = {},
): PostingDraft => ({
  account: CHART[name],
  amountPaise,
  ...of,
});
export const credit = (
  name: AccountName,
  amountPaise: Paise,
  of: { partyId?: string; itemId?: string } = {},
): PostingDraft => ({
  account: CHART[name],
  amountPaise: -amountPaise,
  ...of,
});
