/** What leaving today would bring her: by the rule of the meeting itself, on an empty sheet. Pure. */
import { exitAmount, newSheet, type GroupContext } from '#domain/meetings/index.ts';
import { newId } from '#platform/ids.ts';

export type SetOff = {
  readonly ownPaise: number;
  readonly owedPaise: number;
  readonly paidPaise: number;
  /** What she would still owe after all she has is set off; zero when it suffices. */
  readonly missingPaise: number;
};

/** Of a sheet that is never kept. */
const START = '2000-01-01T00:00:00.000Z';

/** Null while her leaving cannot be reckoned (no rules on that day, a loan that cannot be read). */
export function setOffOf(context: GroupContext, { personId, on }: { personId: string; on: string }): SetOff | null {
  const sheet = newSheet(context, {
    meetingId: newId(),
    heldOn: on,
    kind: 'special',
    source: 'paper',
    startedAt: START,
    recorder: { userId: newId(), deviceId: null, since: START },
  });
  const ruling = exitAmount(sheet, context, personId);
  if (ruling.ok) {
    const { ownPaise, owedPaise, paidPaise } = ruling.value;
    return { ownPaise, owedPaise, paidPaise, missingPaise: 0 };
  }
  if (ruling.code !== 'savings.exit_owes') return null;
  const balance = context.balances.find((one) => one.personId === personId);
  const ownPaise = balance
    ? balance.compulsoryPaise + balance.voluntaryPaise + balance.sharesPaise + balance.unappliedPaise
    : 0;
  const missingPaise = Number(ruling.params.owedPaise ?? 0);
  return { ownPaise, owedPaise: ownPaise + missingPaise, paidPaise: 0, missingPaise };
}
