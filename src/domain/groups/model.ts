/** Groups of women: who they are, since when, under which rules. Amounts are paise, dates calendar days. */
import * as z from 'zod/mini';
import { Amount, Day, Id } from '#domain/ledger/index.ts';

export const GroupKind = z.enum(['self_help_group', 'village_organisation', 'cluster_federation', 'craft_cluster']);
export type GroupKind = z.infer<typeof GroupKind>;
export const Office = z.enum(['president', 'secretary', 'treasurer', 'signatory', 'bookkeeper']);
export type Office = z.infer<typeof Office>;

const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));
const Reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));

export const NewGroup = z.strictObject({
  groupId: Id,
  kind: GroupKind,
  name: Name,
  nameHi: z.nullable(Name),
  nameUr: z.nullable(Name),
  placeId: z.nullable(Id),
  parentGroupId: z.nullable(Id),
  formedOn: Day,
  /** The first day of its books; a group older than that also signs a cut-off sheet. */
  booksFromOn: Day,
  practice: z.boolean(),
  /** Why a group has fewer than 10 or more than 20 women (hills, disability, ...). */
  sizeException: z.nullable(Reason),
});
export type NewGroup = z.infer<typeof NewGroup>;

export const Joining = z.strictObject({
  groupId: Id,
  personId: Id,
  joinedOn: Day,
  usualCompulsoryPaise: z.nullable(Amount),
  usualVoluntaryPaise: z.nullable(Amount),
});
export type Joining = z.infer<typeof Joining>;

/** She stops being a member from this day on; what she had was settled before. */
export const Leaving = z.strictObject({ groupId: Id, personId: Id, leftOn: Day, reason: Reason });
export type Leaving = z.infer<typeof Leaving>;

export const OfficeTerm = z.strictObject({ groupId: Id, personId: Id, office: Office, fromOn: Day });
export type OfficeTerm = z.infer<typeof OfficeTerm>;
export const OfficeEnd = z.strictObject({ groupId: Id, personId: Id, office: Office, endedOn: Day });
export type OfficeEnd = z.infer<typeof OfficeEnd>;

export const NewBankAccount = z.strictObject({
  bankAccountId: Id,
  groupId: Id,
  bank: Name,
  branch: z.nullable(Name),
  ifsc: z.nullable(z.string().check(z.regex(/^[A-Z]{4}0[A-Z0-9]{6}$/))),
  number: z.string().check(z.regex(/^\d{9,18}$/)),
  openedOn: z.nullable(Day),
});
export type NewBankAccount = z.infer<typeof NewBankAccount>;

export const GroupRef = z.strictObject({ groupId: Id });
export type GroupRef = z.infer<typeof GroupRef>;

/** A self-help group has 10 to 20 women; fewer (5 and more) or others only with a reason (reference: microfinance.md §3). */
export const SIZE_NORM = { least: 10, most: 20, leastByException: 5 } as const;
