import { statementRows } from '#app/paper/statement-rows.ts';
import type { IncomeAndExpenditure } from '#domain/accounts/index.server.ts';
import { found } from '../../../ask.ts';
import { askBook } from '../../office.server.ts';
import { statementHere } from '../statement.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { span, known, shown, ...here } = await statementHere(event);
  const asked = { from: span.from, to: span.to, ...known };
  const account = found(await askBook<IncomeAndExpenditure | null>(event, here, ['incomeAndExpenditure', asked]));
  const { heads: _heads, groups: _groups, income, expense, ...totals } = account;
  return {
    here: shown,
    account: totals,
    income: statementRows(income, account),
    expense: statementRows(expense, account),
  };
};
