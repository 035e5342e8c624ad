/** One request for money: its steps, beside what the group's own books say came. */
import { sql } from 'kysely';
import { addDays, addMonths, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import type { Actor } from '#platform/door.ts';
import { accountSumsOf } from '#domain/ledger/index.server.ts';
import type { Booked } from './booked.rules.ts';
import { bookedOn } from './booked.server.ts';
import { duesOf, type GroupDue } from './dues.server.ts';
import type { FundRules, LineRef, PromptRule, SubventionRule } from './funds.model.ts';
import { drawingPower, inForce, isBank, limitYear, subventionFor } from './funds.rules.ts';
import { corpusOf, linesOf, type LineRow } from './funds.server.ts';
import { groundOf, type Ground } from './ground.server.ts';
import type { Named } from './group.queries.server.ts';
import { limitPrompt, termPrompt, type Instalments, type Prompt } from './prompt.rules.ts';
import { fundRules } from './reference.server.ts';
import type { LineTerms } from './terms.model.ts';
import { lendersLoans, type LendersLoan } from './terms.server.ts';

export type LinePage = {
  readonly names: Named;
  readonly line: LineRow;
  readonly steps: readonly {
    readonly no: number;
    readonly step: string;
    readonly on: IsoDate;
    readonly amountPaise: number | null;
    readonly note: string | null;
    /** What its letter says of paying back, where it was written down with this step. */
    readonly instalments: Instalments | null;
    readonly terms: LineTerms | null;
    /** Its terms were taken from this loan of the lender's book. */
    readonly loanNumber: string | null;
    readonly byName: string | null;
  }[];
  /** What the group's own books say came for it: both views of one event. */
  readonly bookedPaise: number;
  /** False where the books could mean another request as well. */
  readonly isBookedSure: boolean;
  /** What may be drawn this year, by the corpus of its first day. */
  readonly drawing: LimitYear | null;
  /** Of bank money that came: each clause of the rule in force. */
  readonly prompt: (Prompt & { readonly rule: PromptRule }) | null;
  readonly subvention: SubventionRule | null;
  /** How it stands by its due days; null when nothing is owed on it. */
  readonly due: GroupDue | null;
  /** Loans in lenders' books here that its terms can be read from. */
  readonly lendersLoans: readonly LendersLoan[];
};
/** @property paise null where the books did not know a corpus yet */
export type LimitYear = { readonly year: number; readonly fromOn: IsoDate; readonly paise: number | null };
/** A request that was refused or taken back has no money. */
const NOTHING: Booked = { paise: 0, owedPaise: 0, isSure: true, moves: [] };

export async function line(tx: Tx, _who: Actor, { groupId, lineId }: LineRef): Promise<LinePage | null> {
  const ground = await groundOf(tx, groupId);
  const lines = await linesOf(tx, groupId);
  const found = lines.find((one) => one.lineId === lineId);
  if (!ground || !found) return null;
  const { rows: steps } = await sql<
    LinePage['steps'][number]
  >`select s.at_no as no, s.step, s.done_on as on, s.amount_paise as "amountPaise",
      s.note, case when s.first_due_on is not null then jsonb_build_object('firstDueOn', s.first_due_on,
        'instalmentPaise', s.instalment_paise) end as instalments, s.terms,
      (select o.number from office_loan o where o.org_id = s.org_id and o.loan_id = s.loan_id) as "loanNumber", (select u.name from app_user u where u.org_id = s.org_id and u.user_id = s.by_user) as "byName"
    from credit_line_step s where s.org_id = ${tx.orgId} and s.line_id = ${lineId} order by s.at_no`.execute(tx.db);
  const booked = (await bookedOn(tx, { groupId, lines, on: tx.today })).lines.get(lineId) ?? NOTHING;
  const rules = await fundRules(tx);
  const { sanctionedOn, sanctionedPaise } = found;
  const years = await yearsOf(tx, ground, { line: found, rules });
  const prompt = promptOf(rules, { line: found, booked, today: tx.today, years });
  return {
    names: ground.context.names,
    line: found,
    steps,
    bookedPaise: booked.paise,
    isBookedSure: booked.isSure,
    drawing: years.at(-1) ?? null,
    prompt,
    subvention: isBank(found.fund)
      ? subventionFor(rules.subvention, sanctionedOn ?? tx.today, sanctionedPaise ?? found.askedPaise)
      : null,
    due: (await duesOf(tx, groupId, lines)).find((one) => one.lineId === lineId) ?? null,
    lendersLoans: isBank(found.fund) ? [] : await lendersLoans(tx, groupId, lineId),
  };
}

/**
 * A limit is reviewed once a year: this year and the one before, each by the corpus as it was known on its first day, so that what came to
 * the books later changes no year that is over. None for what is no limit.
 */
async function yearsOf(
  tx: Tx,
  { bookId }: Ground,
  { line: { fund, sanctionedOn, sanctionedPaise, state, lastOn }, rules }: { line: LineRow; rules: FundRules },
): Promise<LimitYear[]> {
  if (fund !== 'cash_credit' || sanctionedOn === null || sanctionedPaise === null) return [];
  const now = limitYear(sanctionedOn, state === 'closed' ? lastOn : tx.today);
  const before = limitYear(sanctionedOn, addDays(now.fromOn, -1));
  const years: LimitYear[] = [];
  for (const { year, fromOn } of now.year > 1 ? [before, now] : [now]) {
    const sums = await accountSumsOf(tx, { bookId, asOf: fromOn, asKnownOn: fromOn });
    const corpusPaise = corpusOf(rules, sums, fromOn).paise;
    const of = { sanctionedPaise, sanctionedOn, on: fromOn, corpusPaise };
    const paise = sums.length > 0 ? (drawingPower(inForce(rules.funds, fromOn), of)?.paise ?? null) : null;
    years.push({ year, fromOn, paise });
  }
  return years;
}

/** Of the last twelve months of a limit, of all instalments of a loan. */
function promptOf(
  { prompt }: FundRules,
  { line: one, booked, today, years }: { line: LineRow; booked: Booked; today: IsoDate; years: readonly LimitYear[] },
): LinePage['prompt'] {
  const rule = prompt
    .filter((each) => each.fund === one.fund && each.fromOn <= today)
    .toSorted((a, b) => (a.fromOn < b.fromOn ? 1 : -1))[0];
  if (!rule || (one.state !== 'received' && one.state !== 'closed')) return null;
  const to = one.state === 'closed' ? one.lastOn : today;
  if (rule.fund === 'bank_term') return { rule, ...termPrompt(booked, { instalments: one.instalments, to }, rule) };
  if (years.length === 0 || one.sanctionedOn === null) return null;
  const year = addMonths(to, -12);
  const from = one.sanctionedOn > year ? one.sanctionedOn : year;
  return { rule, ...limitPrompt(booked, { from, to, limits: years }, rule) };
}
