/** What conditions of funds ask, read from the books and papers of one group. */
import { sql } from 'kysely';
import type { IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { accountSumsOf } from '#domain/ledger/index.server.ts';
import type { BookedAll, BookLine } from './booked.rules.ts';
import { bookedOn } from './booked.server.ts';
import { FUNDS, type CorpusRule, type Fund, type FundRule, type FundRules, type LineState } from './funds.model.ts';
import { conditionsOf, inForce, nextDose, sumOf, type Condition, type FundFacts, type Sum } from './funds.rules.ts';
import type { GradedBy } from './grading.server.ts';
import type { Ground } from './ground.server.ts';
import { monthsBetween } from './measures.rules.ts';
import type { Instalments } from './prompt.rules.ts';
import type { LineTerms } from './terms.model.ts';

type AccountSum = Awaited<ReturnType<typeof accountSumsOf>>[number];

export type LineRow = {
  readonly lineId: string;
  readonly fund: Fund;
  readonly dose: number | null;
  readonly lender: string;
  readonly planId: string | null;
  readonly askedPaise: number;
  readonly appliedOn: IsoDate;
  readonly state: LineState;
  readonly lastOn: IsoDate;
  readonly sanctionedOn: IsoDate | null;
  readonly sanctionedPaise: number | null;
  readonly receivedPaise: number;
  readonly receipts: BookLine['receipts'];
  /** Of a bank loan, once its letter was written down. */
  readonly instalments: Instalments | null;
  /** When and why that was done after the money came, as it was done last; null when it came with the sanction or the money. */
  readonly letter: { readonly on: IsoDate; readonly note: string } | null;
  /** Of CIF and VRF: when it is paid back by its own terms, or by the loan in the lender's book here. */
  readonly terms: LineTerms | null;
  readonly loan: { readonly loanId: string; readonly number: string } | null;
};
export async function linesOf(tx: Tx, groupId: string): Promise<LineRow[]> {
  const { rows } =
    await sql<LineRow>`select line_id as "lineId", fund, dose, lender, plan_id as "planId", asked_paise as "askedPaise",
      applied_on as "appliedOn", state, last_on as "lastOn", sanctioned_on as "sanctionedOn", sanctioned_paise as "sanctionedPaise",
      received_paise as "receivedPaise",
      coalesce((select jsonb_agg(jsonb_build_object('on', s.done_on, 'paise', s.amount_paise) order by s.at_no) from credit_line_step s
        where s.org_id = l.org_id and s.line_id = l.line_id and s.step = 'receive'), '[]') as receipts,
      case when first_due_on is not null
        then jsonb_build_object('firstDueOn', first_due_on, 'instalmentPaise', instalment_paise) end as instalments,
      (select jsonb_build_object('on', s.done_on, 'note', s.note) from credit_line_step s
        where s.org_id = l.org_id and s.line_id = l.line_id and s.first_due_on is not null and s.step = 'letter'
          and not exists (select from credit_line_step o where o.org_id = s.org_id and o.line_id = s.line_id
            and o.at_no > s.at_no and o.first_due_on is not null) order by s.at_no desc limit 1) as letter, terms,
      (select jsonb_build_object('loanId', o.loan_id, 'number', o.number) from office_loan o
        where o.org_id = l.org_id and o.loan_id = l.loan_id) as loan
    from credit_line l where org_id = ${tx.orgId} and group_id = ${groupId} order by applied_on desc, entered_at desc`.execute(
      tx.db,
    );
  return rows;
}

export type Corpus = { readonly paise: number; readonly rule: CorpusRule | null };
export function corpusOf(rules: FundRules, sums: readonly AccountSum[], on: IsoDate): Corpus {
  const rule = rules.corpus.filter((one) => one.fromOn <= on).toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1))[0];
  const paise = sums
    .filter((one) => rule?.accounts.includes(one.account))
    .reduce((all, one) => all + one.creditPaise - one.debitPaise, 0);
  return { paise, rule: rule ?? null };
}

export type Eligibility = { readonly rule: FundRule; readonly conditions: readonly Condition[]; readonly sum: Sum };

/** Of each kind the rung that comes next, with every condition told by itself. */
export async function eligibilityOf(
  tx: Tx,
  { context, bookId }: Ground,
  of: {
    five: GradedBy;
    rules: FundRules;
    on: IsoDate;
    lines: readonly LineRow[];
    dues: readonly { overduePaise: number; by: string }[];
  },
): Promise<{ corpus: Corpus; funds: Eligibility[]; facts: FundFacts }> {
  const { five, rules, on, lines, dues } = of;
  const sums = await accountSumsOf(tx, { bookId, asOf: on });
  const { groupId } = context;
  const { rows } = await sql<{
    bank: boolean;
    exception: boolean;
    certificateOn: IsoDate | null;
    planOn: IsoDate | null;
  }>`select
      exists (select from bank_account where org_id = ${tx.orgId} and group_id = ${groupId} and closed_on is null) as bank,
      g.size_exception is not null as exception,
      (select max(assessed_on) from grade_certificate where org_id = ${tx.orgId} and group_id = ${groupId}) as "certificateOn",
      (select max(approved_on) from credit_plan where org_id = ${tx.orgId} and group_id = ${groupId}) as "planOn"
    from groups g where g.org_id = ${tx.orgId} and g.group_id = ${groupId}`.execute(tx.db);
  const row = rows[0]!;
  const corpus = corpusOf(rules, sums, on);
  const { funds: booked } = await bookedOn(tx, { groupId, lines, on });
  const each = (take: (sum: BookedAll['funds'][Fund]) => number) =>
    Object.fromEntries(FUNDS.map((fund) => [fund, take(booked[fund])])) as Record<Fund, number>;
  const { total, most, unknown } = five.graded;
  const facts: FundFacts = {
    on,
    monthsActive: five.facts.activeFrom === null ? null : monthsBetween(five.facts.activeFrom, on),
    rules: unknown > 0 ? null : { total, most },
    members: five.facts.members.length,
    sizeException: row.exception,
    corpusPaise: corpus.paise,
    hasBank: row.bank,
    certificateOn: row.certificateOn,
    planApprovedOn: row.planOn,
    receivedPaise: each((sum) => sum.paise),
    owedPaise: each((sum) => sum.owedPaise),
    isBankToldApart: booked.bank_term.isToldApart,
    ownDues:
      dues.length === 0
        ? null
        : {
            overduePaise: dues.reduce((all, one) => all + one.overduePaise, 0),
            isKnown: dues.every((one) => one.by !== 'nothing'),
          },
    linesOpen: lines.filter((line) => line.state === 'applied' || line.state === 'sanctioned').map((line) => line.fund),
  };
  const standing = inForce(rules.funds, on);
  const funds = FUNDS.flatMap((fund) => {
    // earlier doses of a term loan count when they came; a limit climbs by its years, other money has one rung
    const came = lines.filter((line) => line.fund === fund && (line.state === 'received' || line.state === 'closed'));
    const rule = nextDose(standing, fund, fund === 'bank_term' ? came.length : 0);
    return rule ? [{ rule, conditions: conditionsOf(rule, facts), sum: sumOf(rule, facts) }] : [];
  });
  return { corpus, funds, facts };
}
