/**
 * What the office does not know yet of a household: loans given at meetings which lie unsent on this phone, in this group or another.
 * They are put into what the office told of the women, as it will tell it once it has those meetings.
 */
import type { GroupSafety, WomanSafety } from '#domain/debts/index.ts';
import { isCleared, type LoanState } from '#domain/loans/index.ts';
import { roomAfter } from '#domain/obligations/index.ts';
import type { GroupContext } from './context.model.ts';
import { homeOf, running } from './safety.rules.ts';

/** A group of this phone: as the office has it, and with its unsent meetings on top. */
export type GroupHere = {
  readonly safety: GroupSafety | null;
  readonly confirmed: GroupContext;
  readonly onPhone: GroupContext;
};

/** One loan that unsent meetings gave, repaid or cleared: null before it was given and once nothing is left of it. */
type Moved = { readonly loanId: string; readonly before: LoanState | null; readonly after: LoanState | null };

/** @param groups with unsent meetings; the asking group is one of them when it has some @param on day of the vote */
export function withUnsentLoans(known: GroupSafety, groups: readonly GroupHere[], on: string): GroupSafety {
  const all = groups.flatMap(movedIn);
  const women = Object.entries(known.women).map(([personId, hers]): [string, WomanSafety] => {
    const moved = all.filter(({ home }) => home === homeOf(known, personId));
    return [personId, hers.whole ? withClaims(hers, moved, on) : withRoom(hers, moved, { known, on })];
  });
  return { ...known, women: Object.fromEntries(women) };
}

function movedIn({ safety, confirmed, onPhone }: GroupHere): (Moved & { home: string })[] {
  // what is lent to learn on is asked of nobody
  if (confirmed.practice) return [];
  const before = new Map(confirmed.loans.map((loan) => [loan.loanId, loan]));
  const after = new Map(onPhone.loans.map((loan) => [loan.loanId, loan]));
  const home = ({ personId }: LoanState): string => homeOf(safety, personId);
  const stands = onPhone.loans.flatMap((loan) => {
    const { loanId } = loan;
    const was = before.get(loanId) ?? null;
    return was === loan ? [] : [{ loanId, before: was, after: loan, home: home(loan) }];
  });
  const gone = confirmed.loans.flatMap((loan) =>
    after.has(loan.loanId) || isCleared(loan)
      ? []
      : [{ loanId: loan.loanId, before: loan, after: null, home: home(loan) }],
  );
  return [...stands, ...gone];
}

type Whole = Extract<WomanSafety, { whole: true }>;
type RoomOnly = Exclude<WomanSafety, Whole>;

/** By the loan's id: one that the office told of already is counted once, as it stands on this phone. */
function withClaims(hers: Whole, moved: readonly Moved[], on: string): Whole {
  const ids = new Set(moved.map(({ loanId }) => loanId));
  const now = moved.flatMap(({ loanId, after }) =>
    after ? [{ label: { kind: 'loan', id: loanId, lender: null } as const, obligation: running(after, on) }] : [],
  );
  return { ...hers, claims: [...hers.claims.filter(({ label }) => !ids.has(label.id)), ...now] };
}

function withRoom(
  hers: RoomOnly,
  moved: readonly Moved[],
  { known, on }: { known: GroupSafety; on: string },
): RoomOnly {
  // the office reckoned what is gone now on the day it told
  const gone = moved.flatMap(({ before }) => (before ? [running(before, known.on)] : []));
  const come = moved.flatMap(({ after }) => (after ? [running(after, on)] : []));
  return { ...hers, roomMonthlyPaise: roomAfter(hers.roomMonthlyPaise, { gone, come }) };
}
