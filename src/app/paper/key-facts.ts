/**
 * The Key Facts Statement in words: the same blocks for the screen and for paper, made from the statement alone, so that neither can say
 * what the other does not and its code stands for both.
 */
import type { KeyFacts, LoanFacts } from '#domain/loans/index.ts';
import type { Acknowledged } from '#domain/loans/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import { formatBps, LANGUAGE_NAMES } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import { keyFactsCharges, keyFactsSchedule, keyFactsSheet, keyFactsSides } from './key-facts-tables.ts';
import { waitLines } from './key-facts-waits.ts';
import type { Block, Paper, PaperColumn } from './model.ts';
import { headOf, type Organisation, type Speech } from './speech.ts';

export type Line = readonly [label: string, value: string];

export const lines = (rows: readonly Line[], columns: readonly [PaperColumn, PaperColumn]): Block => ({
  kind: 'table',
  columns,
  rows: rows.map((cells) => ({ strong: false, cells })),
});
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const soft = (text: string): Block => ({ kind: 'words', soft: true, text });

/** All of the statement, without who acknowledged it. */
export function keyFactsBlocks(facts: KeyFacts, speech: Speech): Block[] {
  const { as } = speech;
  const columns: [PaperColumn, PaperColumn] = [
    { title: m.key_facts_what({}, as), align: 'start', width: 2 },
    { title: speech.iso(facts.proposal), align: 'start', width: 3 },
  ];
  return [
    figures(facts, speech),
    heading(m.key_facts_part1({}, as)),
    lines(
      [
        ...whoLines(facts, speech),
        ...loanLines(facts, speech),
        ...waitLines(facts, speech),
        ...contingentLines(facts, speech),
      ],
      columns,
    ),
    heading(m.key_facts_charges({}, as)),
    keyFactsCharges(facts, speech),
    heading(m.key_facts_sheet({}, as)),
    keyFactsSheet(facts, speech),
    soft(m.key_facts_apr_note({}, as)),
    ...keyFactsSides(facts, speech),
    heading(m.key_facts_part2({}, as)),
    lines(otherLines(facts, speech), columns),
    heading(m.key_facts_schedule({}, as)),
    keyFactsSchedule(facts, speech),
  ];
}

const rateOf = (facts: LoanFacts, which: 'nominalBps' | 'effectiveBps', { iso, as }: Speech): string => {
  const cost = facts.sheet.yearlyCost;
  const bps = cost.kind === 'rate' ? cost[which] : null;
  return bps === null ? m.key_facts_no_rate({}, as) : iso(formatBps(bps));
};
const wordsOf = ({ groupWords }: LoanFacts, { money, as }: Speech): string =>
  `${groupWords.exact ? '' : '≈ '}${m.loans_office_words_monthly({ amount: money(groupWords.paisePerHundredPerMonth) }, as)}`;

function figures(facts: LoanFacts, speech: Speech): Block {
  const { as, money } = speech;
  return {
    kind: 'figures',
    items: [
      { label: m.key_facts_in_hand({}, as), value: money(facts.sheet.inHandPaise), words: '' },
      { label: m.key_facts_total_cost({}, as), value: money(facts.sheet.totalCostPaise), words: '' },
      { label: m.key_facts_nominal({}, as), value: rateOf(facts, 'nominalBps', speech), words: wordsOf(facts, speech) },
    ],
  };
}

function whoLines(facts: KeyFacts, speech: Speech): Line[] {
  const { as, iso, day, name } = speech;
  const of = { proposal: iso(facts.proposal), made: day(facts.madeOn), until: day(facts.validUntil) };
  return [
    [m.key_facts_proposal({}, as), m.key_facts_sentence(of, as)],
    [m.key_facts_lender({}, as), name(facts.lender)],
    [m.key_facts_borrower({}, as), name(facts.borrower)],
    ...(facts.owners ? [[m.key_facts_owners({}, as), ownersWords(facts.owners, speech)] as const] : []),
    [m.key_facts_kind({}, as), name(facts.product)],
  ];
}

/** Amount, days, instalments, rate: the same words on the statement and in the agreement. */
export function loanLines(facts: LoanFacts, speech: Speech): Line[] {
  const { as, iso, day, money } = speech;
  const { loan, instalment } = facts;
  const [amount, last] = [money(instalment.firstPaise), money(instalment.lastPaise)];
  const { count } = instalment;
  const rate = { rate: iso(formatBps(loan.rate.rateBps)) };
  return [
    [m.key_facts_amount({}, as), money(loan.principalPaise)],
    [m.key_facts_disbursal({}, as), disbursalOf(facts, speech)],
    [m.key_facts_term({}, as), m.key_facts_term_days({ day: day(loan.lastDueOn), days: loan.days }, as)],
    [
      m.key_facts_instalments({}, as),
      count === 1
        ? m.key_facts_instalment_one({ amount }, as)
        : instalment.isEqual
          ? m.key_facts_instalments_equal({ count, amount, last }, as)
          : m.key_facts_instalments_from({ count, amount, last }, as),
    ],
    [m.key_facts_first({}, as), m.key_facts_first_after({ day: day(loan.firstDueOn), days: loan.daysToFirst }, as)],
    [
      m.key_facts_rate({}, as),
      loan.rate.per === 'month' ? m.key_facts_rate_month(rate, as) : m.key_facts_rate_year(rate, as),
    ],
    [m.key_facts_words({}, as), wordsOf(facts, speech)],
    [m.key_facts_nominal({}, as), rateOf(facts, 'nominalBps', speech)],
    [m.key_facts_effective({}, as), rateOf(facts, 'effectiveBps', speech)],
  ];
}

export const ownersWords = (owners: NonNullable<KeyFacts['owners']>, { iso, name }: Speech): string =>
  owners.map((one) => `${name(one.names)} ${iso(formatBps(one.shareBps))}`).join(' · ');

/** When the money comes: at once, or each part on its day. */
function disbursalOf({ loan, parts }: LoanFacts, { as, day, money }: Speech): string {
  if (!parts) return m.key_facts_disbursal_whole({ day: day(loan.disburseOn) }, as);
  const said = parts.map((one) => m.key_facts_disbursal_part({ amount: money(one.paise), day: day(one.on) }, as));
  return m.key_facts_disbursal_parts({ count: parts.length, parts: said.join('; ') }, as);
}

/** What comes only if something happens; listed, never in the yearly cost. */
export function contingentLines({ contingent, loan }: LoanFacts, { as, iso, money }: Speech): Line[] {
  const { penal, prepaymentFeeBps } = contingent;
  const days = penal?.graceDays ?? 0;
  const late = [
    penal && penal.rateBps > 0 && m.key_facts_if_late_rate({ rate: iso(formatBps(penal.rateBps)), days }, as),
    penal && penal.perRowPaise > 0 && m.key_facts_if_late_fixed({ amount: money(penal.perRowPaise), days }, as),
  ].filter((one) => typeof one === 'string');
  const fee =
    prepaymentFeeBps === 0
      ? m.key_facts_if_early_free({}, as)
      : m.key_facts_if_early_fee({ rate: iso(formatBps(prepaymentFeeBps)) }, as);
  const flat = {
    none: m.key_facts_payoff_flat_none,
    unbegun: m.key_facts_payoff_flat_unbegun,
    rule_of_78: m.key_facts_payoff_flat_rule_of_78,
  }[contingent.flatRebate];
  const falling = { to_day: m.key_facts_payoff_to_day, period_end: m.key_facts_payoff_period_end }[contingent.payoff];
  return [
    [m.key_facts_if_late({}, as), late.join('; ') || m.key_facts_if_late_none({}, as)],
    [m.key_facts_if_early({}, as), `${fee}; ${(loan.method === 'FLAT' ? flat : falling)({}, as)}`],
    ...(contingent.undrawn ? [[m.key_facts_if_undrawn({}, as), UNDRAWN[contingent.undrawn]({}, as)] as const] : []),
  ];
}

const UNDRAWN = { shorten: m.key_facts_undrawn_shorten, lower: m.key_facts_undrawn_lower };

/** Part 2. */
export function otherLines(
  { terms, coolingOffUntil }: Pick<KeyFacts, 'terms' | 'coolingOffUntil'>,
  { as, iso, day }: Speech,
): Line[] {
  const clause = (text: string | null, none: string) =>
    text === null ? none : m.key_facts_clause({ clause: iso(text) }, as);
  const { officer } = terms;
  return [
    [m.key_facts_agents({}, as), clause(terms.recoveryClause, m.key_facts_agents_none({}, as))],
    ...(terms.grievanceClause === null
      ? []
      : [[m.key_facts_grievance({}, as), clause(terms.grievanceClause, '')] as const]),
    [
      m.key_facts_officer({}, as),
      [officer.name, iso(officer.phone), officer.mail && iso(officer.mail)].filter(Boolean).join(' · '),
    ],
    [m.key_facts_transfer({}, as), terms.isTransferable ? m.key_facts_yes({}, as) : m.key_facts_no({}, as)],
    [m.key_facts_co_lenders({}, as), terms.coLenders ?? m.key_facts_nobody({}, as)],
    [
      m.key_facts_cooling({}, as),
      coolingOffUntil === null
        ? m.key_facts_cooling_none({}, as)
        : m.key_facts_cooling_until({ day: day(coolingOffUntil) }, as),
    ],
  ];
}

/** "thumb, read in Hindi, written by Archana; seen by Salma"; null before. */
export function acknowledgedWords(
  { acknowledged }: { acknowledged: Acknowledged | null },
  { as }: Speech,
): string | null {
  if (!acknowledged) return null;
  const { way, language, by, witness } = acknowledged;
  const ways = { thumb: m.key_facts_way_thumb, signature: m.key_facts_way_signature, pin: m.key_facts_way_pin };
  const said = ways[way]({}, as);
  const words = m.key_facts_acknowledged_by({ way: said, language: LANGUAGE_NAMES[language], by }, as);
  return witness === null ? words : `${words}; ${m.key_facts_acknowledged_witness({ witness }, as)}`;
}

/** The statement on paper, with its code, room to sign, and what was acknowledged of it. */
export function keyFactsPaper(
  { facts, hash, shown }: { facts: KeyFacts; hash: string; shown: { acknowledged: Acknowledged | null } },
  speech: Speech,
  { organisation, today }: { organisation: Organisation; today: IsoDate },
): Paper {
  const { as } = speech;
  const said = acknowledgedWords(shown, speech);
  const of = {
    proposal: speech.iso(facts.proposal),
    made: speech.day(facts.madeOn),
    until: speech.day(facts.validUntil),
  };
  return {
    ...headOf(speech, {
      organisation,
      today,
      title: m.key_facts_title({}, as),
      subtitle: speech.name(facts.borrower),
      period: m.key_facts_sentence(of, as),
    }),
    landscape: false,
    code: null,
    blocks: [
      ...keyFactsBlocks(facts, speech),
      heading(m.key_facts_acknowledged({}, as)),
      { kind: 'words', soft: false, text: said ?? m.key_facts_not_yet({}, as) },
      { kind: 'words', soft: false, text: `${m.key_facts_hash({}, as)}: ${speech.iso(hash)}` },
      soft(m.key_facts_hash_note({}, as)),
      lines(
        [
          [`${m.key_facts_signature({}, as)}\n\n\n`, speech.name(facts.borrower)],
          [`${m.key_facts_sign_lender({}, as)}\n\n\n`, speech.name(facts.lender)],
        ],
        [
          { title: '', align: 'start', width: 1 },
          { title: '', align: 'start', width: 1 },
        ],
      ),
    ],
  };
}
