import type { DayBook } from '#domain/accounts/index.server.ts';
import { found } from '../../../ask.ts';
import { afterOf } from '../../../money/book.ts';
import { askBook } from '../../office.server.ts';
import { statementHere } from '../statement.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { span, known, shown, ...here } = await statementHere(event);
  const asked = { from: span.from, to: span.to, ...known, after: afterOf(event.url), limit: 50 };
  const { heads, ...book } = found(await askBook<DayBook | null>(event, here, ['dayBook', asked]));
  return {
    here: shown,
    ...book,
    names: Object.fromEntries(
      heads.map((head) => [head.headId, { en: head.nameEn, hi: head.nameHi, ur: head.nameUr }]),
    ),
  };
};
