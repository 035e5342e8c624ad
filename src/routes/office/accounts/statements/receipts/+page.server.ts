import type { OfficeReceiptsAndPayments } from '#domain/accounts/index.server.ts';
import { found } from '../../../ask.ts';
import { askBook } from '../../office.server.ts';
import { statementHere } from '../statement.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { span, known, shown, ...here } = await statementHere(event);
  const asked = { from: span.from, to: span.to, ...known };
  const account = found(await askBook<OfficeReceiptsAndPayments | null>(event, here, ['receiptsAndPayments', asked]));
  const { heads, ...rest } = account;
  return {
    here: shown,
    account: rest,
    names: Object.fromEntries(
      heads.map((head) => [head.headId, { en: head.nameEn, hi: head.nameHi, ur: head.nameUr }]),
    ),
  };
};
