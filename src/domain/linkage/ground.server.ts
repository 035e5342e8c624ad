/** What is known of a group on a day: the facts its marks are made of. Four statements a group. */
import { sql } from 'kysely';
import { addDays, addMonths, monthOf, type IsoDate } from '#platform/dates.ts';
import type { Tx } from '#platform/db.server.ts';
import { sumsOnDays } from '#domain/ledger/index.server.ts';
import { nextMeetingOn, rulesOn, type GroupContext } from '#domain/meetings/index.ts';
import { loadContext } from '#domain/meetings/index.server.ts';
import type { Scheme } from './grading.model.ts';
import type { Facts, LoanFact, MeetingFact, MemberFact } from './measures.rules.ts';

export type Ground = { readonly context: GroupContext; readonly bookId: string };
export const groundOf = (tx: Tx, groupId: string): Promise<Ground | null> => loadContext(tx, groupId);

/** Credit less debit. */
const OWN = /^(2010|2020|2030|3\d{3}|4\d{3}|5\d{3})$/;

export type Terms = Pick<Scheme, 'windowMonths' | 'graceDays' | 'closeDays'>;

export async function factsOn(
  tx: Tx,
  { context, bookId }: Ground,
  { on, ...terms }: Terms & { on: IsoDate },
): Promise<Facts> {
  const windowFrom = addDays(addMonths(on, -terms.windowMonths), 1);
  const from = windowFrom > context.booksFromOn ? windowFrom : context.booksFromOn;
  const { groupId } = context;
  const meetings = await meetingsOf(tx, groupId, { context, from, on });
  const { rows: active } = await sql<{ since: IsoDate | null }>`select min(held_on) as since from meeting
    where org_id = ${tx.orgId} and group_id = ${groupId} and state = 'closed' and held_on <= ${on}::date`.execute(
    tx.db,
  );
  return {
    on,
    from,
    booksFromOn: context.booksFromOn,
    graceDays: terms.graceDays,
    closeDays: terms.closeDays,
    plannedOn: plannedDays(context, { from, on }),
    meetings: meetings.facts,
    members: membersOf(context, { on, saved: meetings.saved }),
    loans: await loansOf(tx, bookId, on),
    activeFrom: active[0]?.since ?? null,
    months: await monthsOf(tx, bookId, { from, on }),
  };
}

/** By the cycle that holds at the end of the window. */
export function plannedDays(context: GroupContext, { from, on }: { from: IsoDate; on: IsoDate }): IsoDate[] {
  const { cycle } = rulesOn(context, on);
  const days: IsoDate[] = [];
  let day = nextMeetingOn(
    cycle,
    cycle.unit === 'month' ? addMonths(from, -cycle.every) : addDays(from, -7 * cycle.every),
  );
  for (let turns = 0; day <= on && turns < 400; turns += 1) {
    if (day >= from) days.push(day);
    day = nextMeetingOn(cycle, day);
  }
  return days;
}

type MeetingRow = Omit<MeetingFact, 'savedPaise' | 'expectedPaise' | 'present' | 'members'> & {
  readonly lines: readonly [personId: string, isHere: boolean, compulsoryPaise: number, voluntaryPaise: number][];
};
async function meetingsOf(
  tx: Tx,
  groupId: string,
  { context, from, on }: { context: GroupContext; from: IsoDate; on: IsoDate },
): Promise<{ facts: MeetingFact[]; saved: Map<string, number> }> {
  // a meeting on the phone is in the books when it was closed there, signal or not; one from paper when it was typed
  const { rows } = await sql<MeetingRow>`
    select m.meeting_id as "meetingId", m.held_on as "heldOn",
      greatest(0, case when m.source = 'phone' and m.sheet ->> 'closedAt' is not null
        then ((m.sheet ->> 'closedAt')::timestamptz at time zone 'Asia/Kolkata')::date
        else (m.entered_at at time zone 'Asia/Kolkata')::date end - m.held_on) as "lateDays",
      coalesce(jsonb_typeof(m.sheet #> '{closing,difference}') = 'object', false) as "hasDifference",
      coalesce((select jsonb_agg(jsonb_build_array(l.person_id, l.attendance in ('present', 'late'), l.compulsory_paise, l.voluntary_paise)
        order by l.person_id) from meeting_line l where l.org_id = m.org_id and l.meeting_id = m.meeting_id), '[]') as lines
    from meeting m where m.org_id = ${tx.orgId} and m.group_id = ${groupId} and m.state = 'closed' and m.kind = 'regular'
      and m.held_on between ${from}::date and ${on}::date order by m.held_on`.execute(tx.db);
  const saved = new Map<string, number>();
  const facts = rows.map(({ lines, ...row }) => {
    const rules = rulesOn(context, row.heldOn);
    const own = new Map(rules.ownAmounts.map((one) => [one.personId, one.compulsoryPaise + one.voluntaryPaise]));
    const usual = rules.usualCompulsoryPaise + rules.usualVoluntaryPaise;
    let [savedPaise, expectedPaise] = [0, 0];
    for (const [personId, , compulsory, voluntary] of lines) {
      savedPaise += compulsory + voluntary;
      expectedPaise += own.get(personId) ?? usual;
      saved.set(personId, (saved.get(personId) ?? 0) + compulsory + voluntary);
    }
    const present = lines.filter(([, isHere]) => isHere).length;
    return { ...row, present, members: lines.length, savedPaise, expectedPaise };
  });
  return { facts, saved };
}

const membersOf = (
  context: GroupContext,
  { on, saved }: { on: IsoDate; saved: ReadonlyMap<string, number> },
): MemberFact[] =>
  context.members
    .filter((one) => one.joinedOn <= on && (one.leftOn === null || on < one.leftOn))
    .map(({ personId }) => ({ personId, savedPaise: saved.get(personId) ?? 0 }));

async function loansOf(tx: Tx, bookId: string, on: IsoDate): Promise<LoanFact[]> {
  const { rows } = await sql<LoanFact>`
    select l.loan_id as "loanId", l.borrower_id as "personId", l.purpose, l.principal_paise as "principalPaise",
      l.prepaid_paise as "prepaidPaise", l.disbursed_on as "disbursedOn",
      coalesce((select jsonb_agg(jsonb_build_object('dueOn', r.due_on, 'principalPaise', r.principal_paise, 'interestPaise', r.interest_paise,
        'growsPaise', r.grows_paise) order by r.no) from loan_row r where r.org_id = l.org_id and r.loan_id = l.loan_id), '[]') as rows,
      coalesce((select jsonb_agg(jsonb_build_object('paidOn', p.paid_on, 'principalPaise', p.principal_paise, 'interestPaise', p.interest_paise)
        order by p.paid_on) from loan_payment p where p.org_id = l.org_id and p.loan_id = l.loan_id), '[]') as payments
    from loan l where l.org_id = ${tx.orgId} and l.book_id = ${bookId} and l.borrower_kind = 'person' and l.state <> 'withdrawn'
      and l.disbursed_on <= ${on}::date order by l.disbursed_on, l.loan_id`.execute(tx.db);
  return rows;
}

/** Ends of whole months within the span, and its last day. */
export function monthEnds({ from, on }: { from: IsoDate; on: IsoDate }): IsoDate[] {
  const days: IsoDate[] = [];
  for (let next = addMonths(monthOf(from), 1); addDays(next, -1) < on; next = addMonths(next, 1))
    days.push(addDays(next, -1));
  return [...days, on];
}

async function monthsOf(tx: Tx, bookId: string, span: { from: IsoDate; on: IsoDate }): Promise<Facts['months']> {
  const days = monthEnds(span);
  const sums = await sumsOnDays(tx, { bookId, days });
  return days.map((day, at) => {
    const { accounts } = sums[at]!;
    const own = accounts.filter((one) => OWN.test(one.account));
    const bank = accounts.find((one) => one.account === '1020');
    return {
      on: day,
      ownPaise: own.reduce((all, one) => all + one.creditPaise - one.debitPaise, 0),
      bankPaise: bank ? bank.debitPaise - bank.creditPaise : 0,
    };
  });
}
