/** Tally's trial balance on its way into the books: what the file said travels with the form until she confirms it. */
import * as z from 'zod/mini';
import { mapTallyNames, readTallySheet, readTallyXml, tallyText, type TallyBalance } from '#domain/accounts/index.ts';
import type { MasterLists } from '#domain/accounts/index.server.ts';
import { readTable } from '#platform/read-table.server.ts';
import { ruled, ruledOut, type Ruling } from '#platform/outcomes.ts';
import type { SentForm } from '../../../form.server.ts';

const Balances = z
  .array(z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(200)), amountPaise: z.int() }))
  .check(z.minLength(1), z.maxLength(2000));
const XML_MOST_BYTES = 7_500_000;

/** XML as Tally exports it, or its trial balance as XLSX or CSV. Refuses as `readTable`, and `tables.not_tally`. */
export async function readBalances(bytes: Uint8Array): Promise<Ruling<readonly TallyBalance[]>> {
  if (bytes.length === 0) return ruledOut('tables.empty');
  if (bytes.length > XML_MOST_BYTES) return ruledOut('tables.too_large', { mostBytes: XML_MOST_BYTES });
  const text = tallyText(bytes);
  if (/^\uFEFF?\s*</.test(text)) return checked(readTallyXml(text));
  const table = await readTable(bytes);
  if (!table.ok) return table;
  return checked(readTallySheet(table.value.rows.map((row) => row.map((cell) => (isDay(cell) ? cell.day : cell)))));
}
const isDay = (cell: unknown): cell is { day: string } => cell !== null && typeof cell === 'object';
const checked = (found: readonly TallyBalance[] | null): Ruling<readonly TallyBalance[]> => {
  const read = Balances.safeParse(found);
  return read.success ? ruled(read.data) : ruledOut('tables.not_tally');
};

export function sentBalances(text: string): readonly TallyBalance[] | null {
  try {
    return Balances.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

type Chosen = { readonly headId: string; readonly fundId: string | null };

/** What she chose for each of Tally's names; an empty choice leaves the line out. */
export const chosenOf = (sent: SentForm, count: number): (Chosen | null)[] =>
  Array.from({ length: count }, (_, at) => {
    const headId = sent.text(`head.${at}`);
    return headId === '' ? null : { headId, fundId: sent.orNull(`fund.${at}`) };
  });

/** Lines of the opening voucher: what goes to the same head and fund is one line. */
export function openingLines(balances: readonly TallyBalance[], chosen: readonly (Chosen | null)[]) {
  const lines = new Map<string, { headId: string; amountPaise: number; fundId: string | null }>();
  for (const [at, balance] of balances.entries()) {
    const choice = chosen[at];
    if (!choice) continue;
    const key = `${choice.headId} ${choice.fundId ?? ''}`;
    const so = lines.get(key) ?? { headId: choice.headId, amountPaise: 0, fundId: choice.fundId };
    lines.set(key, { ...so, amountPaise: so.amountPaise + balance.amountPaise });
  }
  return [...lines.values()].filter((line) => line.amountPaise !== 0);
}

/** Every name with the head it is, as remembered or by its name; nothing for those a person must choose. */
export function previewOf(
  balances: readonly TallyBalance[],
  {
    heads,
    remembered,
    chosen,
  }: {
    heads: MasterLists['heads'];
    remembered: Readonly<Record<string, string>>;
    chosen?: readonly (Chosen | null)[];
  },
) {
  const mapped = mapTallyNames(balances, { heads, remembered });
  const rows = mapped.map((row, at) => ({
    name: row.name,
    amountPaise: row.amountPaise,
    headId: chosen ? (chosen[at]?.headId ?? null) : row.headId,
    fundId: chosen?.[at]?.fundId ?? null,
  }));
  const taken = rows.filter((row) => row.headId !== null);
  const column = (sign: 1 | -1) => taken.reduce((sum, row) => sum + Math.max(0, sign * row.amountPaise), 0);
  return {
    balancesText: JSON.stringify(balances),
    rows,
    debitPaise: column(1),
    creditPaise: column(-1),
    unmapped: rows.length - taken.length,
  };
}
export type OpeningPreview = ReturnType<typeof previewOf>;
