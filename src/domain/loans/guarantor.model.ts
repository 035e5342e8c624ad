/** Who stands for a loan of the office, and says so. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';
import { readMobile } from '#platform/phone.ts';

const Name = z.string().check(z.trim(), z.minLength(2), z.maxLength(120));
/** What she or he is to the borrower. */
export const GUARANTOR_RELATIONS = [
  'husband',
  'father',
  'mother',
  'brother',
  'sister',
  'child',
  'in_law',
  'neighbour',
  'member',
  'other',
] as const;
const Relation = z.enum(GUARANTOR_RELATIONS);
export type GuarantorRelation = z.infer<typeof Relation>;

/** A person of the register; or somebody outside it, whom the office must be able to find again. */
export const AnyGuarantor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), personId: Id, relation: z.nullable(Relation) }),
  z.strictObject({
    kind: z.literal('outside'),
    name: Name,
    relation: Relation,
    phone: z.string().check(
      z.trim(),
      z.refine((text) => readMobile(text) !== null),
    ),
  }),
]);
export type AnyGuarantor = z.infer<typeof AnyGuarantor>;

export const NamingGuarantor = z.strictObject({ loanId: Id, guarantorId: Id, guarantor: AnyGuarantor });
export type NamingGuarantor = z.infer<typeof NamingGuarantor>;

/** @property hash of the offer that was read to her; `witness` saw the thumb put down. */
export const GuarantorYes = z.strictObject({
  loanId: Id,
  guarantorId: Id,
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  on: Day,
  way: z.enum(['signature', 'thumb']),
  witness: z.nullable(Name),
});
export type GuarantorYes = z.infer<typeof GuarantorYes>;

export const GuarantorRelease = z.strictObject({
  loanId: Id,
  guarantorId: Id,
  reason: z.string().check(z.trim(), z.minLength(3), z.maxLength(500)),
});
export type GuarantorRelease = z.infer<typeof GuarantorRelease>;
