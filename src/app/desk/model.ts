/** What lies on the supervisor's desk: records that wait for a person, and what she decides about them. */
import * as z from 'zod/mini';

const Id = z.uuid();
/** Why she decided so; read by the woman whose record it is. */
const Reason = z.string().check(z.trim(), z.minLength(3), z.maxLength(500));

export const Nothing = z.strictObject({});
export const HeldRef = z.strictObject({ commandId: Id });
export const MeetingRef = z.strictObject({ groupId: Id, meetingId: Id });
export const PersonRef = z.strictObject({ personId: Id });
export const ListHeld = z.strictObject({
  status: z.optional(z.enum(['held', 'refused'])),
  groupId: z.optional(Id),
  page: z._default(z.int().check(z.gte(1), z.lte(10_000)), 1),
});

/** `scope` is the held record's own (group, place, person, loan or none): the right is asked over it, and it must agree. */
export const SettleHeld = z.strictObject({
  commandId: Id,
  scope: z.nullable(z.strictObject({ kind: z.enum(['group', 'place', 'person', 'loan']), id: Id })),
  /** again: judge it once more, under its author's name; refuse: it stays as it is, not in the books. */
  choice: z.enum(['again', 'refuse']),
  reason: Reason,
});
export const DecideQuarantine = z.strictObject({
  quarantineId: Id,
  decision: z.enum(['released', 'refused']),
  reason: Reason,
});

export type HeldRef = z.infer<typeof HeldRef>;
export type MeetingRef = z.infer<typeof MeetingRef>;
export type PersonRef = z.infer<typeof PersonRef>;
export type ListHeld = z.infer<typeof ListHeld>;
export type SettleHeld = z.infer<typeof SettleHeld>;
export type DecideQuarantine = z.infer<typeof DecideQuarantine>;

/** Meetings held during this many days stand on the first page. */
export const RECENT_DAYS = 14;
/** A group is silent when it neither met nor said why not for more than this many of its own cycles. */
export const SILENT_CYCLES = 2;
/** How long a refused record stays on the desk; its author has it on her phone for as long as she likes. */
export const REFUSED_DAYS = 60;
