/** How a query goes: asked, answered, asked again, closed. Who may say what next. */
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { IsoDate } from '#platform/dates.ts';

export type QueryState = 'open' | 'answered' | 'closed';
type Addressed = { readonly toUserId: string | null; readonly toRole: string | null };
type Asker = { readonly userId: string; readonly roles: readonly string[] };

export const isAddressed = (query: Addressed, who: Asker): boolean =>
  query.toUserId === who.userId || (query.toRole !== null && who.roles.includes(query.toRole));

/** An open query waits for whom it is addressed to; an answered one for the auditor. */
export const isOverdue = (query: { state: QueryState; dueOn: IsoDate | null }, today: IsoDate): boolean =>
  query.state === 'open' && query.dueOn !== null && query.dueOn < today;

export function mayAnswer(query: Addressed & { state: QueryState }, who: Asker): Ruling<'answered'> {
  if (query.state === 'closed') return ruledOut('audit.query_closed');
  return isAddressed(query, who) ? ruled('answered') : ruledOut('audit.not_addressed');
}

/** Asking again also opens what was answered too shortly; what is closed stays closed. */
export const mayFollowUp = (state: QueryState): Ruling<'followed_up'> =>
  state === 'closed' ? ruledOut('audit.query_closed') : ruled('followed_up');

/** Also without an answer: the auditor found it elsewhere, and says so. */
export const mayClose = (state: QueryState): Ruling<'closed'> =>
  state === 'closed' ? ruledOut('audit.query_closed') : ruled('closed');

/** A day that is over is no day to answer by. */
export const mayBeDue = (dueOn: IsoDate, today: IsoDate): Ruling<IsoDate> =>
  dueOn < today ? ruledOut('audit.due_in_the_past', { dueOn, today }) : ruled(dueOn);
