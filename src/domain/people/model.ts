/** Persons and households: what is written down about a woman, and no more. Amounts never stand here; nor does a full Aadhaar number. */
import * as z from 'zod/mini';
import { isIsoDate } from '#platform/dates.ts';
import { readAadhaarLastFour } from './aadhaar.rules.ts';
import { IDENTITY_KINDS, readBankAccount, readIfsc, readPhone } from './identities.rules.ts';

export const Id = z.uuid();
export const Day = z.string().check(z.refine((text) => isIsoDate(text)));
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));
const MaybeName = z.optional(z.nullable(Name));
const Year = z.int().check(z.gte(1900), z.lte(2100));

export const HOUSEHOLD_ROLES = ['wife', 'husband', 'unmarried_child', 'head', 'other'] as const;
export const RELATIONS = ['husband', 'father', 'mother', 'guardian'] as const;
export const SOCIAL_CATEGORIES = ['general', 'obc', 'sc', 'st', 'not_said'] as const;
export const FLAGS = ['single', 'widow', 'disability', 'minority', 'landless'] as const;
export const OPERATED_BY = ['self', 'husband', 'son', 'other_family', 'agent', 'other'] as const;
export const CONSENT_PURPOSES = [
  'register',
  'photo',
  'aadhaar_last_four',
  'honest_tag',
  'share_with_bank',
  'share_with_scheme',
  'research',
  'income_and_debts',
] as const;
/** Pictures a woman who does not read can choose as her sign; drawn by the interface. */
export const PICTURE_SIGNS = [
  'flower',
  'fish',
  'pot',
  'sun',
  'moon',
  'leaf',
  'house',
  'lamp',
  'needle',
  'star',
  'bird',
  'mango',
  'tree',
  'cow',
  'butterfly',
  'umbrella',
  'scissors',
  'spool',
  'wheel',
  'bell',
  'key',
  'kite',
  'boat',
  'drum',
] as const;

export const Relation = z.strictObject({ kind: z.enum(RELATIONS), name: Name });
export const CraftYears = z.strictObject({
  craft: z.string().check(z.regex(/^[a-z][a-z0-9_]{1,39}$/)),
  sinceYear: z.nullable(Year),
});
const Phone = z.string().check(
  z.maxLength(20),
  z.refine((text) => readPhone(text).ok),
);

/** Every field a later correction may set; each is kept with its history. Null clears. */
export const PersonFields = z.strictObject({
  nameLatin: MaybeName,
  nameDevanagari: MaybeName,
  nameUrdu: MaybeName,
  relation: z.optional(z.nullable(Relation)),
  placeId: z.optional(z.nullable(Id)),
  householdId: z.optional(z.nullable(Id)),
  householdRole: z.optional(z.nullable(z.enum(HOUSEHOLD_ROLES))),
  birthYear: z.optional(z.nullable(Year)),
  birthDate: z.optional(z.nullable(Day)),
  phone: z.optional(z.nullable(Phone)),
  photoId: z.optional(z.nullable(Id)),
  pictureSign: z.optional(z.nullable(z.enum(PICTURE_SIGNS))),
  socialCategory: z.optional(z.nullable(z.enum(SOCIAL_CATEGORIES))),
  flags: z.optional(z.array(z.enum(FLAGS)).check(z.maxLength(FLAGS.length))),
  crafts: z.optional(z.array(CraftYears).check(z.maxLength(12))),
  note: z.optional(z.nullable(z.string().check(z.maxLength(2000)))),
});
export type PersonFields = z.infer<typeof PersonFields>;
export type PersonField = keyof PersonFields;

export const RegisterPerson = z.strictObject({ personId: Id, person: PersonFields });
export const UpdatePerson = z.strictObject({ personId: Id, changes: PersonFields });
export type RegisterPerson = z.infer<typeof RegisterPerson>;
export type UpdatePerson = z.infer<typeof UpdatePerson>;

export const SaveHousehold = z.strictObject({ householdId: Id, placeId: z.nullable(Id), label: z.nullable(Name) });
export type SaveHousehold = z.infer<typeof SaveHousehold>;

export const AddIdentity = z.strictObject({
  personId: Id,
  identityId: Id,
  kind: z.enum(IDENTITY_KINDS),
  number: z.string().check(z.minLength(3), z.maxLength(40)),
});
export type AddIdentity = z.infer<typeof AddIdentity>;

/** The last four digits, and the consent they were given under. */
export const NoteAadhaar = z.strictObject({
  personId: Id,
  aadhaarLastFour: z.string().check(z.refine((text) => readAadhaarLastFour(text) !== null)),
  consentId: Id,
});
export type NoteAadhaar = z.infer<typeof NoteAadhaar>;

export const AddBankAccount = z.strictObject({
  personId: Id,
  bankAccountId: Id,
  number: z.string().check(z.refine((text) => readBankAccount(text).ok)),
  ifsc: z.string().check(z.refine((text) => readIfsc(text).ok)),
  bankName: z.nullable(Name),
  operatedBy: z.enum(OPERATED_BY),
});
export type AddBankAccount = z.infer<typeof AddBankAccount>;

export const ViewNumber = z.strictObject({ personId: Id, what: z.enum(['identity', 'bank_account']), id: Id });
export type ViewNumber = z.infer<typeof ViewNumber>;

export const RecordConsent = z.strictObject({
  personId: Id,
  consentId: Id,
  purpose: z.enum(CONSENT_PURPOSES),
  language: z.enum(['en', 'hi', 'ur']),
  givenOn: Day,
  note: z.optional(z.nullable(z.string().check(z.maxLength(500)))),
});
export type RecordConsent = z.infer<typeof RecordConsent>;
export const WithdrawConsent = z.strictObject({ personId: Id, consentId: Id, withdrawnOn: Day });
export type WithdrawConsent = z.infer<typeof WithdrawConsent>;

export const MergePersons = z.strictObject({ keptId: Id, aliasId: Id, reason: z.string().check(z.maxLength(500)) });
export type MergePersons = z.infer<typeof MergePersons>;
export const UndoMerge = z.strictObject({ aliasId: Id, reason: z.string().check(z.maxLength(500)) });
export type UndoMerge = z.infer<typeof UndoMerge>;
export const Nothing = z.strictObject({});
export const LeavePerson = z.strictObject({ personId: Id, leftOn: Day });
export type LeavePerson = z.infer<typeof LeavePerson>;
export const ErasePerson = z.strictObject({ personId: Id });
export const PersonRef = z.strictObject({ personId: Id });
export type PersonRef = z.infer<typeof PersonRef>;
export type ErasePerson = z.infer<typeof ErasePerson>;
/** From when on a leaver's personal fields are kept for how many months, and on whose word. */
export const SetRetention = z.strictObject({
  fromOn: Day,
  months: z.int().check(z.gte(0), z.lte(600)),
  source: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
});
export type SetRetention = z.infer<typeof SetRetention>;
