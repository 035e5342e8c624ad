/** Eighteen months of one group, meeting by meeting, sent by its bookkeeper's phone; the phone's own rules reckon what it knows next. */
import {
  addLine,
  contextAfter,
  judge,
  nextMeetingOn,
  setAttendance,
  setSaving,
  type GroupContext,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { addDays } from '#platform/dates.ts';
import type { Actor } from '#platform/door.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { signCutOff } from './cut-off.server.ts';
import { actorAs, command, inLanes, must, type Cast, type Desk } from './desk.server.ts';
import { FUND_STORIES, fundGroups, fundMoney } from './funds.ts';
import { storeDrawnPage } from './photos.server.ts';
import type { GroupPlan } from './plan.model.ts';
import { randomOf } from './random.server.ts';
import { clockOf, leaveWithSetOff, officersOn, ordinarySheet, type Meeting, type Tap } from './sheet.ts';
import { finish, type Ending } from './sheet-close.ts';

export async function holdMeetings(desk: Desk, cast: Cast, lanes: number): Promise<void> {
  const count = desk.plan.groups.reduce((sum, group) => sum + group.meetingDays.length, 0);
  let done = 0;
  const tell = () => desk.onStep(`Demo: meetings ${done}/${count}`);
  tell();
  const onMeeting = () => {
    done += 1;
    if (done % 20 === 0 || done === count) tell();
  };
  // the longest first, so that no lane is left alone at the end
  const groups = desk.plan.groups.toSorted((a, b) => b.meetingDays.length - a.meetingDays.length);
  await inLanes(groups, { lanes, work: (group) => runGroup({ desk, cast, group, onMeeting }) });
}

type Run = { readonly desk: Desk; readonly cast: Cast; readonly group: GroupPlan; readonly onMeeting: () => void };

async function runGroup(run: Run): Promise<void> {
  const { desk, cast, group, onMeeting } = run;
  const who = actorAs(cast, group.bookkeeper);
  const random = randomOf(`${desk.plan.seed} ${group.key} meetings`);
  if (group.story === 'cut_off' || group.story === 'cut_off_and_paper')
    await signCutOff(desk, who, { group, context: await contextOf(desk, who, group.groupId) });
  let context = await contextOf(desk, who, group.groupId);
  let before: MeetingSheet | null = null;
  for (const [number, heldOn] of group.meetingDays.entries()) {
    onMeeting();
    if (heldOn === group.skippedOn) {
      await skip(desk, who, { group, heldOn });
      continue;
    }
    const last = heldOn === group.meetingDays.at(-1);
    const recorder = { userId: who.userId, deviceId: who.deviceId ?? null, since: clockOf(heldOn, 0) };
    const meeting: Meeting = { group, context, heldOn, recorder, random, number };
    const { sheet, after } = await record(run, meeting, { who, before, last });
    if (last && group.story === 'refused') return refuseLast(run, who, sheet);
    await must(send(desk, who, sheet), `${group.key}, ${heldOn}`);
    if (last && group.story === 'held') await recordTwice(run, meeting);
    [context, before] = [after, sheet];
  }
}

export async function contextOf({ app }: Desk, who: Actor, groupId: string): Promise<GroupContext> {
  const answer = await app.ask<GroupContext | null>('meetings.context', who, { groupId });
  if (answer.kind !== 'answer' || !answer.value) throw new Error(`No group ${groupId}: ${JSON.stringify(answer)}`);
  return answer.value;
}

export const send = ({ app }: Desk, who: Actor, sheet: MeetingSheet): Promise<Outcome<unknown>> =>
  app.send(who, {
    id: sheet.meetingId,
    name: 'meetings.close',
    payload: sheet,
    businessDate: sheet.heldOn,
    deviceAt: sheet.closedAt ?? undefined,
    deviceId: who.deviceId ?? undefined,
  });

type Recording = { readonly who: Actor; readonly before: MeetingSheet | null; readonly last: boolean };

/** One meeting as its story has it, judged as the phone would before it is sent. */
async function record({ desk }: Run, meeting: Meeting, { who, before, last }: Recording) {
  const { group, context, number, random } = meeting;
  let extra: Tap | undefined;
  let ending: Ending = {};
  let paper: Partial<MeetingSheet> = {};
  const left = context.members.some((member) => member.leftOn !== null);
  if (group.story === 'exit' && number >= 6 && !left) extra = leaveWithSetOff;
  if (group.story === 'shortage' && number === 7) ending = { shortPaise: 2_000 };
  if (group.story === 'correction' && last && before) extra = correctSaving(before);
  if (group.story === 'photo' && last)
    ending = { way: 'photo', pagePhotoId: await storeDrawnPage(desk, who, random.id(meeting.heldOn)) };
  if (group.story === 'cut_off_and_paper' && number === 9)
    paper = { source: 'paper', paperPhotoId: await storeDrawnPage(desk, who, random.id(meeting.heldOn)) };
  const fund = FUND_STORIES[fundGroups(desk.plan).indexOf(group)];
  if (fund) extra = fundMoney(fund, group.meetingDays.length - 1 - number);
  const sheet = finish({ ...ordinarySheet(meeting, extra), ...paper }, meeting, ending);
  const ruling = judge(sheet, context);
  if (!ruling.ok) throw new Error(`${group.key}, ${sheet.heldOn}: ${ruling.code} ${JSON.stringify(ruling.params)}`);
  return { sheet, after: contextAfter(context, sheet, ruling.value) };
}

/** At the meeting before, twice as much was written for her as she gave; she is away when it is put right. */
const correctSaving =
  (before: MeetingSheet): Tap =>
  (sheet, { context, heldOn, random }) => {
    const officers = officersOn(context, heldOn);
    const saving = before.savings.find((one) => one.compulsoryPaise > 0 && !officers.includes(one.personId));
    if (!saving) return sheet;
    const { personId, compulsoryPaise } = saving;
    const away = setAttendance(sheet, context, { personId, state: 'absent_notice' });
    return addLine(setSaving(away, { personId, compulsoryPaise: 0, voluntaryPaise: 0 }), 'corrections', {
      correctionId: random.id(heldOn),
      reversesMeetingId: before.meetingId,
      part: 'compulsory',
      personId,
      loanId: null,
      head: null,
      partyId: null,
      wasPaise: compulsoryPaise,
      nowPaise: compulsoryPaise / 2,
      reason: 'Written twice by mistake',
    });
  };

async function skip(desk: Desk, who: Actor, { group, heldOn }: { group: GroupPlan; heldOn: string }): Promise<void> {
  const cycle = group.rules.at(-1)!.cycle;
  const nextMeeting = { on: nextMeetingOn(cycle, heldOn), place: cycle.place };
  const missed = { groupId: group.groupId, plannedOn: heldOn, reason: 'festival', note: '', nextMeeting };
  await command(desk, who, ['meetings.skip', missed, { deviceId: who.deviceId ?? undefined, businessDate: heldOn }]);
}

/** Another bookkeeper wrote the same meeting on her phone: her record is held beside the first. */
async function recordTwice({ desk, cast }: Run, meeting: Meeting): Promise<void> {
  const who = actorAs(cast, 'bookkeeper_2');
  const { heldOn, context } = meeting;
  const recorder = { userId: who.userId, deviceId: who.deviceId ?? null, since: clockOf(heldOn, 0) };
  const sheet = finish(ordinarySheet({ ...meeting, recorder }), { ...meeting, recorder });
  const outcome = await send(desk, who, sheet);
  if (outcome.kind !== 'held')
    throw new Error(`A second record of ${context.names.en} was answered ${JSON.stringify(outcome)}`);
}

/** The office had entered new officers that the phone did not know of: one who confirmed was secretary no more. */
async function refuseLast({ desk, cast, group }: Run, who: Actor, sheet: MeetingSheet): Promise<void> {
  const supervisor = actorAs(cast, 'supervisor');
  const { groupId, offices, women } = group;
  const old = offices.find((term) => term.office === 'secretary' && term.untilOn === null)!;
  const changedOn = addDays(sheet.heldOn, -2);
  const run = (name: string, personId: string, more: object) =>
    command(desk, supervisor, [name, { groupId, personId, office: 'secretary', ...more }]);
  await run('groups.endOffice', old.personId, { endedOn: changedOn });
  await run('groups.beginOffice', women[5]!.personId, { fromOn: changedOn });
  const outcome = await send(desk, who, sheet);
  if (outcome.kind !== 'refused') throw new Error(`The refused record was answered ${JSON.stringify(outcome)}`);
}

/** A practice meeting of the practice group: it is judged like any other and posts nothing. */
export async function practise(desk: Desk, who: Actor, group: GroupPlan): Promise<void> {
  const context = await contextOf(desk, who, group.groupId);
  const heldOn = desk.plan.endOn;
  const recorder = { userId: who.userId, deviceId: who.deviceId ?? null, since: clockOf(heldOn, 0) };
  const random = randomOf(`${desk.plan.seed} practice`);
  const meeting: Meeting = { group, context, heldOn, recorder, random, number: 0 };
  await must(send(desk, who, finish(ordinarySheet(meeting), meeting)), 'practice');
}
