/** Payments are written at every meeting: the loans they pay are looked up among all that the organisation ever lent. */
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { acting } from '#test/ledger.ts';
import { someTerms } from '#test/loan-builder.ts';
import { rowsSeen } from '#test/rows-seen.ts';
import { makeVillage } from '#test/village.ts';
import { newPayments, saveNewLoans } from './loans.server.ts';
import { NO_PARTS, type LoanState } from './model.ts';

const lent = (personId: string): LoanState => ({
  loanId: newId(),
  personId,
  source: 'own',
  purpose: 'craft_material',
  disbursedOn: '2026-01-05',
  terms: someTerms({ principalPaise: 100_000, instalments: 1 }),
  levelPaise: 100_000,
  prepaidPaise: 0,
  rows: [{ no: 1, dueOn: '2026-02-05', asked: { ...NO_PARTS, principalPaise: 100_000 }, paid: NO_PARTS }],
});
const paidBack = (loan: LoanState): LoanState => ({
  ...loan,
  rows: loan.rows.map((row) => ({ ...row, paid: row.asked })),
});

const MANY = 400;
test('six payments handle few rows, however many loans there are and however little the planner knows of them', async () => {
  const { app, orgId, bookId, groupId, people } = await makeVillage({ members: 10 });
  const loans = Array.from({ length: MANY }, (_, at) => lent(people[at % people.length]!));
  const paid = loans.slice(0, 6);
  const at = { on: '2026-02-05', sourceId: newId() };
  const { rows, left } = await acting(app.db, orgId, {
    work: async (tx) => {
      await saveNewLoans(tx, loans, { bookId, groupId, sourceKind: 'meeting', sourceId: newId() });
      const payments = paid.map((before) => {
        const after = paidBack(before);
        return { loanId: before.loanId, before, after, parts: after.rows[0]!.paid };
      });
      const [statement] = newPayments(tx, payments, at);
      const handled = await rowsSeen(tx, statement!);
      const open = await tx.db.selectFrom('loan').select('loan_id').where('state', '=', 'active').execute();
      const standing = await tx.db.selectFrom('loan_stood').select('loan_id').where('until_on', 'is', null).execute();
      return { rows: handled, left: [open.length, standing.length] };
    },
  });
  expect(left).toEqual([MANY - 6, MANY - 6]);
  expect(rows).toBeGreaterThanOrEqual(6);
  expect(rows).toBeLessThan(MANY / 2);
});
