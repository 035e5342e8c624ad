/** Files that are refused before anything is made of them: each by its own code, for which a sentence stands in three languages. */
import { readFileSync } from 'node:fs';
import { zipSync, unzipSync, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { readTable, TABLE_LIMITS } from './read-table.server.ts';
import { writeXlsx } from './sheets.server.ts';

const good = await writeXlsx([
  {
    title: 'Members',
    columns: [{ title: 'Name', kind: 'text' }],
    rows: Array.from({ length: 300 }, (_, k) => [`Rekha ${k}`]),
  },
]);
const codeOf = async (bytes: Uint8Array): Promise<string> => {
  const table = await readTable(bytes);
  return table.ok ? 'ok' : table.code;
};
/** The same workbook with more in it: what Excel adds when it saves with macros. */
const withEntries = (entries: Record<string, Uint8Array>): Uint8Array => zipSync({ ...unzipSync(good), ...entries });

/** A workbook as Excel locks it: a compound file (MS-CFB) whose directory names the stream EncryptedPackage. */
function locked(): Uint8Array {
  const file = Buffer.alloc(512 * 5);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(file);
  ['Root Entry', 'EncryptionInfo', 'EncryptedPackage'].forEach((name, k) =>
    file.write(name, 1024 + k * 128, 'utf16le'),
  );
  return file;
}
/** Its list of contents says that one part is 400 MB when unpacked. */
function saysItIsLarge(): Uint8Array {
  const bomb = Buffer.from(good);
  bomb.writeUInt32LE(400_000_000, bomb.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
  return bomb;
}
/** A short one with nothing but letters, as many programs write it. */
const PDF =
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog, /Pages 2 0 R >>\nendobj\nxref\n0 2\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n';

const refused: readonly [what: string, bytes: () => Uint8Array, code: string][] = [
  ['a workbook cut off in the middle', () => good.subarray(0, Math.floor(good.length / 2)), 'tables.damaged'],
  ['a workbook without its last bytes', () => good.subarray(0, good.length - 1), 'tables.damaged'],
  [
    'a workbook with one part overwritten',
    () => good.map((byte, k) => (k > 60 && k < 400 ? byte ^ 0x5a : byte)),
    'tables.damaged',
  ],
  ['a PDF renamed to .xlsx', () => strToU8(PDF), 'tables.not_a_table'],
  [
    'a PDF with pictures renamed to .csv',
    () => Buffer.concat([strToU8(PDF), Buffer.from([0xe2, 0xe3, 0xcf, 0xd3, 0])]),
    'tables.not_a_table',
  ],
  ['a web page renamed to .csv', () => strToU8('<!DOCTYPE html>\n<html><body>a,b</body></html>'), 'tables.not_a_table'],
  ['another archive renamed to .xlsx', () => zipSync({ 'word/document.xml': strToU8('<w/>') }), 'tables.not_a_table'],
  ['a workbook locked by a password', locked, 'tables.encrypted'],
  ['an .xlsm with its macros', () => withEntries({ 'xl/vbaProject.bin': new Uint8Array(64) }), 'tables.macros'],
  [
    'an .xlsm whose macros have another name',
    () =>
      withEntries({
        '[Content_Types].xml': strToU8(
          '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        ),
      }),
    'tables.macros',
  ],
  [
    'a workbook with sheets of macros',
    () => withEntries({ 'xl/macrosheets/sheet1.xml': strToU8('<x/>') }),
    'tables.macros',
  ],
  ['a file above the limit', () => new Uint8Array(TABLE_LIMITS.bytes + 1).fill(65), 'tables.too_large'],
  ['a bomb: small, but large when unpacked', saysItIsLarge, 'tables.too_large'],
];

test('the whole workbook is read', async () => expect(await codeOf(good)).toBe('ok'));
test.each(refused)('%s is refused', async (_what, bytes, code) => {
  expect(await codeOf(bytes())).toBe(code);
  for (const language of ['en', 'hi', 'ur']) {
    const path = new URL(`../ui/messages/${language}/errors.json`, import.meta.url);
    const sentences = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    expect(sentences[`err_${code.replace('.', '_')}`]).toMatch(/\p{L}{2}/u);
  }
});
