/** Rows of a running loan as the schedule's table shows them. */
import type { LoanRow } from '#domain/loans/index.ts';
import { sumParts } from '#domain/loans/index.ts';

export const runningRows = (rows: readonly LoanRow[], today: string) =>
  rows.map(({ no, dueOn, asked, paid }) => ({
    no,
    dueOn,
    principalPaise: asked.principalPaise,
    interestPaise: asked.interestPaise,
    otherPaise: asked.feePaise + asked.finePaise,
    paidPaise: sumParts(paid),
    late: dueOn < today && sumParts(paid) < sumParts(asked),
  }));
