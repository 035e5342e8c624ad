/** The Key Facts Statement as data (RBI circular of 15 Apr 2024; microfinance.md §2): what the product says, what she acknowledged. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';

const Words = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));
const Name = z.string().check(z.trim(), z.minLength(2), z.maxLength(120));

/** What a statement says beside figures: part of the product's dated rules, so that a loan keeps what was in force when it was asked. */
export const KeyFactsTerms = z.strictObject({
  /** The offer stands that many working days after the day it was made. */
  validWorkingDays: z.int().check(z.gte(1), z.lte(60)),
  /** From the day of the money she may give it back and owes no more than the interest of those days; 0 = not offered. */
  coolingOffDays: z.int().check(z.gte(0), z.lte(60)),
  /** Whom she tells when something is wrong. */
  officer: z.strictObject({
    name: Name,
    phone: z.string().check(z.trim(), z.regex(/^[+0-9 -]{5,20}$/)),
    mail: z.nullable(z.string().check(z.trim(), z.minLength(5), z.maxLength(120))),
  }),
  /** Where the agreement speaks of recovery agents; null = none are used. */
  recoveryClause: z.nullable(Words),
  /** Where the agreement speaks of complaints. */
  grievanceClause: z.nullable(Words),
  /** May the loan be handed to another lender. */
  isTransferable: z.boolean(),
  /** Who lends beside this lender, at which share; null = nobody. */
  coLenders: z.nullable(Words),
});
export type KeyFactsTerms = z.infer<typeof KeyFactsTerms>;

/** By pen or thumb on paper; or by her own PIN, which the door of members proves (`members.signKeyFacts`) and nobody can write for her. */
export type KeyFactsWay = 'signature' | 'thumb' | 'pin';
/** @property hash sha256 of the statement that was shown; `witness` saw the thumb put down. */
export const KeyFactsAcknowledgement = z.strictObject({
  loanId: Id,
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  way: z.enum(['signature', 'thumb']),
  /** In which it was read to her. */
  language: z.enum(['en', 'hi', 'ur']),
  witness: z.nullable(Name),
});
export type KeyFactsAcknowledgement = z.infer<typeof KeyFactsAcknowledgement>;

const Script = z.string().check(z.maxLength(120));
/** As written in each script; null where nobody has written it. */
export const InScripts = z.strictObject({ en: Script, hi: z.nullable(Script), ur: z.nullable(Script) });

/**
 * A statement shown and acknowledged at a meeting, away from any network. With the terms of the loan and of the product it says again
 * all that was shown, to the byte; `hash` is the sha256 of that.
 */
export const ShownKeyFacts = z.strictObject({
  hash: KeyFactsAcknowledgement.shape.hash,
  /** Its layout; phones of before there was a second one say none. */
  form: z.optional(z.union([z.literal(1), z.literal(2)])),
  /** The day of the meeting: on another day it is another statement. */
  shownOn: Day,
  at: z.iso.datetime({ offset: true }),
  way: z.enum(['signature', 'thumb', 'pin']),
  language: KeyFactsAcknowledgement.shape.language,
  witness: z.nullable(Name),
  /** Her signature as drawn, or her thumb on paper; none with her own PIN. */
  photoId: z.nullable(Id),
  /** As they were written on the phone then: an office that mends the spelling of a name later does not unsay what was read. */
  lender: InScripts,
  borrower: InScripts,
});
export type ShownKeyFacts = z.infer<typeof ShownKeyFacts>;

export type Acknowledging = Omit<KeyFactsAcknowledgement, 'way'> & { readonly way: KeyFactsWay };
