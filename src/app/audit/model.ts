/** The auditor's desk: what she asks, draws, sends out and looks for. Nothing here writes a book. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';
import { MAX_PAISE } from '#platform/money.ts';
import { ROLES } from '../rights.ts';

const Words = z.string().check(z.trim(), z.minLength(3), z.maxLength(2_000));
const Title = z.string().check(z.trim(), z.minLength(3), z.maxLength(120));
const Seq = z.int().check(z.gte(1));
const page = { page: z._default(z.int().check(z.gte(1), z.lte(100_000)), 1) };
const Paise = z.int().check(z.gte(0), z.lte(MAX_PAISE));

/** What a query is about; `general` may still name a book. */
export const About = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('general') }),
  z.strictObject({ kind: z.literal('journal'), bookId: Id, seq: Seq }),
  z.strictObject({ kind: z.literal('voucher'), voucherId: Id }),
  z.strictObject({ kind: z.literal('meeting'), meetingId: Id }),
]);
export type About = z.infer<typeof About>;

export const Ask = z.strictObject({
  queryId: Id,
  about: About,
  /** One named person, or whoever holds a role. */
  to: z.union([z.strictObject({ userId: Id }), z.strictObject({ role: z.enum(ROLES) })]),
  dueOn: Day,
  words: Words,
});
export type Ask = z.infer<typeof Ask>;
export const Answer = z.strictObject({ queryId: Id, words: Words, fileId: z.nullable(Id) });
export type Answer = z.infer<typeof Answer>;
export const FollowUp = z.strictObject({ queryId: Id, words: Words, dueOn: Day });
export type FollowUp = z.infer<typeof FollowUp>;
export const Close = z.strictObject({ queryId: Id, words: Words });
export type Close = z.infer<typeof Close>;

export const QUERY_LISTS = ['mine', 'overdue', 'open', 'all'] as const;
export type QueryList = (typeof QUERY_LISTS)[number];
/** mine = it waits for me; overdue = no answer after its day; open = not closed. */
export const ListQueries = z.strictObject({ list: z._default(z.enum(QUERY_LISTS), 'mine'), ...page });
export type ListQueries = z.infer<typeof ListQueries>;
export const QueryRef = z.strictObject({ queryId: Id });
export type QueryRef = z.infer<typeof QueryRef>;
export const QueryPhoto = z.strictObject({ queryId: Id, fileId: Id });
export type QueryPhoto = z.infer<typeof QueryPhoto>;
export const AboutRef = z.strictObject({ about: About });
export type AboutRef = z.infer<typeof AboutRef>;
export const Nothing = z.strictObject({});

export const POPULATIONS = ['journals', 'vouchers', 'loans', 'members'] as const;
export type Population = (typeof POPULATIONS)[number];
export const MOST_DRAWN = 500;
/** Above this a period or a book is chosen: the whole population is hashed, so that a second drawing can be held against it. */
export const MOST_POPULATION = 300_000;
export const Draw = z.strictObject({
  sampleId: Id,
  title: Title,
  population: z.enum(POPULATIONS),
  /** null: every book of the organisation */
  bookId: z.nullable(Id),
  from: Day,
  to: Day,
  method: z.enum(['count', 'value']),
  wanted: z.int().check(z.gte(1), z.lte(MOST_DRAWN)),
  /** Of the auditor's choice; dice do. Spaces at the ends do not count. */
  seed: z.string().check(z.trim(), z.minLength(4), z.maxLength(80)),
});
export type Draw = z.infer<typeof Draw>;
export const MARKS = ['seen', 'differs', 'open'] as const;
export const Tick = z.strictObject({
  sampleId: Id,
  line: z.int().check(z.gte(1), z.lte(10_000)),
  mark: z.enum(MARKS),
  differsPaise: z.nullable(z.int().check(z.gte(-MAX_PAISE), z.lte(MAX_PAISE))),
  note: z.nullable(z.string().check(z.trim(), z.maxLength(1_000))),
});
export type Tick = z.infer<typeof Tick>;
export const SampleRef = z.strictObject({ sampleId: Id });
export type SampleRef = z.infer<typeof SampleRef>;
export const Paged = z.strictObject(page);
export type Paged = z.infer<typeof Paged>;

export const EXCEPTIONS = ['back_dated', 'reopened', 'reversed', 'after_hours', 'round', 'split'] as const;
export type Exception = (typeof EXCEPTIONS)[number];
/** Days are event dates; for what was entered at night they are days of entry. */
export const ListExceptions = z.strictObject({
  kind: z.enum(EXCEPTIONS),
  bookId: z.optional(Id),
  from: Day,
  to: Day,
  ...page,
  size: z._default(z.int().check(z.gte(1), z.lte(500)), 50),
});
export type ListExceptions = z.infer<typeof ListExceptions>;
export const CountExceptions = z.strictObject({ bookId: z.optional(Id), from: Day, to: Day });
export type CountExceptions = z.infer<typeof CountExceptions>;

export const LIMITS = [
  'back_dated_days',
  'hours_from',
  'hours_to',
  'round_from_paise',
  'round_multiple_paise',
  'split_limit_paise',
  'split_entries',
  'split_share_bps',
] as const;
export type LimitName = (typeof LIMITS)[number];
export const SetLimit = z.strictObject({
  name: z.enum(LIMITS),
  fromOn: Day,
  value: Paise,
  decidedBy: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
});
export type SetLimit = z.infer<typeof SetLimit>;

export const Confirm = z.strictObject({
  batchId: Id,
  asOf: Day,
  /** The members of one group, or those of a sample of members or loans. */
  of: z.union([z.strictObject({ groupId: Id }), z.strictObject({ sampleId: Id })]),
});
export type Confirm = z.infer<typeof Confirm>;
export const Reply = z.strictObject({
  batchId: Id,
  line: z.int().check(z.gte(1), z.lte(100_000)),
  result: z.enum(['agreed', 'differs', 'not_reached']),
  /** What she says; only where it differs. */
  savingsPaise: z.nullable(Paise),
  loanPaise: z.nullable(Paise),
  note: z.nullable(z.string().check(z.trim(), z.maxLength(1_000))),
});
export type Reply = z.infer<typeof Reply>;
export const BatchRef = z.strictObject({ batchId: Id });
export type BatchRef = z.infer<typeof BatchRef>;

export const JournalOf = z.strictObject({ bookId: Id, seq: Seq });
export type JournalOf = z.infer<typeof JournalOf>;

/** A head as a slip, a phone or a line of a file tells it: at least its first 16 hex signs. */
export const SeenHeads = z.strictObject({
  heads: z
    .array(
      z.strictObject({
        bookId: z.nullable(Id),
        /** A slip's shortened name, or the id a phone knows its group by. */
        group: z.nullable(z.string().check(z.maxLength(60))),
        /** null: the head that a phone saw last; it may be any journal's. */
        seq: z.nullable(Seq),
        hash: z.string().check(z.regex(/^[0-9a-f]{16,64}$/)),
      }),
    )
    .check(z.minLength(1), z.maxLength(2_000)),
});
export type SeenHeads = z.infer<typeof SeenHeads>;
