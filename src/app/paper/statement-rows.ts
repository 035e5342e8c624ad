/** Groups of a statement as a reader goes through them: each with its heads, those below it right after it. Pure. */
import type { IncomeAndExpenditure } from '#domain/accounts/index.server.ts';

type Names = { readonly en: string; readonly hi: string | null; readonly ur: string | null };
type Named = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };
type Group = IncomeAndExpenditure['income'][number];
type Masters = Pick<IncomeAndExpenditure, 'heads' | 'groups'>;

export type HeadLine = {
  /** Null for an account whose postings come from other parts of the program. */
  readonly headId: string | null;
  readonly account: string;
  readonly names: Names | null;
  readonly paise: number;
  readonly beforePaise: number;
};
export type StatementRow = {
  readonly groupId: string | null;
  /** Null: accounts under no group. */
  readonly names: Names | null;
  readonly schedule: number | null;
  /** 0 = counts in the total; deeper ones are part of the one above. */
  readonly depth: number;
  readonly paise: number;
  readonly beforePaise: number;
  readonly lines: readonly HeadLine[];
};

const namesOf = ({ nameEn, nameHi, nameUr }: Named): Names => ({ en: nameEn, hi: nameHi, ur: nameUr });

/** @param groups of one side, with their sums */
export function statementRows(groups: readonly Group[], { heads, groups: masters }: Masters): StatementRow[] {
  const headOf = new Map(heads.map((head) => [head.headId, head]));
  const masterOf = new Map(masters.map((group) => [group.groupId, group]));
  const here = new Set(groups.map((group) => group.groupId));
  const parentOf = (group: Group): string | null => {
    const parent = group.groupId === null ? null : (masterOf.get(group.groupId)?.parentGroupId ?? null);
    return parent !== null && here.has(parent) ? parent : null;
  };
  const rowOf = (group: Group, depth: number): StatementRow => {
    const master = group.groupId === null ? undefined : masterOf.get(group.groupId);
    return {
      ...{ groupId: group.groupId, depth, paise: group.paise, beforePaise: group.beforePaise },
      names: master ? namesOf(master) : null,
      schedule: master?.schedule ?? null,
      lines: group.lines.map((line) => {
        const head = line.headId === null ? undefined : headOf.get(line.headId);
        return { ...line, names: head ? namesOf(head) : null };
      }),
    };
  };
  const walk = (parent: string | null, depth: number): StatementRow[] =>
    groups
      .filter((group) => parentOf(group) === parent)
      .flatMap((group) => [rowOf(group, depth), ...(group.groupId === null ? [] : walk(group.groupId, depth + 1))]);
  return walk(null, 0);
}
