/** The one line about sending, from what the kit knows. Pure: tested state by state. */
import type { SyncStatus } from '#field/index.ts';
import { formatClock, formatDate, moneyInSentence } from '#ui/format.ts';
import type { Language } from '#ui/languages.ts';
import { dayInIndia } from '#platform/dates.ts';
import { m } from '#ui/sentences/messages.js';

export type Truth = { readonly text: string; readonly tone: 'good' | 'wait' | 'bad' };
export type About = {
  readonly language: Language;
  readonly nowMs: number;
  readonly turnedAway?: boolean;
  /** The phone has hardly any room left. */
  readonly full?: boolean;
};

/** What needs her comes before what only waits. */
export function truthOf(status: SyncStatus, about: About): Truth {
  const { language } = about;
  if (status.phase === 'revoked' || status.hidden) return { text: m.field_truth_stopped(), tone: 'bad' };
  if (status.needsAttention.length > 0)
    return { text: m.field_truth_attention({ count: status.needsAttention.length }), tone: 'bad' };
  if (about.full) return { text: m.field_truth_full(), tone: 'bad' };
  if (status.unsentCount > 0) return unsent(status, about);
  if (status.heldCount > 0) return { text: m.field_truth_held({ count: status.heldCount }), tone: 'wait' };
  const at = [status.lastSentAt, status.lastReceivedAt].filter((one) => one !== null).sort();
  const last = at.at(-1);
  if (!last) return { text: m.field_truth_nothing(), tone: 'good' };
  return { text: m.field_all_sent({ time: momentOf(last, language, about.nowMs) }), tone: 'good' };
}

function unsent(status: SyncStatus, { language, turnedAway }: About): Truth {
  const amount = moneyInSentence(status.unsentPaise, language);
  const count = status.unsentCount;
  if (turnedAway) return { text: m.field_truth_sign_in({ count }), tone: 'bad' };
  if (status.phase === 'sending') return { text: m.field_truth_sending({ count }), tone: 'wait' };
  const text =
    status.unsentPaise > 0 ? m.field_truth_unsent({ count, amount }) : m.field_truth_unsent_no_money({ count });
  return { text, tone: 'wait' };
}

/** "14:20" today, else the day with it. */
export function momentOf(at: string, language: Language, nowMs: number): string {
  const [then, now] = [new Date(at), new Date(nowMs)];
  const clock = formatClock(then);
  const [on, today] = [dayInIndia(then), dayInIndia(now)];
  return on === today ? clock : `${formatDate(on, language, { style: 'near', today })}, ${clock}`;
}
