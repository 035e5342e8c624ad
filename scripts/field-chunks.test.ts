import { expect, test } from 'vitest';
import { cutsOf, waitsForLater } from './field-chunks.ts';

type Files = Record<string, { imports?: string[]; code?: string }>;
const R = '/repo/src/routes';
const M = '/repo/src/ui/sentences/messages';

const files: Files = {
  '/repo/kit/client-optimized/app.js': { imports: ['/repo/svelte.js'] },
  '/repo/svelte.js': {},
  [`${R}/+layout.svelte`]: { imports: ['/repo/svelte.js'] },
  [`${R}/field/+page.svelte`]: {
    imports: ['/repo/src/field/index.ts', `${M}.js`, '/repo/src/ui/Button.svelte'],
    code: "import { open } from '#field/index.ts';\nimport { m } from '#ui/sentences/messages.js';\nm.hello();",
  },
  '/repo/src/field/index.ts': {
    imports: ['/repo/src/field/store.ts', '/repo/src/field/send.ts'],
    code: "export { openStore as open } from './store.ts';\nexport { send } from './send.ts';",
  },
  '/repo/src/field/store.ts': {},
  '/repo/src/field/send.ts': {},
  [`${R}/field/parts/open-sync.ts`]: {
    imports: ['/repo/src/field/index.ts', '/repo/src/rules.ts'],
    code: "import { send } from '#field/index.ts';",
  },
  '/repo/src/rules.ts': {},
  [`${R}/office/+page.svelte`]: { imports: ['/repo/src/rules.ts', '/repo/src/ui/Button.svelte', '/repo/office.ts'] },
  '/repo/src/ui/Button.svelte': {},
  '/repo/office.ts': {},
  [`${M}.js`]: { imports: [`${M}/hello.js`, `${M}/bye.js`] },
  [`${M}/hello.js`]: {},
  [`${M}/bye.js`]: {},
};
const cut = cutsOf(Object.keys(files), {
  getModuleInfo: (id) => {
    const file = files[id];
    return file ? { importedIds: file.imports ?? [], code: file.code ?? '' } : null;
  },
});

test('what the lock screen needs is one file, cut where every page needs the same', () => {
  expect(cut(`${R}/field/+page.svelte`)).toBe('first');
  expect(cut('/repo/svelte.js')).toBe('every');
  expect(cut('/repo/src/ui/Button.svelte')).toBe('every');
});
test('a list hands on only the names that are asked of it', () => {
  expect(cut('/repo/src/field/store.ts')).toBe('first');
  expect(cut('/repo/src/field/send.ts')).toBe('meeting');
  expect(cut(`${M}/hello.js`)).toBe('first');
  expect(cut(`${M}/bye.js`)).toBeNull();
});
test('what the office has too is apart from the phone, and its own is left to the bundler', () => {
  expect(cut('/repo/src/rules.ts')).toBe('meeting-shared');
  expect(cut('/repo/office.ts')).toBeNull();
});
test('the start of the kit stays in files of its own', () => {
  expect(cut('/repo/kit/client-optimized/app.js')).toBeNull();
});
test('a file that waits for one needed after it is told', () => {
  const every = { fileName: 'a.js', name: 'every', imports: [] };
  const later = { fileName: 'c.js', name: 'later-shared', imports: ['a.js'] };
  const meeting = { fileName: 'b.js', name: 'meeting', imports: ['a.js', 'c.js'] };
  expect(waitsForLater([every, later, { ...meeting, imports: ['a.js'] }])).toEqual([]);
  expect(waitsForLater([every, later, meeting])).toEqual(['meeting waits for later-shared']);
  expect(waitsForLater([every, later, { ...meeting, name: 'office' }])).toEqual([]);
});
