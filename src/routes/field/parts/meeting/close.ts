/** The end of a meeting: what the officers sign, the slip, and the command that carries it all. */
import { makeSlipCode, type Store } from '#field/index.ts';
import { contextAfter, judge, type GroupContext, type MeetingSheet } from '#domain/meetings/index.ts';
import { canonicalJson, sha256Hex, type Json } from '#platform/canonical.ts';
import type { SlipView } from './slip-view.ts';

/** Hash of what was agreed: the sheet without its confirmations and the hour of closing, so that each officer signs the same. */
export function agreedHash(sheet: MeetingSheet): Promise<string> {
  const { confirmations: _confirmations, closedAt: _closedAt, step: _step, ...agreed } = sheet;
  return sha256Hex(canonicalJson(agreed as unknown as Json));
}

/** The meeting before this one, when the office does not have it yet: this one waits for it there. */
export const waitsFor = (sheet: MeetingSheet, confirmed: GroupContext): string[] =>
  sheet.previousMeetingId !== null && sheet.previousMeetingId !== confirmed.lastMeeting?.meetingId
    ? [sheet.previousMeetingId]
    : [];

/** @param headHash head of the group's book as the office last told it; empty when it told none. */
export async function slipOf(
  store: Store,
  sheet: MeetingSheet,
  of: { context: GroupContext; headHash: string },
): Promise<SlipView> {
  const ruling = judge(sheet, of.context);
  if (!ruling.ok) throw new Error(ruling.code);
  const { memberLines: lines, practice, closingCashPaise } = ruling.value;
  const { meetingId, groupId, heldOn } = sheet;
  const after = contextAfter(of.context, sheet, ruling.value);
  const sheetHash = await agreedHash(sheet);
  const facts = { meetingId, groupId, heldOn, closingCashPaise, sheetHash, headHash: of.headHash };
  return {
    sheet,
    names: of.context.names,
    members: after.members.map(({ personId, names }) => ({ personId, names })),
    lines,
    practice,
    code: practice ? null : await makeSlipCode(store, facts),
  };
}
