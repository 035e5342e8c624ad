/**
 * What a form sent and had refused: each of its fields shows it again as it was typed and says at its own place what is wrong there,
 * without the page handing it down field by field.
 */
import { getContext, setContext } from 'svelte';

export type TypedAgain = {
  /** As it was sent; nothing where this form was not the one that was sent, or sent no such field. */
  readonly typed: (name: string) => string | undefined;
  /** This form was sent and refused: a tick that was not sent was taken out by hand. */
  readonly wasSent: () => boolean;
  readonly wrong: (name: string) => string | undefined;
};

const KEY = Symbol('what a form had refused');
const NOTHING: TypedAgain = { typed: () => undefined, wasSent: () => false, wrong: () => undefined };

/** Called by the form while it is made. */
export const keepTyped = (again: TypedAgain): TypedAgain => setContext(KEY, again);
/** Called by a field while it is made; outside of such forms nothing was typed. */
export const typedAgain = (): TypedAgain => getContext<TypedAgain | undefined>(KEY) ?? NOTHING;
