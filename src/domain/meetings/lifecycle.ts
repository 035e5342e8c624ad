/** The life of a meeting as data: which states there are and what leads from one to the next. */
export type MeetingState = 'planned' | 'open' | 'closed' | 'held' | 'skipped' | 'cancelled' | 'reversed';
export type MeetingEvent = 'open' | 'skip' | 'cancel' | 'close' | 'hold' | 'release' | 'refuse' | 'reverse';

/** `held`: closed on a phone, waiting at the server for its parent or a named person. `closed` is posted and final but for reversal. */
export const MEETING_LIFE: Readonly<Record<MeetingState, Readonly<Partial<Record<MeetingEvent, MeetingState>>>>> = {
  planned: { open: 'open', skip: 'skipped' },
  open: { close: 'closed', hold: 'held', cancel: 'cancelled' },
  held: { release: 'closed', refuse: 'cancelled' },
  closed: { reverse: 'reversed' },
  skipped: { open: 'open' },
  cancelled: {},
  reversed: {},
};

/** The state an event leads to, or null when it cannot happen there. */
export const nextState = (state: MeetingState, event: MeetingEvent): MeetingState | null =>
  MEETING_LIFE[state][event] ?? null;
