/** A grading scheme as dated data (db/reference/grading-schemes.json): heads, bands, marks, cut-offs, with its source. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';

/** What the books and meetings answer by themselves. `bps` of a ratio, months, persons, paise, or hundredths. */
export const MEASURES = [
  'meetings_held',
  'meetings_per_month',
  'attendance',
  'attendance_least',
  'savings_received',
  'all_save',
  'borrowed',
  'ever_borrowed',
  'on_time',
  'recovery',
  'books_kept',
  'months_active',
  'lending_months',
  'members',
  'overdue',
  'overdue_year',
  'productive',
  'idle',
  'monthly_savings',
  'average_saving',
] as const;
export const Measure = z.enum(MEASURES);
export type Measure = z.infer<typeof Measure>;

/** What an assessor answers where no book can. */
export const ANSWERS = [
  'yes',
  'no',
  'high',
  'medium',
  'low',
  'full',
  'partial',
  'group',
  'agency',
  'varied',
  'fixed',
] as const;
export const Answer = z.enum(ANSWERS);
export type Answer = z.infer<typeof Answer>;

const Marks = z.int().check(z.gte(0), z.lte(100));
const Text = z.string().check(z.minLength(1), z.maxLength(400));
const Names = z.strictObject({ en: Text, hi: Text, ur: Text });
/** Where a rule comes from: read in a source, our choice, or from general knowledge and not verified. */
export const Basis = z.enum(['read', 'house', 'gk']);
export type Basis = z.infer<typeof Basis>;
const Grade = z.string().check(z.regex(/^[A-Z][A-Z0-9+]{0,5}$/));
const Code = z.string().check(z.regex(/^[a-z][a-z0-9_]{1,40}$/));

/** Best first; the first that fits gives the marks. `above`: more than `least`, not equal to it. */
export const Band = z.strictObject({
  marks: Marks,
  least: z.optional(z.int()),
  most: z.optional(z.int()),
  above: z.optional(z.boolean()),
});
export type Band = z.infer<typeof Band>;
export const Parameter = z.strictObject({
  code: Code,
  names: Names,
  /** Null where only an assessor can say. */
  measure: z.nullable(Measure),
  bands: z.array(Band),
  answers: z.array(z.strictObject({ answer: Answer, marks: Marks })),
});
export type Parameter = z.infer<typeof Parameter>;
/** What explains a rule, in the reader's language; its `source` stays as the source is called. */
export const RuleNote = Names;
export type RuleNote = z.infer<typeof RuleNote>;
export const Scheme = z.strictObject({
  scheme: Code,
  fromOn: Day,
  /** `all`: every head must be met (marks 1 or 0); `marks`: they add up. */
  kind: z.enum(['marks', 'all']),
  names: Names,
  basis: Basis,
  source: Text,
  note: RuleNote,
  windowMonths: z.int().check(z.gte(1), z.lte(36)),
  /** So many days after its day an instalment still counts as paid on time: meetings move. */
  graceDays: z.int().check(z.gte(0), z.lte(31)),
  /** Within so many days a meeting must be in the books. */
  closeDays: z.int().check(z.gte(0), z.lte(31)),
  /** Best first, in hundredths of a per cent of all marks; empty where the source gives none. */
  grades: z.array(z.strictObject({ grade: Grade, leastBps: z.int(), above: z.optional(z.boolean()) })),
  parameters: z.array(Parameter).check(z.minLength(1)),
});
export type Scheme = z.infer<typeof Scheme>;

export const GroupRef = z.strictObject({ groupId: Id });
export type GroupRef = z.infer<typeof GroupRef>;
export const Grading = z.strictObject({ groupId: Id, scheme: Code, on: z.optional(Day) });
export type Grading = z.infer<typeof Grading>;
export const CertificateRef = z.strictObject({ groupId: Id, certificateId: Id });
export type CertificateRef = z.infer<typeof CertificateRef>;

const Name = z.string().check(z.trim(), z.minLength(2), z.maxLength(120));
/** What an assessor signs: the books' figures are taken as they stand on that day, her answers beside them. */
export const Certify = z.strictObject({
  certificateId: Id,
  groupId: Id,
  scheme: Code,
  assessedOn: Day,
  assessorName: Name,
  /** For whom she assesses: village organisation, bank branch, block office. */
  assessorOf: Name,
  answers: z.array(z.strictObject({ code: Code, answer: Answer })).check(z.maxLength(20)),
});
export type Certify = z.infer<typeof Certify>;
