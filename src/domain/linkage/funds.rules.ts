/** May the group have this money, and how much: each condition by itself, met, not met or not known. Source: microfinance.md §6. */
import { addMonths, type IsoDate } from '#platform/dates.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Apply, Fund, FundRule, LineState, LineStep, SubventionRule, TakeStep } from './funds.model.ts';

export type FundFacts = {
  readonly on: IsoDate;
  readonly monthsActive: number | null;
  /** Marks of the five rules; null while one of them cannot be told. */
  readonly rules: { readonly total: number; readonly most: number } | null;
  readonly members: number;
  readonly sizeException: boolean;
  readonly corpusPaise: number;
  readonly hasBank: boolean;
  readonly certificateOn: IsoDate | null;
  readonly planApprovedOn: IsoDate | null;
  /** What the books say came of this kind, ever, without what was put right or taken back. */
  readonly receivedPaise: Readonly<Record<Fund, number>>;
  /** What the books say is still owed. */
  readonly owedPaise: Readonly<Record<Fund, number>>;
  /** False where the books, that keep bank loans together, leave open which of them was paid back. */
  readonly isBankToldApart: boolean;
  readonly linesOpen: readonly Fund[];
  /** Of what it owes outside, late by the days written here; null when it owes nothing there. */
  readonly ownDues: { readonly overduePaise: number; readonly isKnown: boolean } | null;
};
export type ConditionCode =
  | 'months'
  | 'members'
  | 'rules'
  | 'graded'
  | 'plan'
  | 'bank'
  | 'once'
  | 'before_repaid'
  | 'not_pending'
  | 'own_dues'
  | 'no_default';
export type Condition = {
  readonly code: ConditionCode;
  readonly state: 'met' | 'not_met' | 'unknown';
  readonly now: number | null;
  readonly needed: number | null;
  readonly day: IsoDate | null;
};

export const isBank = (fund: Fund): boolean => fund === 'bank_term' || fund === 'cash_credit';
export const inForce = <T extends { readonly fromOn: IsoDate; readonly untilOn: IsoDate | null }>(
  rules: readonly T[],
  on: IsoDate,
): T[] => rules.filter((rule) => rule.fromOn <= on && (rule.untilOn === null || on <= rule.untilOn));

export function conditionsOf(rule: FundRule, facts: FundFacts): Condition[] {
  const say = (code: ConditionCode, good: boolean | null, more: Partial<Condition> = {}): Condition => ({
    code,
    state: good === null ? 'unknown' : good ? 'met' : 'not_met',
    now: null,
    needed: null,
    day: null,
    ...more,
  });
  const { monthsActive, members, rules } = facts;
  const least = facts.sizeException ? rule.membersLeastException : rule.membersLeast;
  const percent = rules && rules.most > 0 ? Math.floor((rules.total * 100) / rules.most) : null;
  const conditions = [
    say('months', monthsActive === null ? null : monthsActive >= rule.monthsLeast, {
      now: monthsActive,
      needed: rule.monthsLeast,
    }),
    say('members', members >= least && members <= rule.membersMost, { now: members, needed: least }),
    say('rules', percent === null ? null : percent >= rule.rulesLeast, { now: percent, needed: rule.rulesLeast }),
    say('graded', facts.certificateOn !== null, { day: facts.certificateOn }),
    say('not_pending', !facts.linesOpen.includes(rule.fund)),
  ];
  // what is late is late, whatever else is not known; a grant to begin with asks no such thing
  if (facts.ownDues && rule.fund !== 'revolving_fund') {
    const { overduePaise, isKnown } = facts.ownDues;
    conditions.push(say('own_dues', overduePaise > 0 ? false : isKnown ? true : null, { now: overduePaise }));
  }
  if (rule.needsPlan) conditions.push(say('plan', facts.planApprovedOn !== null, { day: facts.planApprovedOn }));
  if (rule.once)
    conditions.push(say('once', facts.receivedPaise[rule.fund] === 0, { now: facts.receivedPaise[rule.fund] }));
  if (isBank(rule.fund)) {
    conditions.push(say('bank', facts.hasBank));
    const { bank_term: loan, cash_credit: limit } = facts.owedPaise;
    const came = facts.receivedPaise.bank_term > 0;
    if (rule.fund === 'bank_term' && ((rule.dose ?? 1) > 1 || came)) {
      const repaid = loan === 0 && (facts.isBankToldApart || limit === 0);
      conditions.push(say('before_repaid', repaid ? true : facts.isBankToldApart ? false : null, { now: loan }));
    }
    // a bank's own dues stand in the bank's books, not in the group's
    conditions.push(say('no_default', came || facts.receivedPaise.cash_credit > 0 ? null : true));
  }
  return conditions;
}

export type Sum = { readonly leastPaise: number | null; readonly mostPaise: number | null };
/** The ladder's figure: the higher of so many times the corpus and its floor; null where the rule has none. */
export function ladderOf(rule: FundRule, corpusPaise: number): number | null {
  if (rule.timesCorpus === null && rule.floorPaise === null) return null;
  const byCorpus = Math.floor((Math.max(0, corpusPaise) * (rule.timesCorpus ?? 0)) / 100);
  return Math.max(byCorpus, rule.floorPaise ?? 0);
}
/** What the rule lets her ask for: a ladder gives one figure, else a span. A limit is sanctioned whole and drawn by the ladder. */
export function sumOf(rule: FundRule, { corpusPaise, members }: Pick<FundFacts, 'corpusPaise' | 'members'>): Sum {
  const ladder = ladderOf(rule, corpusPaise);
  const figure = ladder ?? (rule.perMemberPaise === null ? null : rule.perMemberPaise * members);
  if (figure === null) return { leastPaise: rule.leastPaise, mostPaise: rule.mostPaise };
  const asked = rule.yearlyLimit ? Math.max(figure, rule.leastPaise ?? 0) : figure;
  return { leastPaise: asked, mostPaise: asked };
}

/** Which dose comes next, by how many of its kind came before. A ladder's last rung goes on. */
export const nextDose = (rules: readonly FundRule[], fund: Fund, before: number): FundRule | undefined => {
  const rungs = rules.filter((rule) => rule.fund === fund).toSorted((a, b) => (a.dose ?? 1) - (b.dose ?? 1));
  return rungs[Math.min(before, rungs.length - 1)];
};

/** Which year of a limit a day lies in, from 1, and the first day of that year: its review. 0 before it was sanctioned. */
export function limitYear(sanctionedOn: IsoDate, on: IsoDate): { readonly year: number; readonly fromOn: IsoDate } {
  const years = Number(on.slice(0, 4)) - Number(sanctionedOn.slice(0, 4));
  const year = years + (on.slice(5) >= sanctionedOn.slice(5) ? 1 : 0);
  return { year, fromOn: addMonths(sanctionedOn, 12 * (year - 1)) };
}

/** Drawing power in the year of a limit: the ladder's rung of that year, never above what was sanctioned. */
export function drawingPower(
  rules: readonly FundRule[],
  of: {
    readonly sanctionedPaise: number;
    readonly sanctionedOn: IsoDate;
    readonly on: IsoDate;
    readonly corpusPaise: number;
  },
): { readonly year: number; readonly paise: number } | null {
  const { year } = limitYear(of.sanctionedOn, of.on);
  const rung = nextDose(
    rules.filter((rule) => rule.yearlyLimit),
    'cash_credit',
    Math.max(0, year - 1),
  );
  if (!rung || of.on < of.sanctionedOn) return null;
  return { year, paise: Math.min(of.sanctionedPaise, ladderOf(rung, of.corpusPaise) ?? of.sanctionedPaise) };
}

/** The rule for a loan of this size on this day: the lowest ceiling that holds it; null when none does. */
export const subventionFor = (rules: readonly SubventionRule[], on: IsoDate, paise: number): SubventionRule | null =>
  inForce(rules, on)
    .filter((rule) => paise <= rule.uptoPaise)
    .toSorted((a, b) => a.uptoPaise - b.uptoPaise)[0] ?? null;

/** Life of a request. `receive` may come in parts; `letter` writes down when a bank loan is to be paid back, and moves nothing. */
export const LINE_LIFE: Readonly<Record<LineState, Partial<Record<LineStep, LineState>>>> = {
  applied: { sanction: 'sanctioned', refuse: 'refused', withdraw: 'withdrawn' },
  sanctioned: { receive: 'received', letter: 'sanctioned', withdraw: 'withdrawn' },
  received: { receive: 'received', letter: 'received', close: 'closed' },
  refused: {},
  withdrawn: {},
  closed: { letter: 'closed' },
};
type Stands = { readonly state: LineState; readonly fund: string };
/** Only a bank loan has instalments to write down; one that came whole takes no more money. */
export const stepsFrom = (line: Stands & { readonly isWhole: boolean }): LineStep[] =>
  (Object.keys(LINE_LIFE[line.state]) as LineStep[]).filter(
    (step) => (step !== 'letter' || line.fund === 'bank_term') && (step !== 'receive' || !line.isWhole),
  );

export type Line = Stands & {
  readonly lastOn: IsoDate;
  readonly sanctionedOn: IsoDate | null;
  readonly sanctionedPaise: number | null;
  readonly receivedPaise: number;
};
/**
 * @returns refused `linkage.step_not_now` | `linkage.step_before` | `linkage.future` | `linkage.amount_missing` | `linkage.over_sanction` | `linkage.due_before` {on} | `linkage.reason_missing` |
 *   `linkage.letter_missing` | `linkage.letter_reason_missing`
 */
export function checkStep(line: Line, input: TakeStep, today: IsoDate): Ruling<LineState> {
  const next = LINE_LIFE[line.state][input.step];
  if (!next || (input.step === 'letter' && line.fund !== 'bank_term')) return ruledOut('linkage.step_not_now');
  if (input.on > today) return ruledOut('linkage.future', { today });
  // a letter may have lain in a drawer since the sanction
  const notBefore = input.step === 'letter' ? (line.sanctionedOn ?? line.lastOn) : line.lastOn;
  if (input.on < notBefore) return ruledOut('linkage.step_before', { on: notBefore });
  const counts = input.step === 'sanction' || input.step === 'receive';
  if (counts && input.amountPaise === null) return ruledOut('linkage.amount_missing');
  if (input.step === 'receive' && line.receivedPaise + input.amountPaise! > (line.sanctionedPaise ?? 0))
    return ruledOut('linkage.over_sanction', { mostPaise: line.sanctionedPaise ?? 0 });
  if (input.step === 'letter' && !input.instalments) return ruledOut('linkage.letter_missing', { field: 'firstDueOn' });
  if (input.instalments && input.instalments.firstDueOn < notBefore)
    return ruledOut('linkage.due_before', { on: notBefore, field: 'firstDueOn' });
  if (input.step === 'refuse' && input.note === null) return ruledOut('linkage.reason_missing');
  if (input.step === 'letter' && input.note === null)
    return ruledOut('linkage.letter_reason_missing', { field: 'note' });
  return ruled(next);
}

/** @returns refused `linkage.future` | `linkage.before_books` | `linkage.pending` */
export function checkApply(
  input: Apply,
  { today, booksFromOn, pending }: { today: IsoDate; booksFromOn: IsoDate; pending: boolean },
): Ruling<null> {
  if (input.appliedOn > today) return ruledOut('linkage.future', { today });
  if (input.appliedOn < booksFromOn) return ruledOut('linkage.before_books', { on: booksFromOn });
  return pending ? ruledOut('linkage.pending') : ruled(null);
}
