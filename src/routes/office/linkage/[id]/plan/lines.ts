/** Lines of the plan's form: the draft's own, else what was asked for at meetings; some empty ones below. */
import type { PlanPage } from '#domain/linkage/index.server.ts';
import type { SentForm } from '../../../form.server.ts';

export type FormRow = { readonly personId: string; readonly purpose: string; readonly amountPaise: number | null };

const EMPTY: FormRow = { personId: '', purpose: 'craft_material', amountPaise: null };
const SPARE = 3;
const LEAST = 5;

export function rowsFor({ plans, demands, now }: PlanPage): FormRow[] {
  const [last] = plans;
  const draft = last && last.approvedOn === null ? last.lines : null;
  const waiting = demands
    .filter((one) => now.includes(one.personId))
    .map((one) => ({ ...one, amountPaise: one.amountPaise - one.grantedPaise }));
  const rows: FormRow[] = [...(draft ?? waiting)];
  return [...rows, ...Array.from({ length: Math.max(SPARE, LEAST - rows.length) }, () => EMPTY)];
}

/** Only lines with an amount. They go in by the order typed, ties as they stood. */
export function linesIn(sent: SentForm): unknown[] {
  const count = sent.all('row').length;
  return Array.from({ length: count }, (_, at) => ({
    order: Number(sent.text(`order.${at}`)) || at + 1,
    line: {
      personId: sent.text(`personId.${at}`),
      purpose: sent.text(`purpose.${at}`),
      amountPaise: sent.amountOrNull(`amountPaise.${at}`),
    },
  }))
    .filter(({ line }) => line.amountPaise !== null)
    .toSorted((a, b) => a.order - b.order)
    .map(({ line }) => line);
}
