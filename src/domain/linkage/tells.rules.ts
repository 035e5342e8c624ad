/**
 * Signs worth a look together, from the meetings of a group alone: the same on its phone and at the office. Each opens the meetings behind
 * it. The group sees a sign when it is there, the office only when it stayed for some meetings more. Pure; paise.
 */
import { addDays, type IsoDate } from '#platform/dates.ts';
import { rulesOn, type GroupContext, type MeetingDoc, type MeetingDocLine } from '#domain/meetings/index.ts';
import type { TellCode, TellGround, TellRules } from './tells.model.ts';

type Figures = Readonly<Record<string, number>>;
export type Tell = {
  readonly code: TellCode;
  /** First there at this meeting and at each since; names the sign when it is answered. */
  readonly sinceMeetingId: string;
  readonly sinceOn: IsoDate;
  /** Meetings held after that one. */
  readonly meetingsSince: number;
  /** What it is told by now: counts, `...Paise`, `...Bps`. */
  readonly figures: Figures;
  readonly meetingIds: readonly string[];
  readonly personIds: readonly string[];
  readonly visitOn: IsoDate | null;
};
type Seen = Pick<Tell, 'figures' | 'meetingIds'> & Partial<Pick<Tell, 'personIds' | 'visitOn'>>;

export type TellInput = {
  readonly context: Pick<GroupContext, 'rules' | 'officers' | 'practice'>;
  readonly meetings: readonly MeetingDoc[];
  readonly ground: Pick<TellGround, 'rules' | 'visits'>;
};
/** What is known when one meeting has just been closed. */
type View = {
  readonly input: TellInput;
  /** Oldest first; the last is the meeting itself. */
  readonly held: readonly MeetingDoc[];
  readonly last: MeetingDoc;
  readonly rules: TellRules;
};

const savedOf = ([, , compulsory, voluntary]: MeetingDocLine): number => compulsory + voluntary;
const principalOf = (line: MeetingDocLine): number => line[5];
const repaidOf = (line: MeetingDocLine): number => line[5] + line[6];
const lentOf = (line: MeetingDocLine): number => line[8];
const owesOf = (line: MeetingDocLine): number => line[10];
const isAbsent = (line: MeetingDocLine): boolean => line[1] === 'absent' || line[1] === 'absent_notice';
const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);
const ids = (meetings: readonly MeetingDoc[]): string[] => meetings.map((one) => one.meetingId);
const isAbove = (part: number, whole: number, bps: number): boolean => part * 10_000 > whole * bps;
const bpsOf = (part: number, whole: number): number => Math.round((part / whole) * 10_000);

function uniformSavings({ held, rules: { uniformSavings: limit } }: View): Seen | null {
  const last = held.slice(-limit.meetings);
  const paise = last[0]?.lines[0] ? savedOf(last[0].lines[0]) : 0;
  const least = Math.min(...last.map((one) => one.lines.length));
  if (last.length < limit.meetings || least < limit.leastMembers || paise <= 0) return null;
  if (last.some((one) => one.lines.some((line) => savedOf(line) !== paise))) return null;
  return { figures: { meetings: last.length, members: least, savedPaise: paise }, meetingIds: ids(last) };
}

function absentPaid({ held, rules: { absentPaid: limit } }: View): Seen | null {
  const last = held.slice(-limit.meetings);
  const absent = last.flatMap((one) => one.lines.filter(isAbsent));
  const paid = absent.filter((line) => savedOf(line) > 0);
  if (last.length < limit.meetings || paid.length < limit.least) return null;
  if (paid.length * 10_000 < absent.length * limit.shareBps) return null;
  const behind = last.filter((one) => one.lines.some((line) => isAbsent(line) && savedOf(line) > 0));
  return {
    figures: { times: paid.length, absent: absent.length, meetings: last.length },
    meetingIds: ids(behind),
    personIds: [...new Set(paid.map(([personId]) => personId))],
  };
}

/** Meetings in which one of these borrowed, and the last one. */
const lendings = ({ held, last }: View, women: ReadonlySet<string>): string[] =>
  ids(
    held.filter((one) => one === last || one.lines.some((line) => women.has(line[0]) && lentOf(line) > 0)).slice(-12),
  );

const LEADERS = new Set(['president', 'secretary', 'treasurer']);
function officerLoans(view: View): Seen | null {
  const { last, rules, input } = view;
  const limit = rules.officerLoans;
  const leaders = new Set(
    input.context.officers
      .filter((one) => LEADERS.has(one.office) && one.fromOn <= last.heldOn)
      .filter((one) => one.untilOn === null || last.heldOn < one.untilOn)
      .map((one) => one.personId),
  );
  const theirs = last.lines.filter((line) => leaders.has(line[0]));
  const [part, whole] = [sum(theirs.map(owesOf)), sum(last.lines.map(owesOf))];
  if (whole < limit.leastPaise || !isAbove(part, whole, limit.shareBps)) return null;
  // few women, many of them leaders: their share of the money beside their share of the group
  if (part * last.lines.length < whole * theirs.length * limit.timesTheirNumber) return null;
  const owing = new Set(theirs.filter((line) => owesOf(line) > 0).map(([personId]) => personId));
  const figures = { shareBps: bpsOf(part, whole), partPaise: part, wholePaise: whole, leaders: theirs.length };
  return {
    figures: { ...figures, members: last.lines.length },
    meetingIds: lendings(view, owing),
    personIds: [...owing],
  };
}

function oneBorrower(view: View): Seen | null {
  const { last, rules } = view;
  const limit = rules.oneBorrower;
  const whole = sum(last.lines.map(owesOf));
  const most = last.lines.toSorted((a, b) => owesOf(b) - owesOf(a))[0];
  if (!most || last.lines.length < limit.leastMembers || whole < limit.leastPaise) return null;
  if (!isAbove(owesOf(most), whole, limit.shareBps)) return null;
  const figures = { shareBps: bpsOf(owesOf(most), whole), partPaise: owesOf(most), wholePaise: whole };
  return { figures, meetingIds: lendings(view, new Set([most[0]])), personIds: [most[0]] };
}

function cashOverLimit({ held, input, rules: { cashOverLimit: limit } }: View): Seen | null {
  const most = (one: MeetingDoc) =>
    input.context.rules.length > 0 ? rulesOn(input.context as GroupContext, one.heldOn).cashLimitPaise : null;
  const isOver = (one: MeetingDoc) => one.closingCashPaise > (most(one) ?? Infinity);
  let times = 0;
  while (times < held.length && isOver(held.at(-1 - times)!)) times += 1;
  const last = held.slice(held.length - times);
  const latest = last.at(-1);
  if (times < limit.meetings || !latest) return null;
  return {
    figures: { meetings: times, cashPaise: latest.closingCashPaise, limitPaise: most(latest) ?? 0 },
    meetingIds: ids(last.slice(-12)),
  };
}

function paidBeforeVisit({ held, last, input, rules: { paidBeforeVisit: limit } }: View): Seen | null {
  const visitOn = input.ground.visits
    .filter((on) => on <= last.heldOn)
    .toSorted()
    .at(-1);
  if (!visitOn || held.filter((one) => one.heldOn >= visitOn).length > limit.shownMeetings) return null;
  const from = addDays(visitOn, -limit.days);
  const during = held.filter((one) => one.heldOn >= from && one.heldOn < visitOn);
  const before = held.filter((one) => one.heldOn < from).slice(-limit.beforeMeetings);
  const owed = before.at(-1)?.lines ?? [];
  if (during.length === 0 || before.length < limit.beforeMeetings || sum(owed.map(owesOf)) === 0) return null;
  const repaid = (of: readonly MeetingDoc[]) => sum(of.flatMap((one) => one.lines.map(repaidOf)));
  const [came, usual] = [repaid(during), Math.round((repaid(before) * during.length) / before.length)];
  if (came < usual * limit.times || came - usual < limit.leastPaise) return null;
  return {
    figures: { days: limit.days, camePaise: came, usualPaise: usual },
    meetingIds: ids([...before, ...during]),
    visitOn,
  };
}

function repaidAndBorrowed({ held, rules: { repaidAndBorrowed: limit } }: View): Seen | null {
  const last = held.slice(-limit.meetings);
  const isBoth = (line: MeetingDocLine) => principalOf(line) >= limit.leastPaise && lentOf(line) >= principalOf(line);
  const both = last.flatMap((one) => one.lines.filter(isBoth));
  if (both.length < limit.least) return null;
  return {
    figures: { times: both.length, meetings: last.length, paidPaise: sum(both.map(principalOf)) },
    meetingIds: ids(last.filter((one) => one.lines.some(isBoth))),
    personIds: [...new Set(both.map(([personId]) => personId))],
  };
}

const SIGNS: Readonly<Record<TellCode, (view: View) => Seen | null>> = {
  uniform_savings: uniformSavings,
  absent_paid: absentPaid,
  officer_loans: officerLoans,
  one_borrower: oneBorrower,
  cash_over_limit: cashOverLimit,
  paid_before_visit: paidBeforeVisit,
  repaid_and_borrowed: repaidAndBorrowed,
};

export const tellRulesOn = (rules: readonly TellRules[], on: IsoDate): TellRules | undefined =>
  rules
    .filter((one) => one.fromOn <= on)
    .toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1))
    .at(-1);

/**
 * The installation's versions until the organisation's first own one, then its own alone; of two of its own for one day the later set.
 * @param own in the order they were set
 */
export function tellRulesIn(defaults: readonly TellRules[], own: readonly TellRules[]): TellRules[] {
  const last = new Map(own.map((one) => [one.fromOn, one]));
  const days = [...last.keys()].toSorted();
  const [first] = days;
  const before = defaults.filter((one) => first === undefined || one.fromOn < first);
  return [...before.toSorted((a, b) => (a.fromOn < b.fromOn ? -1 : 1)), ...days.map((day) => last.get(day)!)];
}

/** What a sign is about: another woman or another visit is another sign. */
const subjectOf = (code: TellCode, { personIds = [], visitOn = null }: Seen): string | null =>
  code === 'one_borrower' ? (personIds[0] ?? null) : visitOn;

/** The signs that are there at the last meeting, oldest first. Practice has none. */
export function tellsOf(input: TellInput): Tell[] {
  const held = input.meetings
    .filter((one) => one.state === 'closed' && one.kind !== 'cut_off')
    .toSorted((a, b) => (a.heldOn < b.heldOn ? -1 : a.heldOn > b.heldOn ? 1 : 0));
  if (input.context.practice) return [];
  const seenAt = (code: TellCode, at: number): Seen | null => {
    const last = held[at];
    const rules = last && tellRulesOn(input.ground.rules, last.heldOn);
    return rules ? SIGNS[code]({ input, held: held.slice(0, at + 1), last, rules }) : null;
  };
  const found = (Object.keys(SIGNS) as TellCode[]).flatMap((code): Tell[] => {
    const now = seenAt(code, held.length - 1);
    if (!now) return [];
    let first = held.length - 1;
    const isSame = (seen: Seen | null) => seen !== null && subjectOf(code, seen) === subjectOf(code, now);
    while (first > 0 && isSame(seenAt(code, first - 1))) first -= 1;
    const { meetingId, heldOn } = held[first]!;
    const since = { sinceMeetingId: meetingId, sinceOn: heldOn, meetingsSince: held.length - 1 - first };
    return [{ code, ...since, personIds: [], visitOn: null, ...now }];
  });
  return found.toSorted((a, b) => (a.sinceOn < b.sinceOn ? -1 : a.sinceOn > b.sinceOn ? 1 : 0));
}

/** What the office may see of them: those the group has had in front of it for so many meetings. By the rule of the sign's own day. */
export const shownToOffice = (tells: readonly Tell[], rules: readonly TellRules[]): Tell[] =>
  tells.filter((one) => {
    const rule = tellRulesOn(rules, one.sinceOn);
    return rule !== undefined && one.meetingsSince >= rule.groupFirstMeetings;
  });
