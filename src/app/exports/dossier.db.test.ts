import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LANGUAGES } from '#ui/index.ts';
import { liveAYear } from '#test/linkage-builder.ts';
import { makeVillage, type Village } from '#test/village.ts';
import type { Reader } from '../paper/papers.server.ts';
import { dossierPdf, dossierXlsx } from './index.server.ts';

const SHELF = process.env.BAKHIYA_PAPERS;
let village: Village;
beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  await liveAYear(village, { meetings: 4 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});
const reader = (lang: Reader['lang']): Reader => ({
  app: village.app,
  who: village.admin,
  lang,
  origin: 'https://bakhiya.test',
});

test.each(LANGUAGES)('the bank file of a group in %s, on paper and as sheets', async (lang) => {
  for (const make of [dossierPdf, dossierXlsx]) {
    const file = await make(reader(lang), { groupId: village.groupId });
    if (file.kind !== 'file') throw new Error(file.code);
    if (SHELF) {
      mkdirSync(SHELF, { recursive: true });
      writeFileSync(join(SHELF, `${lang}-${file.name}`), file.body);
    }
    expect(file.body.length).toBeGreaterThan(4_000);
  }
});

test('whoever may not read linkage gets none', async () => {
  const member = { ...reader('en'), who: { ...village.bookkeeper, grants: [] } };
  expect(await dossierPdf(member, { groupId: village.groupId })).toMatchObject({ kind: 'refused' });
});
