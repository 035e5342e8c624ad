/** Money that comes into a group from outside: rules as dated data (db/reference/group-funds.json), and the register of each request. */
import * as z from 'zod/mini';
import { Day, Id, PositiveAmount } from '#domain/ledger/index.ts';
import { LoanPurpose } from '#domain/loans/index.ts';
import { Basis, RuleNote } from './grading.model.ts';

export const FUNDS = ['revolving_fund', 'cif', 'vrf', 'bank_term', 'cash_credit'] as const;
export const Fund = z.enum(FUNDS);
export type Fund = z.infer<typeof Fund>;

const Text = z.string().check(z.minLength(1), z.maxLength(400));
const Count = z.int().check(z.gte(0), z.lte(1000));
const OrPaise = z.nullable(PositiveAmount);
export const FundRule = z.strictObject({
  fund: Fund,
  /** Which loan of its kind (bank term), which year of the limit (cash credit); null where there is one. */
  dose: z.nullable(z.int().check(z.gte(1), z.lte(9))),
  fromOn: Day,
  /** The last day it holds; null = still. */
  untilOn: z.nullable(Day),
  monthsLeast: Count,
  /** Per cent of the five rules' marks. */
  rulesLeast: Count,
  needsPlan: z.boolean(),
  once: z.boolean(),
  membersLeast: Count,
  /** With a written reason (hills, disability). */
  membersLeastException: Count,
  membersMost: Count,
  /** Hundredths of the corpus. */
  timesCorpus: z.nullable(Count),
  floorPaise: OrPaise,
  perMemberPaise: OrPaise,
  leastPaise: OrPaise,
  mostPaise: OrPaise,
  yearlyLimit: z.boolean(),
  tenureMonths: z.nullable(Count),
  basis: Basis,
  source: Text,
  note: RuleNote,
});
export type FundRule = z.infer<typeof FundRule>;
const Span = { fromOn: Day, untilOn: z.nullable(Day) };
export const CorpusRule = z.strictObject({
  fromOn: Day,
  accounts: z.array(z.string().check(z.regex(/^\d{4}$/))),
  source: Text,
  note: RuleNote,
  basis: Basis,
});
export type CorpusRule = z.infer<typeof CorpusRule>;
export const SubventionRule = z.strictObject({
  ...Span,
  /** Loans up to this sum. */
  uptoPaise: PositiveAmount,
  /** What the group is asked, and what a prompt payer gets back of it. */
  rateBps: Count,
  promptBackBps: Count,
  source: Text,
  note: RuleNote,
  basis: Basis,
});
export type SubventionRule = z.infer<typeof SubventionRule>;
const Dated = { fromOn: Day, source: Text, note: RuleNote, basis: Basis };
export const LimitPromptRule = z.strictObject({
  fund: z.literal('cash_credit'),
  overLimitDaysMost: Count,
  creditsAMonth: Count,
  creditsCoverInterest: z.boolean(),
  ...Dated,
});
export type LimitPromptRule = z.infer<typeof LimitPromptRule>;
export const TermPromptRule = z.strictObject({
  fund: z.literal('bank_term'),
  /** So many days after its due day an instalment still counts as paid in time. */
  daysLateMost: Count,
  ...Dated,
});
export type TermPromptRule = z.infer<typeof TermPromptRule>;
export const PromptRule = z.discriminatedUnion('fund', [LimitPromptRule, TermPromptRule]);
export type PromptRule = z.infer<typeof PromptRule>;
export const FundRules = z.strictObject({
  funds: z.array(FundRule),
  corpus: z.array(CorpusRule),
  subvention: z.array(SubventionRule),
  prompt: z.array(PromptRule),
});
export type FundRules = z.infer<typeof FundRules>;

const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));
const Name = z.string().check(z.trim(), z.minLength(2), z.maxLength(120));

/** A request for money, handed in. */
export const Apply = z.strictObject({
  lineId: Id,
  groupId: Id,
  fund: Fund,
  dose: z.nullable(z.int().check(z.gte(1), z.lte(9))),
  /** Bank and branch, or the federation. */
  lender: Name,
  askedPaise: PositiveAmount,
  appliedOn: Day,
  planId: z.nullable(Id),
});
export type Apply = z.infer<typeof Apply>;

export const LINE_STATES = ['applied', 'sanctioned', 'received', 'refused', 'withdrawn', 'closed'] as const;
export type LineState = (typeof LINE_STATES)[number];
export const LINE_STEPS = ['sanction', 'receive', 'refuse', 'withdraw', 'close', 'letter'] as const;
export type LineStep = (typeof LINE_STEPS)[number];
export const TakeStep = z.strictObject({
  groupId: Id,
  lineId: Id,
  step: z.enum(LINE_STEPS),
  on: Day,
  /** Asked for at sanction and receipt. */
  amountPaise: z.nullable(PositiveAmount),
  /** Number of the letter, reason of a refusal, why a letter is written down later. */
  note: z.nullable(Words),
  /** Of a bank loan, at sanction or receipt, or afterwards by `letter`: its first due day and what is to be paid each month, interest within it. */
  instalments: z.optional(z.nullable(z.strictObject({ firstDueOn: Day, instalmentPaise: PositiveAmount }))),
});
export type TakeStep = z.infer<typeof TakeStep>;
export const LineRef = z.strictObject({ groupId: Id, lineId: Id });
export type LineRef = z.infer<typeof LineRef>;
export const Nothing = z.strictObject({});

export const PLAN_MOST = 120;
export const PlanLine = z.strictObject({
  personId: Id,
  purpose: LoanPurpose,
  amountPaise: PositiveAmount,
});
export type PlanLine = z.infer<typeof PlanLine>;
/** The order of the lines is the order the money goes in. */
export const WritePlan = z.strictObject({
  planId: Id,
  groupId: Id,
  madeOn: Day,
  lines: z.array(PlanLine).check(z.minLength(1), z.maxLength(PLAN_MOST)),
});
export type WritePlan = z.infer<typeof WritePlan>;
/** A decision written in the minutes of a meeting, counted from 1. */
export const ApprovePlan = z.strictObject({
  groupId: Id,
  planId: Id,
  meetingId: Id,
  decisionNo: z.int().check(z.gte(1), z.lte(40)),
});
export type ApprovePlan = z.infer<typeof ApprovePlan>;

export const SHARE_KEYS = ['equal', 'savings_months', 'interest_paid'] as const;
export type ShareKey = (typeof SHARE_KEYS)[number];
/** Surplus put to the members' names by a resolution; paid out later at meetings (head "dividend paid"). */
export const ShareOut = z.strictObject({
  shareOutId: Id,
  groupId: Id,
  on: Day,
  from: Day,
  key: z.enum(SHARE_KEYS),
  totalPaise: PositiveAmount,
  meetingId: Id,
  decisionNo: z.int().check(z.gte(1), z.lte(40)),
});
export type ShareOut = z.infer<typeof ShareOut>;
export const ShareAsked = z.strictObject({ groupId: Id, on: Day, from: Day, key: z.enum(SHARE_KEYS) });
export type ShareAsked = z.infer<typeof ShareAsked>;
