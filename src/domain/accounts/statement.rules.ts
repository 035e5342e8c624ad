/** From sums per head to statements: groups with their heads, a surplus, two sides that agree. Pure, in paise. */
import { sumPaise, type Paise } from '#platform/money.ts';

export type StatementKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense';
/** One head's balance, debit positive, now and in the period compared with. */
export type HeadSum = {
  readonly headId: string | null;
  readonly account: string;
  readonly paise: Paise;
  readonly beforePaise: Paise;
};
export type HeadPlace = { readonly kind: StatementKind; readonly groupId: string | null };
export type GroupPlace = {
  readonly groupId: string;
  readonly parentGroupId: string | null;
  readonly kind: StatementKind;
};

export type StatementLine = {
  readonly headId: string | null;
  readonly account: string;
  /** In the sense of its side: income, liabilities and equity turned round. */
  readonly paise: Paise;
  readonly beforePaise: Paise;
};
export type StatementGroup = {
  readonly groupId: string | null;
  readonly kind: StatementKind;
  readonly lines: readonly StatementLine[];
  /** The group's own lines and those of the groups below it. */
  readonly paise: Paise;
  readonly beforePaise: Paise;
};

/** Income, liabilities and equity stand on the credit side. */
const sideOf = (kind: StatementKind): 1 | -1 => (kind === 'asset' || kind === 'expense' ? 1 : -1);
/** No figure is minus nothing. */
const plain = (paise: number): Paise => (paise === 0 ? 0 : paise);

/** Groups in the order given, only those with a figure; accounts nobody made a head for stand under no group. */
export function groupStatement(
  sums: readonly HeadSum[],
  { groups, placeOf }: { groups: readonly GroupPlace[]; placeOf: (sum: HeadSum) => HeadPlace },
): StatementGroup[] {
  const kept = sums
    .filter((sum) => sum.paise !== 0 || sum.beforePaise !== 0)
    .map((sum) => ({ sum, place: placeOf(sum) }));
  const linesIn = (groupId: string | null, kind: StatementKind): StatementLine[] =>
    kept
      .filter(({ place }) => place.groupId === groupId && place.kind === kind)
      .map(({ sum }) => ({
        headId: sum.headId,
        account: sum.account,
        paise: plain(sum.paise * sideOf(kind)),
        beforePaise: plain(sum.beforePaise * sideOf(kind)),
      }));
  const below = (groupId: string): string[] => [
    groupId,
    ...groups.filter((group) => group.parentGroupId === groupId).flatMap((group) => below(group.groupId)),
  ];
  const of = (groupId: string | null, kind: StatementKind): StatementGroup => {
    const all = groupId === null ? linesIn(null, kind) : below(groupId).flatMap((id) => linesIn(id, kind));
    return {
      groupId,
      kind,
      lines: linesIn(groupId, kind),
      paise: sumPaise(all.map((line) => line.paise)),
      beforePaise: sumPaise(all.map((line) => line.beforePaise)),
    };
  };
  const kinds: StatementKind[] = ['equity', 'liability', 'asset', 'income', 'expense'];
  return [...groups.map((group) => of(group.groupId, group.kind)), ...kinds.map((kind) => of(null, kind))].filter(
    (group) => group.lines.length > 0 || group.paise !== 0 || group.beforePaise !== 0,
  );
}

/** The whole of a kind, counted from its lines so that groups under groups count once. */
export const totalOfKind = (
  groups: readonly StatementGroup[],
  kind: StatementKind,
): { paise: Paise; beforePaise: Paise } => {
  const lines = groups.filter((group) => group.kind === kind).flatMap((group) => group.lines);
  return {
    paise: sumPaise(lines.map((line) => line.paise)),
    beforePaise: sumPaise(lines.map((line) => line.beforePaise)),
  };
};
