/** A sign worth a look as a sentence of what is, and as a question; never a judgement. The same words on the phone and in the office. */
import { formatCount, formatDate, moneyInSentence } from './format.ts';
import { language } from './language.svelte.ts';
import { m } from './sentences/messages.js';

type Sign = {
  readonly code: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly visitOn: string | null;
};

const money = (paise: number | undefined): string => moneyInSentence(paise ?? 0, language());
const count = (many: number | undefined): string => formatCount(many ?? 0);
const percent = (bps: number | undefined): string => `${Math.round((bps ?? 0) / 100)} %`;

const SAYS: Readonly<Record<string, (sign: Sign) => string>> = {
  uniform_savings: ({ figures: f }) =>
    m.tell_uniform_savings({ meetings: count(f['meetings']), amount: money(f['savedPaise']) }),
  absent_paid: ({ figures: f }) => m.tell_absent_paid({ times: count(f['times']), absent: count(f['absent']) }),
  officer_loans: ({ figures: f }) =>
    m.tell_officer_loans({
      share: percent(f['shareBps']),
      part: money(f['partPaise']),
      whole: money(f['wholePaise']),
      leaders: count(f['leaders']),
      members: count(f['members']),
    }),
  one_borrower: ({ figures: f }) =>
    m.tell_one_borrower({ share: percent(f['shareBps']), part: money(f['partPaise']), whole: money(f['wholePaise']) }),
  cash_over_limit: ({ figures: f }) =>
    m.tell_cash_over_limit({
      meetings: count(f['meetings']),
      cash: money(f['cashPaise']),
      limit: money(f['limitPaise']),
    }),
  paid_before_visit: ({ figures: f, visitOn }) =>
    m.tell_paid_before_visit({
      days: count(f['days']),
      on: visitOn ? formatDate(visitOn, language(), { style: 'plain' }) : '',
      came: money(f['camePaise']),
      usual: money(f['usualPaise']),
    }),
  repaid_and_borrowed: ({ figures: f }) =>
    m.tell_repaid_and_borrowed({
      times: count(f['times']),
      meetings: count(f['meetings']),
      amount: money(f['paidPaise']),
    }),
};
const ASKS: Readonly<Record<string, () => string>> = {
  uniform_savings: m.tell_uniform_savings_asks,
  absent_paid: m.tell_absent_paid_asks,
  officer_loans: m.tell_officer_loans_asks,
  one_borrower: m.tell_one_borrower_asks,
  cash_over_limit: m.tell_cash_over_limit_asks,
  paid_before_visit: m.tell_paid_before_visit_asks,
  repaid_and_borrowed: m.tell_repaid_and_borrowed_asks,
};

export const tellWords = (sign: Sign): string => SAYS[sign.code]?.(sign) ?? sign.code;
export const tellAsks = ({ code }: Pick<Sign, 'code'>): string => ASKS[code]?.() ?? '';
