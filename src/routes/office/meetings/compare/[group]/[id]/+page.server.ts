import { redirect } from '@sveltejs/kit';
import { compareSheets } from '#domain/meetings/index.ts';
import type { Comparison } from '#domain/meetings/index.server.ts';
import type { HeldRow } from '#app/desk/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { group: groupId, id: heldCommandId } = event.params;
  const comparison = found(await ask<Comparison | null>(event, 'meetings.compare', { groupId, heldCommandId }));
  const row = found(await ask<HeldRow | null>(event, 'desk.heldOne', { commandId: heldCommandId }));
  const { held, other, names } = comparison;
  const stands = other && other.meeting.heldOn === held.sheet.heldOn && other.meeting.kind === held.sheet.kind;
  // Another meeting's figures beside these would only mislead.
  const pairs = compareSheets(stands ? other.sheet : null, held.sheet);
  return {
    row,
    names,
    pairs,
    sheet: held.sheet,
    other: stands ? other.meeting : null,
    /** What the held one waits for can be opened again by a person. */
    periodsHref: row.code === 'ledger.period_closed' ? `/office/money/${groupId}/periods` : null,
    /** The one in the books is of the same day: the two are one meeting recorded twice. */
    sameMeeting: Boolean(stands),
    differing: pairs.filter((pair) => !pair.same).length,
    formId: newId(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { group: groupId, id: heldCommandId } = event.params;
    const sent = await readForm(event);
    const done = await sent.do('meetings.settle', {
      groupId,
      heldCommandId,
      choice: sent.text('choice'),
      otherMeetingId: sent.text('choice') === 'replace' ? sent.orNull('otherMeetingId') : null,
      reason: sent.text('reason'),
    });
    return done.failed ?? redirect(303, '/office/held');
  },
};
