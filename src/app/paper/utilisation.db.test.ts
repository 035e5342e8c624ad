import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { LANGUAGES } from '#ui/index.ts';
import { makeOffice, type Office } from '#test/office.ts';
import { utilisationPdf, type Reader } from './papers.server.ts';

const SHELF = process.env.BAKHIYA_PAPERS;
let office: Office;
const fundId = newId();
beforeAll(async () => {
  office = await makeOffice();
  const bank = await office.addHead({ account: '1020', nameEn: 'Gramin Bank' });
  const names = { nameEn: 'Handicraft training', nameHi: 'हस्तशिल्प प्रशिक्षण', nameUr: 'دستکاری تربیت' };
  const term = { fromOn: '2024-04-01', untilOn: null };
  const donor = 'Office of the Development Commissioner';
  await office.done('addFund', {
    fundId,
    code: 'HC/1',
    kind: 'grant',
    ...names,
    donor,
    interestToGrant: true,
    ...term,
  });
  const voucherId = newId();
  const unspent = office.head('Unspent Grants');
  await office.voucher({
    type: 'receipt',
    on: '2024-05-01',
    lines: [
      [bank, 60_000_00],
      [unspent, -60_000_00, { fundId }],
    ],
    voucherId,
  });
  const sanctionId = newId();
  await office.done('addSanction', {
    ...{ sanctionId, fundId, number: 'S-12', sanctionedOn: '2024-04-10', amountPaise: 100_000_00 },
    ...{ purpose: 'Training', recurring: true, scheme: null, sanctionedBy: 'Ministry' },
  });
  const release = { sanctionId, voucherId, letter: 'R-1', releasedOn: '2024-04-28', amountPaise: 60_000_00 };
  await office.done('addRelease', release);
  await office.voucher({
    type: 'payment',
    on: '2024-06-01',
    lines: [
      [office.head('Training Expenses'), 20_000_00, { fundId }],
      [bank, -20_000_00],
    ],
  });
});

const reader = (lang: Reader['lang'], who = office.auditor): Reader => ({
  app: office.app,
  who,
  lang,
  origin: 'https://bakhiya.test',
});

test.each(LANGUAGES)('a utilisation certificate on one page in %s', async (lang) => {
  const file = await utilisationPdf(reader(lang), { ...office.body, fundId, year: 2024 });
  if (file.kind !== 'file') throw new Error(file.code);
  if (SHELF) {
    mkdirSync(SHELF, { recursive: true });
    writeFileSync(join(SHELF, `utilisation-${lang}.pdf`), file.body);
  }
  expect(file.name).toBe('utilisation-HC-1-2024.pdf');
  expect([
    ...Buffer.from(file.body)
      .toString('latin1')
      .matchAll(/\/Type\s*\/Page[^s]/g),
  ]).toHaveLength(1);
});

test('a stranger gets none', async () => {
  const asked = { ...office.body, fundId, year: 2024 };
  expect(await utilisationPdf(reader('en', office.stranger), asked)).toMatchObject({ code: 'paper.nothing_here' });
});
