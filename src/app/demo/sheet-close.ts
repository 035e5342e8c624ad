/** The end of a demo meeting: the box counted note by note, perhaps a shortage voted, two officers confirm. */
import {
  closeSheet,
  confirm,
  expectedClosingCash,
  isHere,
  quorumOf,
  setClosingCount,
  voteDifference,
  type Confirmation,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { clockOf, officersOn, type Meeting } from './sheet.ts';

const NOTES_PAISE = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100] as const;

/** The fewest notes and coins for an amount of whole rupees. */
export function notesOf(paise: number): { valuePaise: number; count: number }[] {
  let left = paise;
  return NOTES_PAISE.flatMap((valuePaise) => {
    const count = Math.floor(left / valuePaise);
    left -= count * valuePaise;
    return count > 0 ? [{ valuePaise, count }] : [];
  });
}

export type Ending = {
  readonly shortPaise?: number;
  readonly way?: Confirmation['way'];
  readonly pagePhotoId?: string | null;
};

export function finish(sheet: MeetingSheet, meeting: Meeting, ending: Ending = {}): MeetingSheet {
  const { shortPaise = 0, way = 'pin', pagePhotoId = null } = ending;
  const { context, heldOn } = meeting;
  let done: MeetingSheet = {
    ...sheet,
    minutes: { agenda: ['बचत', 'कर्ज़', 'अगली बैठक'], decisions: [], pagePhotoId },
  };
  done = setClosingCount(done, notesOf(expectedClosingCash(done) - shortPaise));
  const { here } = quorumOf(done, context);
  if (shortPaise > 0)
    done = voteDifference(done, {
      votesFor: here - 1,
      votesAgainst: 1,
      reason: 'A note was torn and not taken by the shop',
    });
  const at = clockOf(heldOn, 95);
  for (const personId of officersOn(context, heldOn)
    .filter((one) => isHere(done, one))
    .slice(0, 2))
    done = confirm(done, { personId, way, at, signature: null });
  return closeSheet(done, at);
}
