/** A trust that lends to the village's women, and a loan officer of their group: what the journey of collecting begins with. */
import type { HeadRow } from '#domain/accounts/index.server.ts';
import { actorOf } from '#app/actors.server.ts';
import { makeFirstUser } from '#app/organisations.server.ts';
import { addMonths, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { productRules } from '../loan-office.ts';
import { must } from '../village.ts';
import type { JourneyApp } from './app.ts';

/** Her id. Two women owe the first of four instalments today: Rs 270 each. */
export async function officerWithLoans({ village }: JourneyApp, names: readonly [number, number]): Promise<string> {
  const { app, admin, orgId, groupId, people, owner } = village;
  const today = dayInIndia(new Date());
  const lender = { bodyKind: 'trust', bodyId: orgId };
  const opening = { booksFromOn: '2025-04-01', limitPaise: 100_000_000, decidedBy: 'Trustees' };
  await must(app.do('accounts.openBook', admin, { ...lender, ...opening }));
  const answer = await app.ask<{ heads: HeadRow[] }>('accounts.masters', admin, lender);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  const head = (name: string) => answer.value.heads.find((one) => one.tallyName === name)!.headId;
  const lines = [
    { headId: head('Cash'), amountPaise: 10_000_000 },
    { headId: head('Donations'), amountPaise: -10_000_000 },
  ];
  const given = { voucherId: newId(), type: 'receipt', eventOn: '2025-04-02', narration: 'Given for lending', lines };
  await must(app.do('accounts.makeVoucher', admin, { ...lender, ...given }));
  const productId = newId();
  await must(
    app.do('loans.saveProduct', admin, {
      ...{ productId, code: 'TRADE', fromOn: '2025-04-01', source: 'test', nameEn: 'Trade loan', nameHi: 'व्यापार कर्ज़' },
      ...{ nameUr: 'تجارتی قرض', rules: productRules() },
    }),
  );
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
    const money = { money: { headId: head('Cash'), reference: null } };
    const payee = { kind: 'borrower', name: null };
    await must(
      app.do('loans.disburse', admin, { loanId, eventId: newId(), on: disburseOn, paise: 100_000, payee, ...money }),
    );
  }
  return userId;
}
