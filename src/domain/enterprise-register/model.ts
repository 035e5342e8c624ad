/** Enterprises as bodies that can borrow: what they are called, what they do, where, and who owns how much of them. */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';

const Name = z.string().check(z.trim(), z.minLength(2), z.maxLength(120));
const Reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(300));

/** The whole of an enterprise, in hundredths of a percent. */
export const WHOLE_BPS = 10_000;

export const OwnerKind = z.enum(['person', 'group']);
export type OwnerKind = z.infer<typeof OwnerKind>;
/** @property shareBps hundredths of a percent */
export const Owner = z.strictObject({
  kind: OwnerKind,
  id: Id,
  shareBps: z.int().check(z.gte(1), z.lte(WHOLE_BPS)),
});
export type Owner = z.infer<typeof Owner>;
const Owners = z.array(Owner).check(z.minLength(1), z.maxLength(20));

const fields = {
  /** In at least one script. */
  nameEn: z.nullable(Name),
  nameHi: z.nullable(Name),
  nameUr: z.nullable(Name),
  /** From the dated list, or in words where it has none: one of the two. */
  activity: z.nullable(z.string().check(z.regex(/^[a-z][a-z_]{1,39}$/))),
  activityWords: z.nullable(Name),
  placeId: Id,
  udyam: z.nullable(z.string().check(z.trim(), z.minLength(3), z.maxLength(40))),
};
export const EnterpriseFields = z.strictObject(fields);
export type EnterpriseFields = z.infer<typeof EnterpriseFields>;

/** Its first owners own it since it was started. */
export const NewEnterprise = z.strictObject({ enterpriseId: Id, ...fields, startedOn: Day, owners: Owners });
export type NewEnterprise = z.infer<typeof NewEnterprise>;

/** What was written wrong, whole: owners and days are no part of it. */
export const EnterpriseCorrection = z.strictObject({ enterpriseId: Id, ...fields });
export type EnterpriseCorrection = z.infer<typeof EnterpriseCorrection>;

export const OwnersChange = z.strictObject({ enterpriseId: Id, fromOn: Day, owners: Owners });
export type OwnersChange = z.infer<typeof OwnersChange>;

/** @property closedOn the first day it is an enterprise no more */
export const EnterpriseClosing = z.strictObject({ enterpriseId: Id, closedOn: Day, reason: Reason });
export type EnterpriseClosing = z.infer<typeof EnterpriseClosing>;

export const EnterpriseRef = z.strictObject({ enterpriseId: Id });
export type EnterpriseRef = z.infer<typeof EnterpriseRef>;

export const EnterpriseFilter = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(80))),
  state: z.optional(z.enum(['open', 'closed'])),
  /** With all places below it. */
  placeId: z.optional(Id),
  /** Owned now by this woman, or by this group or a woman of it. */
  personId: z.optional(Id),
  groupId: z.optional(Id),
  sort: z.optional(z.enum(['name', 'place', 'started'])),
  descending: z.optional(z.boolean()),
  limit: z.optional(z.int().check(z.gte(1), z.lte(200))),
  offset: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
});
export type EnterpriseFilter = z.infer<typeof EnterpriseFilter>;
