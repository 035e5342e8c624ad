/**
 * The agreement of a loan that both sides sign: who, how much, when, what happens otherwise, who stands for it. Every figure is that of the
 * frozen offer and every rule that of its product; the sentences are those of the Key Facts Statement wherever they say the same.
 */
import type { AgreementShown, GuarantorRow } from '#domain/loans/index.server.ts';
import type { IsoDate } from '#platform/dates.ts';
import { moneyInWords } from '#ui/index.ts';
import { GUARANTOR_RELATION_WORDS, PURPOSES, wordFor } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';
import { contingentLines, heading, lines, loanLines, otherLines, ownersWords, soft, type Line } from './key-facts.ts';
import { keyFactsCharges, keyFactsSchedule } from './key-facts-tables.ts';
import { waitLines } from './key-facts-waits.ts';
import type { Block, Paper, PaperColumn } from './model.ts';
import { headOf, type Organisation, type Speech } from './speech.ts';

/** To be filled in by hand. */
const BLANK = '_'.repeat(22);
const words = (text: string): Block => ({ kind: 'words', soft: false, text });
const column = (title: string, width: number): PaperColumn => ({ title, align: 'start', width });

const RELATIVES: Readonly<Record<string, typeof m.agreement_husband>> = {
  husband: m.agreement_husband,
  father: m.agreement_father,
  mother: m.agreement_mother,
  guardian: m.agreement_guardian,
};
const PARTS = {
  fine: m.loan_part_fine,
  fee: m.loan_part_fee,
  interest: m.loan_part_interest,
  principal: m.loan_part_principal,
};

function partyLines({ lender, borrower, guarantors }: AgreementShown, speech: Speech): Line[] {
  const { as, name } = speech;
  const { relation, place, owners } = borrower;
  const relative = relation && RELATIVES[relation.kind]?.({ name: relation.name }, as);
  return [
    [m.key_facts_lender({}, as), name(lender)],
    [m.key_facts_borrower({}, as), name(borrower.names)],
    ...(relative ? [[m.agreement_family({}, as), relative] as const] : []),
    ...(place ? [[m.common_place({}, as), name(place)] as const] : []),
    ...(owners.length > 0 ? [[m.key_facts_owners({}, as), ownersWords(owners, speech)] as const] : []),
    ...guarantors.map((one): Line => [m.agreement_guarantor({}, as), guarantorWords(one, speech)]),
  ];
}

/** "Rehana, sister · 98390 12345" */
export function guarantorWords({ names, relation, phone }: GuarantorRow, { as, iso, name }: Speech): string {
  const said = relation && wordFor(GUARANTOR_RELATION_WORDS, relation, as);
  return [name(names), said, phone && iso(phone)].filter(Boolean).join(' · ');
}

function termLines({ facts, product, purpose }: AgreementShown, speech: Speech): Line[] {
  const { as, lang, name } = speech;
  const [amount, ...rest] = loanLines(facts, speech);
  return [
    [m.key_facts_kind({}, as), name(product)],
    [m.agreement_purpose({}, as), wordFor(PURPOSES, purpose, as)],
    ...(amount ? [amount] : []),
    [m.agreement_in_words({}, as), moneyInWords(facts.loan.principalPaise, lang)],
    ...rest,
    ...waitLines(facts, speech),
  ];
}

/** Late, early, never drawn, in which order money counts, changing one's mind: what the product says, nothing more. */
function otherwiseLines({ facts, allocation, terms, coolingOffUntil }: AgreementShown, speech: Speech): Line[] {
  const { as } = speech;
  const parts = allocation.parts.map((part) => PARTS[part]({}, as)).join(' · ');
  const order = allocation.across === 'by_part' ? m.agreement_order_parts : m.agreement_order_rows;
  const cooling = terms && otherLines({ terms, coolingOffUntil }, speech).at(-1);
  return [
    ...contingentLines(facts, speech),
    [m.agreement_order({}, as), order({ parts }, as)],
    ...(cooling ? [cooling] : []),
  ];
}

function complaints({ terms }: AgreementShown, speech: Speech): Block[] {
  const { as, iso } = speech;
  const columns: [PaperColumn, PaperColumn] = [column('', 2), column('', 3)];
  if (!terms) return [lines([[m.key_facts_officer({}, as), BLANK]], columns)];
  // what the statement calls a clause is named here: whoever holds both papers finds it
  const { recoveryClause, grievanceClause } = terms;
  const told = otherLines(
    { terms: { ...terms, recoveryClause: null, grievanceClause: null }, coolingOffUntil: null },
    speech,
  );
  const clause = (text: string) => m.agreement_clause_was({ clause: iso(text) }, as);
  return [
    lines(
      [
        ...(recoveryClause === null
          ? told.slice(0, 1)
          : [[m.key_facts_agents({}, as), clause(recoveryClause)] as const]),
        ...told.slice(1, -1),
      ],
      columns,
    ),
    ...(grievanceClause === null ? [] : [soft(clause(grievanceClause))]),
  ];
}

function guarantees({ guarantors }: AgreementShown, speech: Speech): Block[] {
  const { as, day } = speech;
  if (guarantors.length === 0) return [words(m.agreement_stand_nobody({}, as))];
  const ways = { signature: m.key_facts_way_signature, thumb: m.key_facts_way_thumb };
  const said = ({ yes }: GuarantorRow) =>
    yes
      ? m.guarantor_said({ day: day(yes.on), way: ways[yes.way]({}, as), by: yes.by }, as)
      : m.guarantor_waits({}, as);
  return [
    words(m.agreement_stand_words({}, as)),
    lines(
      guarantors.map((one): Line => [guarantorWords(one, speech), said(one)]),
      [column(m.agreement_who({}, as), 1), column('', 1)],
    ),
  ];
}

/** Room for a thumb each; two witnesses saw it. */
function signatures({ lender, borrower, guarantors }: AgreementShown, { as, name }: Speech): Block {
  const row = (...cells: string[]) => ({ strong: false, cells });
  const room = (label: string, who: string) => row(`${label}\n${who}\n\n`, '', '');
  return {
    kind: 'table',
    columns: [
      column(m.agreement_who({}, as), 2),
      column(m.key_facts_signature({}, as), 2),
      column(m.agreement_day_place({}, as), 2),
    ],
    rows: [
      room(m.key_facts_borrower({}, as), name(borrower.names)),
      room(m.key_facts_sign_lender({}, as), name(lender)),
      ...guarantors.map((one) => room(m.agreement_guarantor({}, as), name(one.names))),
      ...['1', '2'].map((no) => room(m.agreement_witness({ no }, as), BLANK)),
    ],
  };
}

/** Numbered, so that one can say "see 4" over the paper; the number runs as its line does. */
function numbered(sections: readonly (readonly [string, readonly Block[]])[]): Block[] {
  return sections.flatMap(([title, blocks], at) => [heading(`${at + 1}. ${title}`), ...blocks]);
}

export function agreementBlocks(of: AgreementShown, speech: Speech): Block[] {
  const { as, iso, money } = speech;
  const two: [PaperColumn, PaperColumn] = [column('', 2), column('', 3)];
  const code = (label: string, hash: string): Block => words(`${label}: ${iso(hash)}`);
  return [
    {
      kind: 'figures',
      items: [
        {
          label: m.key_facts_amount({}, as),
          value: money(of.facts.loan.principalPaise),
          words: moneyInWords(of.facts.loan.principalPaise, speech.lang),
        },
        { label: m.key_facts_total_cost({}, as), value: money(of.facts.sheet.totalCostPaise), words: '' },
      ],
    },
    ...numbered([
      [m.agreement_parties({}, as), [lines(partyLines(of, speech), two)]],
      [m.agreement_loan({}, as), [lines(termLines(of, speech), two), words(m.agreement_pays({}, as))]],
      [m.key_facts_charges({}, as), [keyFactsCharges(of.facts, speech)]],
      [m.agreement_changes({}, as), [lines(otherwiseLines(of, speech), two), words(m.agreement_late_only({}, as))]],
      [m.agreement_complaints({}, as), complaints(of, speech)],
      [m.agreement_stand({}, as), guarantees(of, speech)],
      [m.key_facts_schedule({}, as), [keyFactsSchedule(of.facts, speech)]],
      [m.agreement_signatures({}, as), [words(m.agreement_read({}, as)), signatures(of, speech)]],
    ]),
    code(m.agreement_hash({}, as), of.hash),
    ...(of.keyFactsHash === null ? [] : [code(m.agreement_key_facts({}, as), of.keyFactsHash)]),
    soft(m.agreement_hash_note({}, as)),
  ];
}

/** The agreement on paper, to be signed. */
export function agreementPaper(
  of: AgreementShown,
  speech: Speech,
  { organisation, today }: { organisation: Organisation; today: IsoDate },
): Paper {
  return {
    ...headOf(speech, {
      organisation,
      today,
      title: m.agreement_title({}, speech.as),
      subtitle: speech.name(of.borrower.names),
      period: m.agreement_number({ number: speech.iso(of.proposal), day: speech.day(of.madeOn) }, speech.as),
    }),
    landscape: false,
    code: null,
    blocks: agreementBlocks(of, speech),
  };
}
