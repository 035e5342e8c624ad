/** Marks, grade, and the shortest way up one grade. Pure: the scheme is data, the figures are the group's own. */
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { Answer, Band, Parameter, Scheme } from './grading.model.ts';
import type { Measured } from './measures.rules.ts';

export type Mark = {
  readonly code: string;
  readonly most: number;
  /** Null while nobody can say. */
  readonly marks: number | null;
  readonly measured: Measured | null;
  readonly answer: Answer | null;
};
export type Graded = {
  readonly marks: readonly Mark[];
  readonly total: number;
  /** Sum of the most of all heads. */
  readonly most: number;
  /** How many heads nobody can say yet: with one of them there is no grade. */
  readonly unknown: number;
  /** For `all`: `met` or `not_met`. Null = cannot be told yet, or the source gives no cut-offs. */
  readonly grade: string | null;
};

export const mostOf = ({ bands, answers }: Parameter): number =>
  Math.max(0, ...bands.map((band) => band.marks), ...answers.map((one) => one.marks));

export const fits = ({ least, most, above }: Band, value: number): boolean =>
  (least === undefined || (above ? value > least : value >= least)) && (most === undefined || value <= most);

export function markOf(parameter: Parameter, found: Measured | null, answer: Answer | null): Mark {
  const { code, measure } = parameter;
  const most = mostOf(parameter);
  if (measure === null) {
    const said = parameter.answers.find((one) => one.answer === answer);
    return { code, most, marks: said?.marks ?? null, measured: null, answer: said?.answer ?? null };
  }
  const value = found?.value ?? null;
  const band = value === null ? undefined : parameter.bands.find((one) => fits(one, value));
  return { code, most, marks: value === null ? null : (band?.marks ?? 0), measured: found, answer: null };
}

export function gradeOf(scheme: Pick<Scheme, 'kind' | 'grades'>, marks: readonly Mark[]): Graded {
  const total = marks.reduce((sum, mark) => sum + (mark.marks ?? 0), 0);
  const most = marks.reduce((sum, mark) => sum + mark.most, 0);
  const unknown = marks.filter((mark) => mark.marks === null).length;
  const told = { marks, total, most, unknown };
  if (scheme.kind === 'all') {
    const failed = marks.some((mark) => mark.marks !== null && mark.marks < mark.most);
    return { ...told, grade: failed ? 'not_met' : unknown > 0 ? null : 'met' };
  }
  if (unknown > 0) return { ...told, grade: null };
  const reached = scheme.grades.find((one) => total >= marksFor(one, most));
  return { ...told, grade: reached?.grade ?? null };
}

/** The fewest whole marks that reach a cut-off. */
export function marksFor({ leastBps, above }: { leastBps: number; above?: boolean | undefined }, most: number): number {
  const exact = leastBps * most;
  return above ? Math.floor(exact / 10_000) + 1 : Math.ceil(exact / 10_000);
}

export type Step = {
  readonly code: string;
  readonly from: number | null;
  readonly to: number;
  /** What the figure must come to; null for an assessor's answer. */
  readonly least: number | null;
  readonly most: number | null;
  readonly above: boolean;
  /** Of a ratio: how many of the present whole that is. */
  readonly out: number | null;
  readonly answer: Answer | null;
};
export type Lift = { readonly grade: string; readonly needed: number; readonly steps: readonly Step[] };

/** Next better bands of one head, nearest first. A head nobody can say yet is lifted from nothing. */
function bettersOf(parameter: Parameter, mark: Mark): Step[] {
  const now = mark.marks ?? 0;
  const step = {
    code: parameter.code,
    from: mark.marks,
    least: null,
    most: null,
    above: false,
    out: null,
    answer: null,
  };
  const said = parameter.answers.map((one): Step => ({ ...step, to: one.marks, answer: one.answer }));
  const banded = parameter.bands.map((band): Step => {
    const { of = null, unit = 'count' } = mark.measured ?? {};
    const least = band.least ?? null;
    const share = least !== null && of !== null && unit === 'bps' ? outFor(least, of, band.above === true) : null;
    return { ...step, to: band.marks, least, most: band.most ?? null, above: band.above === true, out: share };
  });
  return [...said, ...banded].filter((one) => one.to > now).toSorted((a, b) => a.to - b.to);
}

/** The fewest of `of` that make a share of at least (or above) so many hundredths of a per cent. */
export const outFor = (leastBps: number, of: number, above: boolean): number =>
  above ? Math.floor((leastBps * of) / 10_000) + 1 : Math.ceil((leastBps * of) / 10_000);

/**
 * What would lift the group one grade: as few bands climbed as can be, then as few heads touched. Exact, by the sums of marks that can
 * be reached. Null at the top, or where there are no grades.
 */
export function liftOf(scheme: Scheme, graded: Graded): Lift | null {
  const choices = scheme.parameters.map((parameter, at) => bettersOf(parameter, graded.marks[at]!));
  if (scheme.kind === 'all') {
    const steps = choices.flatMap((betters) => betters.at(-1) ?? []);
    return steps.length === 0 ? null : { grade: 'met', needed: steps.length, steps };
  }
  const next = scheme.grades.findLast((one) => graded.total < marksFor(one, graded.most));
  if (!next) return null;
  const needed = marksFor(next, graded.most) - graded.total;
  type Plan = { readonly cost: number; readonly steps: readonly Step[] };
  let plans = new Map<number, Plan>([[0, { cost: 0, steps: [] }]]);
  for (const betters of choices) {
    const grown = new Map(plans);
    for (const [gained, plan] of plans)
      betters.forEach((step, at) => {
        const sum = Math.min(needed, gained + step.to - (step.from ?? 0));
        // a band is dearer than a head by far, so bands decide and heads only break ties
        const cost = plan.cost + (at + 1) * 100 + 1;
        const known = grown.get(sum);
        if (!known || cost < known.cost) grown.set(sum, { cost, steps: [...plan.steps, step] });
      });
    plans = grown;
  }
  const best = plans.get(needed);
  return best ? { grade: next.grade, needed, steps: best.steps } : null;
}

/** Every answer belongs to a head that asks for one, once, and none is left out. */
export function checkAnswers(
  scheme: Scheme,
  answers: readonly { readonly code: string; readonly answer: Answer }[],
): Ruling<ReadonlyMap<string, Answer>> {
  const said = new Map(answers.map((one) => [one.code, one.answer]));
  const asked = scheme.parameters.filter((one) => one.measure === null);
  if (said.size < answers.length || answers.some((one) => !asked.some((head) => head.code === one.code)))
    return ruledOut('linkage.answer_not_asked');
  for (const head of asked) {
    const answer = said.get(head.code);
    if (!answer) return ruledOut('linkage.answer_missing', { code: head.code });
    if (!head.answers.some((one) => one.answer === answer)) return ruledOut('linkage.answer_not_asked');
  }
  return ruled(said);
}
