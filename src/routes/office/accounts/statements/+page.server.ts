import { statementRows } from '#app/paper/statement-rows.ts';
import type { BalanceSheet } from '#domain/accounts/index.server.ts';
import { found } from '../../ask.ts';
import { askBook } from '../office.server.ts';
import { statementHere } from './statement.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { span, known, shown, ...here } = await statementHere(event);
  const sheet = found(await askBook<BalanceSheet | null>(event, here, ['balanceSheet', { asOf: span.to, ...known }]));
  const { heads: _heads, groups: _groups, sources, assets, ...totals } = sheet;
  return {
    here: shown,
    sheet: totals,
    sources: statementRows(sources, sheet),
    assets: statementRows(assets, sheet),
  };
};
