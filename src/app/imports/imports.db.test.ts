import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { readTable, type TableCell } from '#platform/read-table.server.ts';
import { writeXlsx } from '#platform/sheets.server.ts';
import type { Actor } from '#platform/door.ts';
import { furnish, makeVillage, must, type Village } from '#test/village.ts';
import { runImport } from './run.server.ts';
import type { ImportKind } from './fields.ts';
import type { ImportView, RefusedLine } from './queries.server.ts';
import type { PlanLine } from './planning.server.ts';

let village: Village;
beforeAll(async () => {
  village = await makeVillage();
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
  await village.database.drop();
});

const read = async (
  kind: ImportKind,
  rows: readonly (readonly TableCell[])[],
  who: Actor = village.admin,
): Promise<string> => {
  const importId = newId();
  const fileHash = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  await must(village.app.do('imports.read', who, { importId, kind, fileName: 'list.xlsx', fileHash, rows }));
  return importId;
};
const ask = async <T>(name: string, input: unknown): Promise<T> => {
  const answer = await village.app.ask<T>(name, village.admin, input);
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
};
const planned = (importId: string) => ask<PlanLine[]>('imports.plan', { importId });
const run = (importId: string, whole = true) => runImport(village.app, village.admin, { importId, whole });
const persons = async (): Promise<number> => {
  const { rows } = await village.owner.query('select count(*)::int as n from person where org_id = $1', [
    village.orgId,
  ]);
  return rows[0].n as number;
};

const HEAD = ['क्रमांक', 'नाम', 'पति का नाम', 'मोबाइल', 'जन्म तिथि', 'समूह', 'मासिक बचत'];
const womenOf = (group: string, from = 1, count = 3): TableCell[][] =>
  Array.from({ length: count }, (_, k) => [
    String(from + k),
    `सुनीता ${'कखगघङचछजझञ'[k % 10]}`,
    'रमेश',
    `98390${String(10_000 + from + k)}`,
    '१२/०३/१९८५',
    group,
    '१००',
  ]);

describe('a table of women', () => {
  let group: string;
  beforeAll(async () => {
    const { rows } = await village.owner.query('select name from groups where org_id = $1 and group_id = $2', [
      village.orgId,
      village.groupId,
    ]);
    group = rows[0].name as string;
  });

  test('headings in Hindi are understood, digits and days read; every line is a command; the same table again changes nothing', async () => {
    const rows = [['Register of the trust'], HEAD, ...womenOf(group)];
    const before = await persons();
    const first = await read('members', rows);
    expect((await planned(first)).map((line) => line.outcome)).toEqual(['new', 'new', 'new']);
    expect(await must(run(first))).toEqual({ applied: 3, already: 0, refused: 0 });
    const { rows: stored } = await village.owner.query(
      `select p.name_devanagari, p.phone, p.birth_date::text, m.usual_compulsory_paise::int as saving from person p
        join membership m on m.org_id = p.org_id and m.person_id = p.person_id where p.org_id = $1 and p.phone = '9839010001'`,
      [village.orgId],
    );
    expect(stored).toEqual([
      { name_devanagari: 'सुनीता क', phone: '9839010001', birth_date: '1985-03-12', saving: 10_000 },
    ]);
    const { rows: trail } = await village.owner.query(
      `select count(*)::int as n from audit where org_id = $1 and action = 'people.register' and outcome = 'applied'`,
      [village.orgId],
    );
    expect(trail[0].n).toBeGreaterThanOrEqual(3);

    const again = await read('members', rows);
    expect((await planned(again)).map((line) => line.outcome)).toEqual(['already', 'already', 'already']);
    expect(await must(run(again))).toEqual({ applied: 0, already: 3, refused: 0 });
    expect(await persons()).toBe(before + 3);
  });

  test('two lists that both number from 1 are other women', async () => {
    const list = (name: string) => [
      ['क्रमांक', 'नाम'],
      ['1', name],
    ];
    await must(run(await read('members', list('Zubaida'))));
    const second = await read('members', list('Kulsum'));
    expect((await planned(second)).map((line) => line.outcome)).toEqual(['new']);
  });

  test('an error per cell; all or none takes none; valid lines only takes the rest and names the others', async () => {
    const rows: TableCell[][] = [HEAD, ...womenOf(group, 100, 4)];
    rows[2]![3] = '12345';
    rows[3]![5] = 'No such group';
    rows[4]![4] = '31-02-1985';
    const before = await persons();
    const importId = await read('members', rows);
    const faults = (await planned(importId)).flatMap(({ line, faults: all }) =>
      all.map(({ field, code }) => [line, field, code]),
    );
    expect(faults).toEqual([
      [3, 'phone', 'people.phone_shape'],
      [4, 'group', 'imports.name_unknown'],
      [5, 'birth', 'imports.day_unreadable'],
    ]);
    expect(await run(importId)).toMatchObject({ kind: 'refused', code: 'imports.lines_faulty', params: { count: 3 } });
    expect(await persons()).toBe(before);
    expect(await must(run(importId, false))).toEqual({ applied: 1, already: 0, refused: 3 });
    expect(await persons()).toBe(before + 1);
    const refusals = await ask<RefusedLine[]>('imports.refused', { importId });
    expect(refusals.map(({ line, code, field }) => [line, code, field])).toEqual(
      faults.map(([line, field, code]) => [line, code, field]),
    );
  });

  test('a line refused only when performed undoes the whole table, and is named', async () => {
    const early = womenOf(group, 200, 2);
    const rows = [
      [...HEAD, 'Joined on'],
      [...early[0]!, '01-06-2025'],
      [...early[1]!, '01-06-1990'],
    ];
    const before = await persons();
    const importId = await read('members', rows);
    const outcome = await run(importId);
    expect(outcome).toMatchObject({ kind: 'refused', params: { line: 3 } });
    expect(await persons()).toBe(before);
    expect((await ask<ImportView>('imports.one', { importId })).state).toBe('stopped');
  });

  test('undo takes all of them back, and the same table can be imported anew; once something stands on them it is refused', async () => {
    const before = await persons();
    const rows = [HEAD, ...womenOf(group, 300, 2)];
    const first = await read('members', rows);
    await must(run(first));
    await must(village.app.do('imports.undo', village.admin, { importId: first }));
    expect(await persons()).toBe(before);
    const second = await read('members', rows);
    expect(await must(run(second))).toEqual({ applied: 2, already: 0, refused: 0 });
    expect(await persons()).toBe(before + 2);
    const [line] = await village.owner
      .query('select subject_id from import_line where org_id = $1 and import_id = $2 order by line', [
        village.orgId,
        second,
      ])
      .then(({ rows: found }) => found as { subject_id: string }[]);
    await must(
      village.app.do('people.update', village.admin, {
        personId: line!.subject_id,
        changes: { birthYear: 1980 },
      }),
    );
    expect(await village.app.do('imports.undo', village.admin, { importId: second })).toMatchObject({
      kind: 'refused',
      code: 'imports.stands',
      params: { what: 'acts', count: 1 },
    });
    expect(await persons()).toBe(before + 2);
  });

  test('a full Aadhaar number is refused at the door, cut short in the draft, and an e-Shram number is not', async () => {
    const aadhaar = '2341 2341 2346';
    const rows = [
      [...HEAD, 'Remark', 'e-Shram'],
      [...womenOf(group, 400, 1)[0]!, `card ${aadhaar}`, '234123412346'],
    ];
    const payload = { importId: newId(), kind: 'members', fileName: 'a.csv', fileHash: '0'.repeat(64), rows };
    expect(await village.app.do('imports.read', village.admin, payload)).toMatchObject({
      code: 'people.aadhaar_in_text',
    });
  });

  test('who may not import, and a stranger, see and do nothing', async () => {
    const importId = await read('members', [HEAD, ...womenOf(group, 500, 1)]);
    const stranger = await furnish(village.app, village.owner);
    for (const who of [village.bookkeeper, stranger.admin]) {
      const seen = await village.app.ask('imports.one', who, { importId });
      expect(seen.kind === 'answer' ? seen.value : null).toBeNull();
      expect((await village.app.do('imports.begin', who, { importId, whole: true })).kind).toBe('refused');
      expect((await village.app.do('imports.undo', who, { importId })).kind).toBe('refused');
    }
  });
});

test('places lie in places of the same table; groups in groups; and both can be undone while empty', async () => {
  const importId = await read('places', [
    ['Name', 'Lies in', 'Type'],
    ['Bakkas Kalan', '', 'village'],
    ['Purwa Tola', 'Bakkas Kalan', 'hamlet'],
  ]);
  const outcome = run(importId);
  expect(await must(outcome)).toEqual({ applied: 2, already: 0, refused: 0 });
  const groups = await read('groups', [
    ['SHG', 'Village', 'Formed on', 'Federation', 'Kind'],
    ['Ekta VO', 'Bakkas Kalan', '1 April 2024', '', 'VO'],
    ['Nayi Roshni', 'Purwa Tola', '15.05.2024', 'Ekta VO', ''],
  ]);
  expect(await must(run(groups))).toEqual({ applied: 2, already: 0, refused: 0 });
  expect(await village.app.do('imports.undo', village.admin, { importId })).toMatchObject({ kind: 'refused' });
  await must(village.app.do('imports.undo', village.admin, { importId: groups }));
  await must(village.app.do('imports.undo', village.admin, { importId }));
});

test('a column changed by hand is remembered for the next table with the same headings', async () => {
  const rows = [
    ['Woman', 'Known as', 'No.'],
    ['Rekha', 'रेखा', '9839055555'],
  ];
  const first = await read('members', rows);
  expect((await ask<ImportView>('imports.one', { importId: first })).mapping).toEqual({ name: 0 });
  await must(
    village.app.do('imports.mapColumns', village.admin, {
      importId: first,
      mapping: { name: 0, nameOther: 1, phone: 2 },
    }),
  );
  const second = await read('members', rows);
  expect((await ask<ImportView>('imports.one', { importId: second })).mapping).toEqual({
    name: 0,
    nameOther: 1,
    phone: 2,
  });
});

describe('files', () => {
  const code = async (bytes: Uint8Array): Promise<string> => {
    const table = await readTable(bytes);
    return table.ok ? 'ok' : table.code;
  };
  test('what is broken, locked, old, huge or no table is refused by its name', async () => {
    const good = await writeXlsx([{ title: 'a', columns: [{ title: 'Name', kind: 'text' }], rows: [['Rekha']] }]);
    const locked = Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.from('..EncryptedPackage', 'utf16le'),
    ]);
    expect(await code(good)).toBe('ok');
    expect(await code(good.slice(0, good.length - 40))).toBe('tables.damaged');
    expect(await code(locked)).toBe('tables.encrypted');
    expect(await code(locked.subarray(0, 9))).toBe('tables.old_format');
    expect(await code(new Uint8Array(0))).toBe('tables.empty');
    expect(await code(new Uint8Array(20_000_001))).toBe('tables.too_large');
    expect(await code(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1))).toBe('tables.not_a_table');
    const macros = Buffer.from(
      Buffer.from(good).toString('latin1').replaceAll('xl/workbook.xml', 'xl/vbaProject.bin'.slice(0, 15)),
      'latin1',
    );
    expect(await code(macros)).not.toBe('ok');
  });
  test('CSV in UTF-8 and UTF-16, with semicolons and with quotes', async () => {
    const semicolons = await readTable(new TextEncoder().encode('\uFEFFName;Place\r\n"Rekha; Devi";"Ram\npur"\r\n'));
    expect(semicolons.ok && semicolons.value.rows).toEqual([
      ['Name', 'Place'],
      ['Rekha; Devi', 'Ram\npur'],
    ]);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('नाम\tगाँव\nरेखा\tरामपुर\n', 'utf16le')]);
    const tabs = await readTable(wide);
    expect(tabs.ok && tabs.value.rows).toEqual([
      ['नाम', 'गाँव'],
      ['रेखा', 'रामपुर'],
    ]);
  });
});
