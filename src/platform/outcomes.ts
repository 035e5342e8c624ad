/**
 * What a command may answer. Faults (a broken disk, a bug) are thrown; everything a person can act on is a value.
 * Codes are `module.reason`; the interface turns a code and its params into a sentence in the user's language.
 */
export type Params = Readonly<Record<string, string | number | boolean | null>>;

export type Applied<T> = { readonly kind: 'applied'; readonly receipt: T };
/** The same command id with the same payload came before; the first answer again. */
export type Already<T> = { readonly kind: 'already'; readonly receipt: T };
export type Refused = { readonly kind: 'refused'; readonly code: string; readonly params: Params };
/** Kept whole, not posted: waits for its parent or for a named person. */
export type Held = { readonly kind: 'held'; readonly code: string; readonly params: Params };
/** The server cannot judge this now (newer schema, overload): keep it and send it again. */
export type Later = { readonly kind: 'later'; readonly code: string };

export type Outcome<T> = Applied<T> | Already<T> | Refused | Held | Later;

export const applied = <T>(receipt: T): Applied<T> => ({ kind: 'applied', receipt });
export const already = <T>(receipt: T): Already<T> => ({ kind: 'already', receipt });
export const refused = (code: string, params: Params = {}): Refused => ({ kind: 'refused', code, params });
export const held = (code: string, params: Params = {}): Held => ({ kind: 'held', code, params });
export const later = (code: string): Later => ({ kind: 'later', code });

/** A pure rule answers either its decision or a coded refusal. */
export type Ruling<T> = { readonly ok: true; readonly value: T } | (Refused & { readonly ok: false });
export const ruled = <T>(value: T): Ruling<T> => ({ ok: true, value });
export const ruledOut = (code: string, params: Params = {}): Ruling<never> => ({ ok: false, ...refused(code, params) });
