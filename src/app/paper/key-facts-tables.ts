/** The tables of a Key Facts Statement: charges by receiver, what the yearly cost is reckoned on, two ways of interest, every row. */
import { instalmentPaise, type KeyFacts, type LoanFacts, type WayOfInterest } from '#domain/loans/index.ts';
import { sumPaise } from '#platform/money.ts';
import { formatBps } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Block, PaperColumn } from './model.ts';
import type { Speech } from './speech.ts';

const words = (title: string): PaperColumn => ({ title, align: 'start', width: 1 });
const amounts = (title: string): PaperColumn => ({ title, align: 'end', width: 0 });
const plain = (...cells: string[]) => ({ strong: false, cells });
const strong = (...cells: string[]) => ({ strong: true, cells });

export function keyFactsCharges({ charges }: LoanFacts, { as, money }: Speech): Block {
  if (charges.length === 0) return { kind: 'words', soft: false, text: m.key_facts_no_charges({}, as) };
  const kinds = {
    processing: m.key_facts_charge_processing,
    documentation: m.key_facts_charge_documentation,
    insurance: m.key_facts_charge_insurance,
    legal: m.key_facts_charge_legal,
    stamp: m.key_facts_charge_stamp,
    other: m.key_facts_charge_other,
  };
  const when = {
    deducted: m.key_facts_when_deducted,
    apart: m.key_facts_when_apart,
    spread: m.key_facts_when_spread,
  };
  return {
    kind: 'table',
    columns: [
      words(m.key_facts_charge({}, as)),
      words(m.key_facts_charge_when({}, as)),
      amounts(m.key_facts_to_lender({}, as)),
      amounts(m.key_facts_to_third({}, as)),
    ],
    rows: charges.map((one) =>
      plain(
        kinds[one.kind]({}, as),
        when[one.when]({}, as),
        one.payee === 'lender' ? money(one.paise) : '',
        one.payee === 'third' ? money(one.paise) : '',
      ),
    ),
  };
}

export function keyFactsSheet({ sheet, waits }: KeyFacts, { as, money }: Speech): Block {
  const addedPaise = waits?.silent?.addedPaise.at(-1) ?? 0;
  return {
    kind: 'table',
    columns: [words(m.key_facts_what({}, as)), amounts(m.loans_office_amount({}, as))],
    rows: [
      plain(m.key_facts_amount({}, as), money(sheet.principalPaise)),
      plain(m.key_facts_lender_charges({}, as), money(sheet.lenderChargesPaise)),
      plain(m.key_facts_third_charges({}, as), money(sheet.thirdChargesPaise)),
      plain(m.key_facts_less_charges({}, as), money(sheet.netPaise - sheet.principalPaise)),
      strong(m.key_facts_net({}, as), money(sheet.netPaise)),
      ...(addedPaise > 0 ? [plain(m.key_facts_waits_added({}, as), money(addedPaise))] : []),
      plain(m.key_facts_interest({}, as), money(sheet.interestPaise)),
      plain(m.key_facts_payable({}, as), money(sheet.payablePaise)),
      strong(m.key_facts_total_cost({}, as), money(sheet.totalCostPaise)),
    ],
  };
}

/** Nothing where the terms cannot be reckoned both ways. */
export function keyFactsSides({ sideBySide, loan }: KeyFacts, { as, iso, money }: Speech): Block[] {
  if (!sideBySide) return [];
  const { flat, declining } = sideBySide;
  const own = (way: WayOfInterest) => (way.method === loan.method ? ` (${m.key_facts_this_loan({}, as)})` : '');
  const row = (label: string, of: (way: WayOfInterest) => string) => plain(label, of(flat), of(declining));
  const yearly = ({ yearlyCost: cost }: WayOfInterest) =>
    cost.kind === 'rate' ? iso(formatBps(cost.nominalBps)) : m.key_facts_no_rate({}, as);
  return [
    { kind: 'heading', text: m.key_facts_sides({}, as) },
    {
      kind: 'table',
      columns: [
        words(m.key_facts_what({}, as)),
        amounts(`${m.key_facts_flat({}, as)}${own(flat)}`),
        amounts(`${m.key_facts_falling({}, as)}${own(declining)}`),
      ],
      rows: [
        row(m.key_facts_first({}, as), (way) => money(way.firstPaise)),
        row(m.key_facts_interest({}, as), (way) => money(way.interestPaise)),
        row(m.key_facts_payable({}, as), (way) => money(way.payablePaise)),
        row(m.key_facts_nominal({}, as), yearly),
      ],
    },
    { kind: 'words', soft: true, text: m.key_facts_sides_note({}, as) },
  ];
}

export function keyFactsSchedule({ rows, sheet, parts, waits }: LoanFacts, { as, iso, day, money }: Speech): Block {
  const hasFee = rows.some((row) => (row.feePaise ?? 0) > 0);
  const lentBy = (on: string): number =>
    parts ? sumPaise(parts.filter((one) => one.on <= on).map((one) => one.paise)) : sheet.principalPaise;
  const added = waits?.silent?.addedPaise ?? [];
  const addedBy = (index: number): number => added[Math.min(index, added.length - 1)] ?? 0;
  const left = rows.map(
    (row, index) =>
      lentBy(row.dueOn) + addedBy(index) - sumPaise(rows.slice(0, index + 1).map((one) => one.principalPaise)),
  );
  return {
    kind: 'table',
    columns: [
      words(m.loans_office_due_on({}, as)),
      amounts(m.loan_part_principal({}, as)),
      amounts(m.loan_part_interest({}, as)),
      ...(hasFee ? [amounts(m.loan_part_fee({}, as))] : []),
      amounts(m.loans_office_asked({}, as)),
      amounts(m.loans_office_outstanding({}, as)),
    ],
    rows: rows.map((row, index) =>
      plain(
        `${iso(`${row.no}.`)} ${day(row.dueOn)}`,
        money(row.principalPaise),
        money(row.interestPaise),
        ...(hasFee ? [money(row.feePaise ?? 0)] : []),
        money(instalmentPaise(row)),
        money(Math.max(0, left[index] ?? 0)),
      ),
    ),
  };
}
