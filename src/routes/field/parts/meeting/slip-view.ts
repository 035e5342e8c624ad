/** What is kept of a closed meeting on the phone. Apart from how it is made: the pages that only read it need nothing of that. */
import type { GroupContext, MeetingSheet, MemberLine } from '#domain/meetings/index.ts';

export const SLIP_KIND = 'slip';
/** What is kept of a meeting for its slips, for the next meeting's "last decisions" and for a correction. */
export type SlipView = {
  readonly sheet: MeetingSheet;
  readonly names: GroupContext['names'];
  readonly members: readonly { readonly personId: string; readonly names: GroupContext['names'] }[];
  readonly lines: readonly MemberLine[];
  readonly practice: boolean;
  readonly code: string | null;
};
