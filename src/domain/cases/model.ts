/** Wrongs done to women: against whom, what happened, what is claimed, what was done, how it ended. */
import * as z from 'zod/mini';
import { Amount, Day, Id, PositiveAmount } from '#domain/ledger/index.ts';

const Words = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));

export const CASE_KINDS = ['unpaid_dues', 'below_minimum', 'harassment', 'seizure', 'branch_refusal', 'other'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];
export const AGAINST_KINDS = ['contractor', 'employer', 'lender', 'bank', 'office', 'family', 'other'] as const;
export const OUTCOMES = ['settled', 'partly', 'withdrawn', 'lost', 'sent_to_authority'] as const;
export type CaseOutcome = (typeof OUTCOMES)[number];
export const CASE_LISTS = ['open', 'overdue', 'closed', 'all'] as const;
export type CaseList = (typeof CASE_LISTS)[number];
export const STEP_KINDS = ['opened', 'done', 'helper', 'closed'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const NewCase = z.strictObject({
  caseId: Id,
  kind: z.enum(CASE_KINDS),
  /** To whom it was done: one woman or several. */
  personIds: z.array(Id).check(z.minLength(1), z.maxLength(20)),
  againstKind: z.enum(AGAINST_KINDS),
  againstName: Words(120),
  happened: Words(4000),
  happenedOn: Day,
  /** Null: nobody knows how much, or it is not about money. */
  claimedPaise: z.nullable(PositiveAmount),
  helperId: z.nullable(Id),
  dueOn: z.nullable(Day),
});
export type NewCase = z.infer<typeof NewCase>;

export const CaseRef = z.strictObject({ caseId: Id });
export type CaseRef = z.infer<typeof CaseRef>;

export const AddStep = z.strictObject({ caseId: Id, words: Words(2000), doneOn: Day, dueOn: z.nullable(Day) });
export type AddStep = z.infer<typeof AddStep>;

export const SetHelper = z.strictObject({ caseId: Id, helperId: z.nullable(Id) });
export type SetHelper = z.infer<typeof SetHelper>;

export const CloseCase = z.strictObject({
  caseId: Id,
  outcome: z.enum(OUTCOMES),
  closedOn: Day,
  recoveredPaise: Amount,
  words: Words(2000),
});
export type CloseCase = z.infer<typeof CloseCase>;

export const ListCases = z.strictObject({
  list: z._default(z.enum(CASE_LISTS), 'open'),
  kind: z.optional(z.enum(CASE_KINDS)),
  personId: z.optional(Id),
  page: z._default(z.int().check(z.gte(1), z.lte(10_000)), 1),
});
export type ListCases = z.infer<typeof ListCases>;

/** `viewId`: the command `cases.view` of the asker that this reading belongs to. */
export const ReadCase = z.strictObject({ caseId: Id, viewId: Id });
export type ReadCase = z.infer<typeof ReadCase>;

export const Nothing = z.strictObject({});
