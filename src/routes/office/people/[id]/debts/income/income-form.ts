/** A look at a household from its form: a line without a person or a kind of income was left empty. */
import type { SentForm } from '../../../../form.server.ts';

export const EARNER_LINES = 4;
export const OTHER_LINES = 2;
const lines = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at + 1));

export const assessmentFrom = (sent: SentForm) => ({
  assessedOn: sent.text('assessedOn'),
  fromOn: sent.text('fromOn'),
  toOn: sent.text('toOn'),
  members: sent.whole('members'),
  housing: sent.text('housing'),
  amenities: sent.all('amenities'),
  assets: sent.all('assets'),
  earners: lines(EARNER_LINES).flatMap((no) =>
    sent.text(`who${no}`)
      ? [
          {
            who: sent.text(`who${no}`),
            sector: sent.text(`sector${no}`),
            nature: sent.text(`nature${no}`),
            frequency: sent.text(`frequency${no}`),
            monthsWorked: sent.whole(`months${no}`),
            saidMonthlyPaise: sent.amountOrNull(`said${no}`),
            monthlyPaise: sent.amount(`average${no}`),
            evidence: sent.text(`evidence${no}`),
          },
        ]
      : [],
  ),
  others: lines(OTHER_LINES).flatMap((no) =>
    sent.text(`other${no}`)
      ? [
          {
            source: sent.text(`other${no}`),
            yearlyPaise: sent.amount(`otherYear${no}`),
            evidence: sent.text(`otherEvidence${no}`),
          },
        ]
      : [],
  ),
  expensesMonthlyPaise: sent.amount('expenses'),
  note: null,
});
