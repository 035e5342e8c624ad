import { memberSlip } from '#app/paper/slips.ts';
import { speechOf } from '#app/paper/speech.ts';
import { receiptsFor, verifyLink } from '#app/receipts/index.server.ts';
import type { MeetingPage } from '#domain/meetings/index.server.ts';
import { ask, found, whoIs } from '../../../../../ask.ts';
import type { PageServerLoad } from './$types';

/** Her slip of one meeting on the screen, as the paper shows it, with the code anybody can check. */
export const load: PageServerLoad = async (event) => {
  const { group: groupId, id: meetingId, person: personId } = event.params;
  const { meeting, lines } = found(await ask<MeetingPage | null>(event, 'meetings.one', { groupId, meetingId }));
  const line = found(lines.find((one) => one.personId === personId));
  const receipts = await receiptsFor({ app: event.locals.app, who: whoIs(event) }, { groupId, meetingId });
  const text = receipts.kind === 'answer' && receipts.value?.members.find((one) => one.personId === personId)?.text;
  const { lines: shown, words } = memberSlip(line, speechOf(event.locals.language), null);
  return { meeting, line, shown, words, link: text ? verifyLink(event.url.origin, text) : null };
};
