/** What every command's payload passes before anything is written: version, shape, storable text, no full Aadhaar number. */
import type { AnyCommand, Envelope } from '#platform/door.ts';
import { refused, type Refused } from '#platform/outcomes.ts';
import { refuseAadhaar } from '#domain/people/index.ts';
import { hasUnstorableText, problemOf } from './parse.ts';

export type Screened =
  | { readonly kind: 'ok'; readonly input: unknown }
  | { readonly kind: 'refused'; readonly outcome: Refused }
  | { readonly kind: 'unstorable'; readonly outcome: Refused };

/** @param current the schema version the server speaks; older payloads are converted step by step (sync.md 14). */
export function screenInput(command: AnyCommand, envelope: Envelope, current: number): Screened {
  if (hasUnstorableText(envelope.payload)) return { kind: 'unstorable', outcome: refused('door.unstorable_text', {}) };
  // a full Aadhaar number must not even be remembered as a refused command
  const aadhaar = refuseAadhaar(
    envelope.payload,
    typeof command.typed === 'function' ? command.typed(envelope.payload) : command.typed,
  );
  if (aadhaar) return { kind: 'unstorable', outcome: aadhaar };
  let payload = envelope.payload;
  for (let version = envelope.schemaVersion; version < current; version += 1)
    payload = command.upgrade?.[version]?.(payload) ?? payload;
  const parsed = command.input.safeParse(payload);
  if (!parsed.success) return { kind: 'refused', outcome: refused('door.invalid', problemOf(parsed.error)) };
  return { kind: 'ok', input: parsed.data };
}
