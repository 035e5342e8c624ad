import type { Passbook } from '#domain/meetings/index.server.ts';
import { outstandingOf } from '#domain/loans/index.ts';
import { dayInIndia } from '#platform/dates.ts';
import { ask, found } from '../../../ask.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { person, groups } = found(
    await ask<Passbook | null>(event, 'meetings.passbook', { personId: event.params.id }),
  );
  const sum = (value: (group: (typeof groups)[number]) => number) =>
    groups.reduce((total, one) => total + value(one), 0);
  return {
    person,
    today: dayInIndia(new Date()),
    groups: groups.map((group) => ({
      ...group,
      loans: group.loans.map((loan) => ({ ...loan, leftPaise: outstandingOf(loan).principalPaise })),
    })),
    savingsPaise: sum((one) => one.compulsoryPaise + one.voluntaryPaise),
    loanLeftPaise: sum((one) => one.loans.reduce((total, loan) => total + outstandingOf(loan).principalPaise, 0)),
    finesPaise: sum((one) => one.finesOwedPaise),
  };
};
