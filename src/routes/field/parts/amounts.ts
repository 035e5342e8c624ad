/** What a recorded command is worth in money; needed before any figure is worked out, so apart from what works them out. */
import type { RecordedCommand } from '#field/index.ts';
import { registerLines, type MeetingSheet } from '#domain/meetings/index.ts';
import { sumPaise } from '#platform/money.ts';

export const isClosing = (command: RecordedCommand): boolean => command.envelope.name === 'meetings.close';
export const sheetOf = (command: RecordedCommand): MeetingSheet => command.envelope.payload as MeetingSheet;

/** Money that came in at an unsent meeting, in paise: what "not sent, Rs ..." counts. */
export const amountOf = (command: RecordedCommand): number =>
  command.envelope.name === 'collections.take'
    ? (command.envelope.payload as { paise: number }).paise
    : isClosing(command)
      ? sumPaise(
          registerLines(sheetOf(command))
            .filter((line) => line.section !== 'transfers')
            .map((line) => line.inPaise),
        )
      : 0;
