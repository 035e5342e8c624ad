/** Open advances to choose from, each by whose it is, its day and what is still open. Pure. */
import type { OpenAdvances } from '#domain/accounts/index.server.ts';
import { formatDate, moneyInSentence } from '#ui/format.ts';
import type { Language } from '#ui/languages.ts';
import { m } from '#ui/sentences/messages.js';
import type { HeadChoice } from './voucher-form.ts';

export const advanceOptions = (
  rows: OpenAdvances['rows'],
  { heads, language }: { heads: readonly HeadChoice[]; language: Language },
): { value: string; label: string; headId: string }[] =>
  rows.map((row) => ({
    value: row.voucherId,
    headId: row.headId,
    label: m.accounts_settles_option(
      {
        name: heads.find((head) => head.id === row.headId)?.label ?? '',
        date: formatDate(row.givenOn, language, { style: 'plain' }),
        amount: moneyInSentence(row.openPaise, language),
      },
      { locale: language },
    ),
  }));
