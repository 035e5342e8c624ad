import { describe, expect, test } from 'vitest';
import { speechOf } from '../paper/speech.ts';
import { html, page } from './html.ts';
import { indexPage } from './index-page.ts';
import type { PackIndex } from './model.ts';
import { folderOf, onceEach, relative, slugOf } from './names.ts';

const file = (name: string, section: PackIndex['files'][number]['section'], of = '') => ({
  ...{ name, section, of, title: 'Trial balance', bytes: 2_049, sha256: 'ab'.repeat(32) },
});
const book = {
  bookId: 'b',
  bodyKind: 'group',
  bodyId: 'g',
  journalsOfYear: 3,
  journals: 12,
  headHash: 'cd'.repeat(32),
};
const pack: Omit<PackIndex, 'format'> = {
  ...{ madeAt: '2026-04-02T04:30:00.000Z', madeBy: 'Asha & co', language: 'en', year: 2025, bookId: null },
  ...{ from: '2025-04-01', to: '2026-03-31', organisation: { orgId: 'o', name: '<b>Trust</b>' } },
  books: [
    { ...book, name: 'Roshni', faults: [], changedMeanwhile: true },
    { ...book, name: 'Asha', faults: [{ kind: 'content_changed', seq: 4 }], changedMeanwhile: false },
  ],
  files: [file('groups/roshni-1/trial balance#1.xlsx', 'groups', 'Roshni'), file('proof/chain.csv', 'proof')],
  leftOut: [{ section: 'vouchers', title: 'Vouchers', of: 'Trust', code: 'door.not_allowed' }],
  missingFiles: [{ name: 'vouchers/x/bills/p-1.jpg', sha256: 'ef'.repeat(32) }],
};

describe('the first page', () => {
  const shown = indexPage(pack, speechOf('en')).replace(/\s+/g, ' ');
  test('links each file by a relative address that a browser can open from a folder', () => {
    expect(shown).toContain('href="groups/roshni-1/trial%20balance%231.xlsx"');
    expect(shown).toContain('3 KB');
    expect(shown).toContain('ab'.repeat(32));
    expect(shown).not.toMatch(/<script|href="\/|https?:/);
  });
  test('takes nobody’s words for markup', () => {
    expect(shown).toContain('&lt;b&gt;Trust&lt;/b&gt;');
    expect(shown).toContain('Asha &amp; co');
  });
  test('tells what is absent and why, which book is faulty and which went on meanwhile', () => {
    expect(shown).toContain('Vouchers and bills, Trust, Vouchers: This needs a right you do not have here.');
    expect(shown).toContain('vouchers/x/bills/p-1.jpg');
    expect(shown).toContain('content_changed 4');
    expect(shown).toContain('New entries came while the pack was made.');
    expect(shown.match(/Sound/g)).toHaveLength(1);
  });
  test('leaves out a section that has nothing', () => {
    expect(shown).not.toContain('id="samples"');
    expect(shown).toContain('id="groups"');
  });
  test.each([
    ['hi', 'ltr', 'साल का लेखा परीक्षा पैक'],
    ['ur', 'rtl', 'سال کا آڈٹ پیک'],
  ] as const)('speaks %s', (lang, dir, title) => {
    const other = indexPage(pack, speechOf(lang));
    expect(other).toContain(`<html lang="${lang}" dir="${dir}">`);
    expect(other).toContain(`<h1>${title}</h1>`);
  });
});

test('names are ASCII and never twice; addresses go up and down', () => {
  expect(slugOf('Āshā SHG (Budgam)')).toBe('asha-shg-budgam');
  expect(slugOf('रोशनी')).toBe('');
  expect(folderOf({ name: 'रोशनी', bookId: '0199-aaaabbbbcc' })).toBe('bbbbcc');
  const once = onceEach();
  expect([once('a/b.pdf'), once('a/b.pdf'), once('a/b.pdf')]).toEqual(['a/b.pdf', 'a/b-2.pdf', 'a/b-3.pdf']);
  expect(relative('vouchers/x/vouchers.html', 'vouchers/x/bills/1.jpg')).toBe('bills/1.jpg');
  expect(relative('vouchers/x/vouchers.html', 'index.html')).toBe('../../index.html');
});

test('markup stays markup only where it was made as such', () => {
  expect(html`<p>${['<i>', html`<b>${'"'}</b>`, null, 3]}</p>`.text).toBe('<p>&lt;i&gt;<b>&quot;</b>3</p>');
  expect(page({ lang: 'en', title: '<x>', body: 'y' })).toContain('<title>&lt;x&gt;</title>');
});
