/** The table role x command and role x question, as people read it; `test/rights.db.test.ts` proves each cell by doing it. */
import type { AnyCommand, AnyQuestion } from '#platform/door.ts';
import { holds, isOwnRight, ROLES } from '#app/rights.ts';

type Tables = {
  readonly commands: Readonly<Record<string, AnyCommand>>;
  readonly questions: Readonly<Record<string, AnyQuestion>>;
};

/** Whether somebody with this role over the whole organisation passes the door with this right. */
export const isAllowed = (role: string, right: string): boolean => isOwnRight(right) || holds(role, right);

export function rightsPage({ commands, questions }: Tables): string {
  return [
    '# Rights',
    '',
    'Made by `node scripts/generate.ts` from `src/app/rights.ts` and the tables of commands and questions; compared in `npm test`.',
    'A mark says that the role passes the door for it. Where: a role given for one place, group or person passes for what lies within',
    'that only. "All" rights of `self.` concern what is her own and belong to whoever signs in. The named helper of a case passes for',
    'what is asked or done in that case (`cases.view`, `cases.addStep`, `cases.close`, and questions narrowed to her cases), whatever her role.',
    '',
    ...section('Commands (writes)', commands),
    ...section('Questions (reads)', questions),
  ].join('\n');
}

function section(title: string, table: Readonly<Record<string, { readonly may: string }>>): string[] {
  const heads = ['', 'right', ...ROLES.map((role) => role.replace('_', ' '))];
  const rows = Object.entries(table)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { may }]) => [
      `\`${name}\``,
      `\`${may}\``,
      ...ROLES.map((role) => (isAllowed(role, may) ? 'yes' : '')),
    ]);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', line(heads), line(heads.map(() => '---')), ...rows.map(line), ''];
}
