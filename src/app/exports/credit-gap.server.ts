/** The credit gap as a table: the rows of its screen, by what the screen is seen by. */
import type { CreditGap, GapRow } from '#domain/linkage/index.server.ts';
import { GAP_BY } from '#domain/linkage/index.ts';
import { addDays, addMonths } from '#platform/dates.ts';
import { PURPOSES, wordFor } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';
import type { Asking } from './asking.server.ts';
import type { Table } from './table.ts';
import { count, money, tableOf, text } from './table-of.ts';

const creditGap = async (asking: Asking): Promise<Table> => {
  const { speech, given, today, must } = asking;
  const { as } = speech;
  const to = given('to') ?? today;
  const from = given('from') ?? addDays(addMonths(to, -12), 1);
  const by = GAP_BY.find((one) => one === given('by')) ?? 'place';
  const ids = { placeId: given('place'), groupId: given('group'), purpose: given('purpose') };
  const chosen = Object.fromEntries(Object.entries(ids).filter(([, value]) => value !== undefined));
  const { total, rows } = await must<CreditGap>('linkage.gap', { from, to, by, ...chosen });
  const name = (row: GapRow): string => {
    if (row.key === null) return m.common_not_known({}, as);
    return by === 'purpose' ? wordFor(PURPOSES, row.key, as) : speech.name({ ...row.names, en: row.names.en ?? '' });
  };
  const heading = { place: m.portfolio_by_place, purpose: m.gap_by_purpose, group: m.portfolio_by_group }[by];
  const period = m.paper_period({ from: speech.day(from), to: speech.day(to) }, as);
  return tableOf({ name: 'credit-gap', title: m.gap_title({}, as), period }, rows, [
    text(heading({}, as), name, { last: m.common_total({}, as) }),
    count(m.gap_women({}, as), (row) => row.women, { last: total.women }),
    money(m.gap_asked({}, as), (row) => row.askedPaise, { last: total.askedPaise }),
    money(m.gap_given({}, as), (row) => row.givenPaise, { last: total.givenPaise }),
    money(m.gap_waiting({}, as), (row) => row.waitingPaise, { last: total.waitingPaise }),
    money(m.gap_refused({}, as), (row) => row.refusedPaise, { last: total.refusedPaise }),
    money(m.gap_can_lend({}, as), (row) => row.canLendPaise, { last: total.canLendPaise }),
  ]);
};

export const gapExports = { 'credit-gap': creditGap } as const;
