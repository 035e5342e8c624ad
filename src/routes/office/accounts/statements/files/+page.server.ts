import type { MasterLists } from '#domain/accounts/index.server.ts';
import { found } from '../../../ask.ts';
import { askBook } from '../../office.server.ts';
import { statementHere } from '../statement.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { span, shown, ...here } = await statementHere(event);
  const { heads } = found(await askBook<MasterLists | null>(event, here, ['masters', { on: span.to }]));
  return {
    here: shown,
    heads: heads.map((head) => ({
      headId: head.headId,
      /** Cash boxes and bank accounts are books of their own. */
      till: ['1010', '1020', '1040'].includes(head.account),
      names: { en: head.nameEn, hi: head.nameHi, ur: head.nameUr },
    })),
  };
};
