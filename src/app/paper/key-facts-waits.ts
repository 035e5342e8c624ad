/** What a Key Facts Statement says of first instalments that wait: which kind, how long, and what it costs her. */
import type { LoanFacts } from '#domain/loans/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Speech } from './speech.ts';

type Line = readonly [label: string, value: string];

const INTEREST = {
  capitalised: m.key_facts_waits_capitalised,
  deferred_first: m.key_facts_waits_deferred_first,
  deferred_spread: m.key_facts_waits_deferred_spread,
  none: m.key_facts_waits_none,
};

/** "3 instalments (3 months), until 12 Aug 2026" */
function spanOf({ rows, untilOn }: { rows: number; untilOn: string }, { loan }: LoanFacts, speech: Speech): string {
  const { as, day } = speech;
  const { unit, every } = loan.interval;
  const words = { month: m.key_facts_waits_months, week: m.key_facts_waits_weeks }[unit];
  return m.key_facts_waits_span({ count: rows, length: words({ count: rows * every }, as), day: day(untilOn) }, as);
}

/** Beside the other way of paying: more, as much, less, or not to be said. */
function costOf(paise: number | null, { as, money }: Speech): string {
  if (paise === null) return m.key_facts_waits_unsaid({}, as);
  if (paise === 0) return m.key_facts_waits_same({}, as);
  return (paise > 0 ? m.key_facts_waits_more : m.key_facts_waits_less)({ amount: money(Math.abs(paise)) }, as);
}

/** None where she pays from the first instalment on, and on statements of before this was said. */
export function waitLines(facts: LoanFacts, speech: Speech): Line[] {
  const { as, day } = speech;
  const { silent = null, interestOnly = null, free = null } = facts.waits ?? {};
  return [
    ...(silent
      ? ([
          [
            m.key_facts_waits({}, as),
            `${spanOf(silent, facts, speech)}; ${m.key_facts_waits_from({ day: day(silent.paysFromOn) }, as)}`,
          ],
          [m.key_facts_waits_interest({}, as), INTEREST[silent.interest]({}, as)],
          [m.key_facts_waits_cost({}, as), costOf(silent.morePaise, speech)],
        ] as const)
      : []),
    ...(interestOnly
      ? ([
          [m.key_facts_waits_only({}, as), spanOf(interestOnly, facts, speech)],
          [m.key_facts_waits_only_cost({}, as), costOf(interestOnly.morePaise, speech)],
        ] as const)
      : []),
    ...(free
      ? ([
          [m.key_facts_waits_free({}, as), spanOf(free, facts, speech)],
          [m.key_facts_waits_free_cost({}, as), costOf(free.lessPaise && -free.lessPaise, speech)],
        ] as const)
      : []),
  ];
}
