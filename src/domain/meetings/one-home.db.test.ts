/** Two women of one home ask at one meeting: each alone keeps within the half of their income, together they do not. */
import { expect, test } from 'vitest';
import { dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { anAssessment, consents } from '#test/debts-builder.ts';
import { productRules } from '#test/loan-office.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, usualRules } from '#test/village.ts';
import { addDemand, grantLoan, type MeetingSheet } from './index.ts';

const today = dayInIndia(new Date());

test('held for a named person where the setting blocks; of two homes it passes', async () => {
  const { app, admin, bookkeeper, groupId, people, placeId } = await makeVillage({ members: 10 });
  const productId = newId();
  const names = { nameEn: 'Bound loan', nameHi: null, nameUr: null };
  const version = { productId, code: 'B-1', fromOn: '2025-04-01', source: 'test', ...names };
  await must(app.do('loans.saveProduct', admin, { ...version, rules: productRules({ underDirections: true }) }));
  const blank = { names: { en: '', hi: null, ur: null }, keyFacts: null, underDirections: false };
  const rules = usualRules({ fromOn: '2025-04-02', product: { productId, version: 1, ...blank } });
  await must(app.do('meetings.setRules', admin, { groupId, rules, decidedBy: 'all' }));
  await must(app.do('obligations.setMode', admin, { fromOn: today, mode: 'blocks', decidedBy: 'board' }));
  const [asha, rehana] = [people[4]!, people[5]!];
  for (const personId of [asha, rehana]) {
    await consents(app, admin, personId);
    // Rs 200 a month: Rs 100 may go to loans, Rs 60 go to one of Rs 500 in ten parts at 2 % a month
    await must(app.do('obligations.assess', admin, anAssessment(personId, 20_000)));
  }
  const context = await contextOf({ app, groupId }, bookkeeper);
  const bothAsk = (): MeetingSheet =>
    ordinaryMeeting(context, today, (open) =>
      [asha, rehana].reduce(
        (sheet, personId, index) =>
          grantLoan(addDemand(sheet, { personId, amountPaise: 50_000, purpose: 'trade' }), context, {
            ...{ index, loanId: newId(), grantedPaise: 50_000, instalments: 10 },
            ...{ paidFrom: 'cash', bankAccountId: null, acknowledged: 'thumb' },
          }),
        open,
      ),
    );
  const householdId = newId();
  await must(app.do('people.saveHousehold', admin, { householdId, placeId, label: null }));
  const lives = (personId: string, changes: object) => app.do('people.update', admin, { personId, changes });
  await must(lives(asha, { householdId, householdRole: 'head' }));
  await must(lives(rehana, { householdId, householdRole: 'wife' }));
  expect(await close(app, bookkeeper, bothAsk())).toMatchObject({ kind: 'held', code: 'meetings.loan_over_limit' });
  await must(lives(rehana, { householdId: null, householdRole: null }));
  await must(close(app, bookkeeper, bothAsk()));
});
