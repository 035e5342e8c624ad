import * as z from 'zod/mini';
import { Id } from '#domain/ledger/index.ts';
import { SealedBox } from '#field/wire.ts';

const Base64Url = z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(200));
export const Way = z.enum(['pin', 'picture']);

/** How her secret is stretched and what a phone of her group compares with: what that phone keeps of her, sealed with its store. */
export const MemberLock = z.strictObject({
  way: Way,
  salt: Base64Url,
  iterations: z.int().check(z.gte(100_000), z.lte(10_000_000)),
  check: Base64Url,
});
export type MemberLock = z.infer<typeof MemberLock>;
/** The document `locks` of a group, by person. */
export type MemberLocks = Readonly<Record<string, MemberLock>>;

/** The proof travels and is remembered only in a box that this installation alone opens. */
export const SetSecret = z.strictObject({ personId: Id, lock: MemberLock, box: SealedBox });
export type SetSecret = z.infer<typeof SetSecret>;
/** She knows the one that stands: its proof in `old`, the new one as when it was first chosen. */
export const ChangeSecret = z.strictObject({ personId: Id, old: SealedBox, lock: MemberLock, box: SealedBox });
export type ChangeSecret = z.infer<typeof ChangeSecret>;
export const ClearSecret = z.strictObject({ personId: Id });
export type ClearSecret = z.infer<typeof ClearSecret>;
export const Open = z.strictObject({ personId: Id, box: SealedBox });
export type Open = z.infer<typeof Open>;
/** She says yes to the key facts of her loan with her own PIN or pictures; `hash` is that of the statement she was shown. */
export const SignKeyFacts = z.strictObject({
  loanId: Id,
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  language: z.enum(['en', 'hi', 'ur']),
  box: SealedBox,
});
export type SignKeyFacts = z.infer<typeof SignKeyFacts>;
export const OfLoan = z.strictObject({ loanId: Id });
export type OfLoan = z.infer<typeof OfLoan>;
export type Opened = { readonly opened: boolean; readonly waitSeconds: number };

export const FindLock = z.union([
  z.strictObject({ personId: Id }),
  z.strictObject({ cardNumber: z.string().check(z.regex(/^[0-9]{11}$/)) }),
]);
export type FindLock = z.infer<typeof FindLock>;
/** What a phone needs to stretch what she types; it can check nothing with it. */
export const FoundLock = z.strictObject({
  personId: Id,
  way: Way,
  salt: Base64Url,
  iterations: z.int(),
});
export type FoundLock = z.infer<typeof FoundLock>;
export const OfPerson = z.strictObject({ personId: Id });
export type OfPerson = z.infer<typeof OfPerson>;

/** What a box is bound to: it serves for this woman and no other. */
export const boxBound = (personId: string): string => `member ${personId}`;

/** Seconds to wait after so many wrong tries in a row; the last one holds for all that follow. */
export const WAIT_SECONDS = [0, 0, 5, 30, 120, 600, 1800, 3600] as const;

/** The document `faces` of a group: whose picture may be shown, by person the id of its photo. */
export type MemberFaces = Readonly<Record<string, string>>;
/** Her picture as it is kept; the phone makes it small and seals it. */
export const FaceAnswer = z.strictObject({ photoId: Id, type: z.string(), image: z.string() });
export type FaceAnswer = z.infer<typeof FaceAnswer>;
