import fc from 'fast-check';
import { parseCsv } from 'hucre/csv';
import { expect, test } from 'vitest';
import { defused, readFirstSheet, writeCsv, writeXlsx } from './sheets.server.ts';

const columns = [
  { title: 'Name', kind: 'text' },
  { title: 'Amount', kind: 'money' },
  { title: 'Day', kind: 'day' },
] as const;

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])('%j runs nowhere', async (text) => {
  expect(defused(text)).toBe(`'${text}`);
  const sheet = { title: 'T', columns, rows: [[text, -12_345, '2026-05-12']] };
  const [, row] = parseCsv(new TextDecoder().decode(writeCsv(sheet)));
  expect(row).toEqual([`'${text}`, '-123.45', '2026-05-12']);
  const rows = await readFirstSheet(await writeXlsx([sheet]));
  expect(rows[1]?.slice(1)).toEqual([-123.45, new Date('2026-05-12T00:00:00Z')]);
  expect(String(rows[1]?.[0]).startsWith("'")).toBe(true);
});

test('any text and any amount come back from CSV', () => {
  const given = fc.record({ text: fc.string(), paise: fc.integer({ min: -1e12, max: 1e12 }) });
  fc.assert(
    fc.property(given, ({ text, paise }) => {
      const csv = new TextDecoder().decode(writeCsv({ title: 'T', columns, rows: [[`क ${text}`, paise, null]] }));
      const [, row] = parseCsv(csv);
      expect(row?.[0]).toBe(`क ${text}`);
      expect(Math.round(Number(row?.[1]) * 100)).toBe(paise);
    }),
  );
});

test('a title no spreadsheet would take is mended', async () => {
  const bytes = await writeXlsx([{ title: "A/B: [what]'s *this* that is far too long for one", columns, rows: [] }]);
  expect(await readFirstSheet(bytes)).toHaveLength(1);
});
