/** A recorded thing in her words: what it is, of which day, how much money, and what she can do about it. */
import type { RecordedCommand } from '#field/index.ts';
import { m } from '#ui/sentences/messages.js';
import { amountOf } from './amounts.ts';
import { outcomeWords } from './outcome-words.ts';
import { day } from './words.ts';

export type RecordLine = {
  readonly id: string;
  readonly groupId: string | null;
  readonly title: string;
  readonly paise: number;
  readonly reason: string | null;
  /** Where it is filled in again as she typed it; null when the office has to look. */
  readonly correctHref: string | null;
  /** A named person decided about it: she takes note, nothing is to be done. */
  readonly settled: boolean;
};

const BY_A_PERSON = new Set(['meetings.other_kept', 'meetings.not_taken', 'desk.refused_by_person']);

type Dated = { readonly heldOn?: string; readonly plannedOn?: string };

const PAGES: Readonly<Record<string, string>> = { 'meetings.close': 'meeting', 'meetings.skip': 'skip' };

const COLLECTIONS: Readonly<Record<string, (of: { on: string }) => string>> = {
  'collections.take': m.collect_record_take,
  'collections.visit': m.collect_record_visit,
  'collections.handOver': m.collect_record_hand_over,
  'collections.closeDay': m.collect_record_close,
};

function titleOf({ envelope }: RecordedCommand): string {
  const { heldOn, plannedOn } = envelope.payload as Dated;
  const on = day(heldOn ?? plannedOn ?? envelope.businessDate ?? envelope.deviceAt.slice(0, 10));
  if (envelope.name === 'meetings.close') return m.field_record_meeting({ on });
  if (envelope.name === 'meetings.skip') return m.field_record_skipped({ on });
  if (envelope.name === 'meetings.cancel') return m.field_record_cancelled({ on });
  if (envelope.name === 'meetings.resetOfficerPin') return m.keys_record_officer_pin({ on });
  if (envelope.name === 'linkage.noteTell') return m.tells_record({ on });
  const collected = COLLECTIONS[envelope.name];
  return collected ? collected({ on }) : m.field_record_other({ on });
}

export function lineOf(command: RecordedCommand): RecordLine {
  const { id, groupId, status, answer, envelope } = command;
  const outcome = answer?.outcome;
  const said =
    outcome && 'code' in outcome ? outcomeWords(outcome.code, 'params' in outcome ? outcome.params : {}) : null;
  const page = PAGES[envelope.name];
  // Where the other record of the same meeting stands, the same again would only wait again.
  const otherStands = outcome?.kind === 'refused' && outcome.code === 'meetings.other_kept';
  const canCorrect = status === 'refused' && page !== undefined && groupId !== null && !otherStands;
  return {
    id,
    groupId,
    title: titleOf(command),
    paise: amountOf(command),
    reason: said ?? (status === 'refused' ? m.field_reason_comes() : null),
    settled: status === 'refused' && outcome?.kind === 'refused' && BY_A_PERSON.has(outcome.code),
    correctHref: canCorrect ? `/field/groups/${groupId}/${page}/?correct=${id}` : null,
  };
}
