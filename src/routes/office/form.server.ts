/** One form that was sent: what was typed, and the command it becomes. */
import { createHash } from 'node:crypto';
import { fail, type ActionFailure } from '@sveltejs/kit';
import { canonicalJson } from '#platform/canonical.ts';
import { readDigits } from '#platform/digits.ts';
import { isId, newId, uuidFrom } from '#platform/ids.ts';
import { parseRupees } from '#platform/money.ts';
import type { Outcome, Params } from '#platform/outcomes.ts';
import { whoIs, type Here } from './ask.ts';

export type Typed = Readonly<Record<string, string>>;
type Problem = { code: string; params: Params };
type Failed = ActionFailure<{ problem: Problem; typed: Typed }>;
export type Done<T> = { readonly receipt: T; readonly failed?: undefined } | { readonly failed: Failed };

export type SentForm = Awaited<ReturnType<typeof readForm>>;

export async function readForm(here: Here & { request: Request }) {
  const form = await here.request.formData();
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const all = (name: string): string[] =>
    form.getAll(name).flatMap((value) => (typeof value === 'string' ? [value] : []));
  const formId = isId(text('formId')) ? text('formId') : newId();
  const typed = Object.fromEntries([...new Set(form.keys())].map((name) => [name, all(name).join(',')]));
  /** The first field that could not be read: refused in words about that field, before the schema says less. */
  let unread: Problem | null = null;
  const cannot = (code: string, field: string): string => {
    unread ??= { code, params: { field } };
    return text(field);
  };
  const amount = (name: string): unknown =>
    text(name) === '' ? 0 : (parseRupees(text(name)) ?? cannot('door.amount', name));
  /** A part of a hundred with two decimals is read like rupees (24.5% = 2450 hundredths); none given is none read. */
  const rate = (name: string): unknown => parseRupees(text(name)) ?? cannot('door.amount', name);
  const whole = (name: string): unknown =>
    /^-?\d{1,9}$/.test(readDigits(text(name))) ? Number(readDigits(text(name))) : cannot('door.whole', name);
  const orNull = (name: string): string | null => text(name) || null;
  return {
    /** Made when the form was shown; the id of what it creates. */
    id: formId,
    form,
    typed,
    text,
    all,
    amount,
    rate,
    whole,
    orNull,
    amountOrNull: (name: string) => (text(name) === '' ? null : amount(name)),
    wholeOrNull: (name: string) => (text(name) === '' ? null : whole(name)),
    /** A second press sends the same and is answered as the first; the same form with other words is another act. */
    do: async <T>(
      command: string,
      payload: unknown,
      { id = actId(formId, payload), typed: shown = typed }: { id?: string; typed?: Typed } = {},
    ): Promise<Done<T>> =>
      unread
        ? { failed: fail(400, { problem: unread, typed: shown }) }
        : doneOf(await here.locals.app.send<T>(whoIs(here), { id, name: command, payload }), shown),
    /** The id under which `do` would perform this. */
    actId: (payload: unknown) => actId(formId, payload),
  };
}

export function doneOf<T>(outcome: Outcome<T>, typed: Typed): Done<T> {
  if (outcome.kind === 'applied' || outcome.kind === 'already') return { receipt: outcome.receipt };
  const params = 'params' in outcome ? outcome.params : {};
  return { failed: fail(outcome.kind === 'later' ? 503 : 400, { problem: { code: outcome.code, params }, typed }) };
}

const actId = (formId: string, payload: unknown): string =>
  uuidFrom(
    createHash('sha256').update(formId).update(canonicalJson(payload)).digest().subarray(0, 16),
    parseInt(formId.slice(0, 8) + formId.slice(9, 13), 16),
  );
