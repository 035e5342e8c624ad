/** A trust that lends to the village's women, and a loan officer of their group: what the journey of collecting begins with. */
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { productRules } from '../loan-office.ts';
import { must } from '../village.ts';
import type { JourneyApp } from './app.ts';
import { openLendingOffice } from './lending.ts';

/** Her id. Two women owe the first of four instalments today: Rs 270 each. */
export async function officerWithLoans(journey: JourneyApp, names: readonly [number, number]): Promise<string> {
  const { village } = journey;
  const { app, admin, orgId, groupId, people, owner } = village;
  const today = dayInIndia(new Date());
  const { lender, productId, cashId } = await openLendingOffice(journey, productRules());
  const grants = [{ role: 'loan_officer' as const, scopeKind: 'group' as const, scopeId: groupId }];
  const userId = await makeFirstUser(owner, { orgId, name: 'Shaista', phone: '8123456799', grants });
  const officer = (await actorOf(app.db, userId)) ?? admin;
  const disburseOn = addMonths(today, -1);
  for (const number of names) {
    const loanId = newId();
    const asked = { principalPaise: 100_000, instalments: 4, fixedPaise: null, disburseOn, firstDueOn: today };
    const of = { loanId, lender, productId, borrowerKind: 'person', borrowerId: people[number - 1] };
    await must(app.do('loans.apply', officer, { ...of, purpose: 'trade', asked, appliedOn: disburseOn, note: null }));
    await must(app.do('loans.appraise', officer, { loanId, stepId: newId(), granted: null, note: 'repaid before' }));
    await must(app.do('loans.approve', admin, { loanId, stepId: newId(), note: null }));
    const money = { money: { headId: cashId, reference: null } };
    const payee = { kind: 'borrower', name: null };
    await must(
      app.do('loans.disburse', admin, { loanId, eventId: newId(), on: disburseOn, paise: 100_000, payee, ...money }),
    );
  }
  return userId;
}
