/** What the list looks for, with the limits of today. */
import type { Exception, LimitName } from '#app/audit/index.ts';
import { moneyInSentence } from '#ui/format.ts';
import type { Language } from '#ui/languages.ts';
import { m } from '#ui/sentences/messages.js';
import { clockOf } from '../words.ts';

export function limitSentence(kind: Exception, now: Readonly<Record<LimitName, number>>, language: Language): string {
  const money = (paise: number) => moneyInSentence(paise, language);
  switch (kind) {
    case 'back_dated':
      return m.audit_e_back_dated_text({ days: now.back_dated_days });
    case 'reopened':
      return m.audit_e_reopened_text();
    case 'reversed':
      return m.audit_e_reversed_text();
    case 'after_hours':
      return m.audit_e_after_hours_text({ from: clockOf(now.hours_from), to: clockOf(now.hours_to) });
    case 'round':
      return m.audit_e_round_text({ least: money(now.round_from_paise), multiple: money(now.round_multiple_paise) });
    case 'split':
      return m.audit_e_split_text({ entries: now.split_entries, limit: money(now.split_limit_paise) });
  }
}
