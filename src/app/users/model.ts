/** Who signs in, with which role, where, and on which phone. */
import * as z from 'zod/mini';
import { readMobile } from '#platform/phone.ts';
import { isIsoDate } from '#platform/dates.ts';
import { ROLES } from '../rights.ts';

export const Id = z.uuid();
const Day = z.string().check(z.refine((text) => isIsoDate(text)));
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));
const Phone = z.string().check(
  z.maxLength(40),
  z.refine((text) => readMobile(text) !== null),
);
export const LOCALES = ['en', 'hi', 'ur'] as const;
export const Locale = z.enum(LOCALES);
export const Role = z.enum(ROLES);
/** Where a role holds; null = the whole organisation and what lies below it. */
export const Where = z.nullable(z.strictObject({ kind: z.enum(['place', 'group', 'person']), id: Id }));
/** The scope under which somebody with a scoped right acts or asks. */
const Within = z.optional(Where);
const Page = {
  page: z._default(z.int().check(z.gte(1), z.lte(1_000_000)), 1),
  size: z._default(z.int().check(z.gte(1), z.lte(200)), 25),
};

export const GrantGiven = z.strictObject({ role: Role, scope: Where });
/** The server names the user: an id of the caller's choice could be somebody's in another organisation, and with it her login. */
export const AddUser = z.strictObject({
  name: Name,
  phone: Phone,
  locale: Locale,
  personId: z.optional(z.nullable(Id)),
  grants: z.array(GrantGiven).check(z.minLength(1), z.maxLength(10)),
});
export const EditUser = z.strictObject({ userId: Id, name: Name, phone: Phone });
export const OfUser = z.strictObject({ userId: Id });
export const GiveRole = z.strictObject({ userId: Id, role: Role, scope: Where, toOn: z.optional(z.nullable(Day)) });
export const EndRole = z.strictObject({ userId: Id, role: Role, scope: Where });
export const SetLocale = z.strictObject({ locale: Locale });
export const Nothing = z.strictObject({});

export const RevokeDevice = z.strictObject({ deviceId: Id, within: Within });
/** Why she needs it, in the words of whoever reads the code out; kept in the trail for good. */
export const ReadRecovery = z.strictObject({
  deviceId: Id,
  reason: z.string().check(z.trim(), z.minLength(5), z.maxLength(300)),
  within: Within,
});
export const OfDevice = z.strictObject({ deviceId: Id });
/** Only the token's hash: the token itself goes from the server's memory into the QR and nowhere else. */
export const CreateEnrolment = z.strictObject({
  enrolmentId: Id,
  userId: Id,
  tokenHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  within: Within,
});

export const UpdateSettings = z.strictObject({
  name: z.optional(Name),
  nameHi: z.optional(z.nullable(Name)),
  nameUr: z.optional(z.nullable(Name)),
  /** Merged into what is set; null removes. */
  settings: z.optional(
    z.record(
      z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,59}$/)),
      z.union([z.string().check(z.maxLength(500)), z.number(), z.boolean(), z.null()]),
    ),
  ),
});

export const ListUsers = z.strictObject({
  userId: z.optional(Id),
  q: z.optional(z.string().check(z.maxLength(120))),
  state: z.optional(z.enum(['active', 'revoked'])),
  role: z.optional(Role),
  within: Within,
  sort: z._default(z.enum(['name', 'phone', 'phones', 'seen', 'state']), 'name'),
  descending: z._default(z.boolean(), false),
  ...Page,
});
export const ListDevices = z.strictObject({
  q: z.optional(z.string().check(z.maxLength(120))),
  state: z.optional(z.enum(['enrolling', 'active', 'revoked'])),
  userId: z.optional(Id),
  within: Within,
  sort: z._default(z.enum(['state', 'person', 'label', 'seen', 'unsent', 'version']), 'state'),
  descending: z._default(z.boolean(), false),
  ...Page,
});
export const ListAudit = z.strictObject({
  userId: z.optional(Id),
  /** The beginning of an action's name: `people.` finds all of that module. */
  action: z.optional(z.string().check(z.maxLength(80))),
  subjectId: z.optional(Id),
  from: z.optional(Day),
  to: z.optional(Day),
  sort: z._default(z.enum(['at', 'who', 'action', 'outcome']), 'at'),
  descending: z._default(z.boolean(), true),
  ...Page,
});

export type AddUser = z.infer<typeof AddUser>;
export type EditUser = z.infer<typeof EditUser>;
export type OfUser = z.infer<typeof OfUser>;
export type GiveRole = z.infer<typeof GiveRole>;
export type EndRole = z.infer<typeof EndRole>;
export type SetLocale = z.infer<typeof SetLocale>;
export type Where = z.infer<typeof Where>;
export type RevokeDevice = z.infer<typeof RevokeDevice>;
export type ReadRecovery = z.infer<typeof ReadRecovery>;
export type OfDevice = z.infer<typeof OfDevice>;
export type CreateEnrolment = z.infer<typeof CreateEnrolment>;
export type UpdateSettings = z.infer<typeof UpdateSettings>;
export type ListUsers = z.infer<typeof ListUsers>;
export type ListDevices = z.infer<typeof ListDevices>;
export type ListAudit = z.infer<typeof ListAudit>;
