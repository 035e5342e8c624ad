/** Why a planned meeting did not happen, in her words. */
import { MissedReason } from '#domain/meetings/index.ts';
import { m } from '#ui/sentences/messages.js';

type Reason = (typeof MISSED_REASONS)[number];
export const MISSED_REASONS = MissedReason.options;

const WORDS: Readonly<Record<Reason, () => string>> = {
  festival: m.field_missed_festival,
  harvest: m.field_missed_harvest,
  weather: m.field_missed_weather,
  death: m.field_missed_death,
  illness: m.field_missed_illness,
  no_quorum: m.field_missed_no_quorum,
  migration: m.field_missed_migration,
  election: m.field_missed_election,
  work: m.field_missed_work,
  other: m.field_missed_other,
};

/** As stored: "weather" or "weather: her words". A reason of a later version of the app is shown as "another reason". */
export function missedReasonWords(stored: string): string {
  const [reason = '', ...note] = stored.split(': ');
  return [(WORDS[reason as Reason] ?? m.field_missed_other)(), ...note].join(': ');
}
