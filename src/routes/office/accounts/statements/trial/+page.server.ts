import type { OfficeTrialBalance } from '#domain/accounts/index.server.ts';
import { found } from '../../../ask.ts';
import { askBook } from '../../office.server.ts';
import { statementHere } from '../statement.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { span, known, shown, ...here } = await statementHere(event);
  const trial = found(
    await askBook<OfficeTrialBalance | null>(event, here, ['trialBalance', { asOf: span.to, ...known }]),
  );
  const heads = new Map(trial.heads.map((head) => [head.headId, head]));
  return {
    here: shown,
    debitPaise: trial.debitPaise,
    creditPaise: trial.creditPaise,
    rows: trial.rows.map((row) => {
      const head = row.headId === null ? undefined : heads.get(row.headId);
      return { ...row, names: head ? { en: head.nameEn, hi: head.nameHi, ur: head.nameUr } : null };
    }),
  };
};
