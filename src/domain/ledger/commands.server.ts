/**
 * What a person may do to books by themselves. Journals are not here on purpose: they come from meetings and vouchers, through
 * `post` and `postReversal`, so that no figure stands without its paper and a correction carries the meeting that decided it.
 */
import { defineCommands, type Scope } from '#platform/door.ts';
import { openPeriod, shutPeriod } from './closing.server.ts';
import { PeriodClosing, PeriodReopening, type BodyRef } from './model.ts';

export const commands = defineCommands('ledger', {
  closePeriod: {
    input: PeriodClosing,
    may: 'ledger.close',
    scope: scopeOfBody,
    run: (tx, who, input) => shutPeriod(tx, who, { ...input, closesYear: null }),
  },
  reopenPeriod: {
    input: PeriodReopening,
    may: 'ledger.reopen',
    scope: scopeOfBody,
    run: (tx, who, input) => openPeriod(tx, who, { ...input, undoesYear: false }),
  },
});

/** A trust's book belongs to the whole organisation; every other body is a group that a right can be limited to. */
export function scopeOfBody({ bodyKind, bodyId }: BodyRef): Scope {
  return bodyKind === 'trust' ? null : { kind: 'group', id: bodyId };
}
