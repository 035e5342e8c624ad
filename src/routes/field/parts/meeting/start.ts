/** The page's own acts: a recording is begun or resumed, its places are addresses, its end is a command and a slip. */
import { FieldError, takeBack } from '#field/index.ts';
import { closeSheet, type MeetingDoc } from '#domain/meetings/index.ts';
import { openNoted, withNoted } from '../noted.ts';
import { groupView, recorded, requireStore } from '../session.svelte.ts';
import { findMeeting } from './open.ts';
import type { Place } from './draft.ts';
import { Recording } from './sheet.svelte.ts';
import { SLIP_KIND } from './slip-view.ts';

export type Asked = Pick<URLSearchParams, 'get' | 'has'>;
export type Go = (search: string, replace: boolean) => Promise<void>;
export type Started = {
  /** Null while the group is not completely on the phone. */
  readonly recording: Recording | null;
  readonly movedAway: boolean;
  readonly close: () => Promise<void>;
  readonly restart: () => Promise<void>;
};

export const placeOf = (asked: Asked): Place => {
  const step = Number(asked.get('step') ?? 1);
  return { step: step >= 1 && step <= 8 ? Math.trunc(step) : 1, part: asked.get('part') ?? '' };
};
export const searchOf = (id: string, { step, part }: Place): string =>
  new URLSearchParams({ id, step: String(step), ...(part ? { part } : {}) }).toString();

const nothing: Started = { recording: null, movedAway: false, close: async () => {}, restart: async () => {} };

export async function startMeeting(groupId: string, asked: Asked, go: Go): Promise<Started> {
  const store = requireStore();
  const view = await groupView(groupId);
  if (!view) return nothing;
  const wanted = {
    draftId: asked.get('id'),
    correct: asked.get('correct'),
    paper: asked.has('paper'),
    special: asked.has('special'),
  };
  const { draft, resumed, movedAway } = await findMeeting(store, view.onPhone, wanted);
  const { meetingId: id } = draft.sheet;
  const docs: MeetingDoc[] = [...view.meetings, ...view.own.map((one) => one.doc)];
  const last = docs.findLast((doc) => doc.meetingId === view.onPhone.lastMeeting?.meetingId);
  const recording = new Recording({
    store,
    context: view.onPhone,
    confirmed: view.confirmed,
    draft,
    decided: last?.decisions ?? null,
    goTo: (place, replace = false) => void go(searchOf(id, place), replace),
  });
  const headHash = view.meetings.findLast((doc) => doc.headHash !== null)?.headHash ?? '';
  const noted = movedAway ? [] : await openNoted(store, view);
  recording.tap((sheet) => withNoted(sheet, view, noted));
  // Taken up again where it was left, when the address does not say where.
  if (resumed && !asked.has('step') && !asked.has('hand')) recording.go(draft.sheet.step, '', true);
  return {
    recording,
    movedAway,
    close: () => closeMeeting(recording, { headHash, go }),
    restart: async () => {
      await takeBack(store, id);
      location.reload();
    },
  };
}

async function closeMeeting(recording: Recording, { headHash, go }: { headHash: string; go: Go }): Promise<void> {
  const { store, context, confirmed, replaces } = recording;
  recording.fault = null;
  await recording.finish();
  try {
    // Read with the last step, on which it is called.
    const [{ slipOf, waitsFor }, { keepMeeting }] = await Promise.all([
      import('./close.ts'),
      import('../keep-meeting.ts'),
    ]);
    const sheet = closeSheet(recording.sheet, new Date(store.phone.now()).toISOString());
    const { meetingId } = sheet;
    const slip = await slipOf(store, sheet, { context, headHash });
    await keepMeeting(store, sheet, {
      finishesDraft: meetingId,
      replaces: replaces ?? undefined,
      dependsOn: waitsFor(sheet, confirmed),
      views: [{ kind: SLIP_KIND, id: meetingId, view: slip }],
    });
    await recorded();
    await go(new URLSearchParams({ done: meetingId }).toString(), true);
  } catch (fault) {
    recording.fault = fault instanceof FieldError ? fault.code : 'field.notKept';
    recording.reopen();
  }
}
