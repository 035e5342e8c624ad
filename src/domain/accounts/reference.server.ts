/** The heads and groups an office begins with (db/reference/account-groups.csv, office-heads.csv); afterwards they are its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Names = { readonly tallyName: string; readonly nameEn: string; readonly nameHi: string; readonly nameUr: string };
export type StandardGroup = Names & {
  readonly code: string;
  readonly parent: string | null;
  readonly kind: string;
  readonly nature: string | null;
  readonly schedule: number;
  /** Accounts whose heads stand here unless somebody says otherwise. */
  readonly accounts: readonly string[];
};
export type StandardHead = Names & { readonly key: string; readonly account: string };

let groups: readonly StandardGroup[] | undefined;
let heads: readonly StandardHead[] | undefined;

export const standardGroups = (): readonly StandardGroup[] =>
  (groups ??= rowsOf('account-groups.csv').map((row) => ({
    ...namesIn(row),
    code: row['code']!,
    parent: row['parent'] || null,
    kind: row['kind']!,
    nature: row['nature'] || null,
    schedule: Number(row['schedule']),
    accounts: row['accounts']!.split(' '),
  })));

export const standardHeads = (): readonly StandardHead[] =>
  (heads ??= rowsOf('office-heads.csv').map((row) => ({
    ...namesIn(row),
    key: row['key']!,
    account: row['account']!,
  })));

/** The code of the group an account's heads stand in; null for accounts that offices do not keep. */
export const standardGroupOf = (account: string): string | null =>
  standardGroups().find((group) => group.accounts.includes(account))?.code ?? null;

const namesIn = (row: Record<string, string>): Names => ({
  tallyName: row['tally_name']!,
  nameEn: row['name_en']!,
  nameHi: row['name_hi']!,
  nameUr: row['name_ur']!,
});

/** No cell of these two files holds a comma; found from the folder the app runs in, since a build moves this file. */
function rowsOf(file: string): Record<string, string>[] {
  const text = readFileSync(join(process.cwd(), 'db', 'reference', file), 'utf8');
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== columns.length) throw new Error(`${file}: "${line}" has ${cells.length} cells`);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at]!]));
  });
}
