import { describe, expect, test } from 'vitest';
import { checkImports } from './imports.ts';
import { checkSizes } from './sizes.ts';
import { parseSource } from './sources.ts';
import { checkDocument, checkWords } from './words.ts';

const sources = (files: Record<string, string>) => Object.entries(files).map(([path, text]) => parseSource(path, text));
const imports = (files: Record<string, string>) => checkImports(sources(files)).map(({ at, rule }) => `${at} ${rule}`);
const words = (files: Record<string, string>) => checkWords(sources(files)).map(({ at, rule }) => `${at} ${rule}`);
const size = (files: Record<string, string>) => checkSizes(sources(files)).map(({ at, rule }) => `${at} ${rule}`);

describe('directions', () => {
  test('imports run from the routes down to the platform, never up', () => {
    expect(imports({ 'src/routes/office/+page.server.ts': `import { ask } from '#app/ask.server.ts';` })).toEqual([]);
    expect(imports({ 'src/platform/money.ts': `import { post } from '#domain/ledger/index.ts';` })).toEqual([
      'src/platform/money.ts:1 direction',
    ]);
    expect(imports({ 'src/ui/list.svelte': `<script lang="ts">\nimport '#field/outbox.ts';\n</script>` })).toHaveLength(
      1,
    );
    expect(imports({ 'src/app/jobs.server.ts': `import '../../test/database.ts';` })).toHaveLength(1);
    expect(imports({ 'src/routes/office/+page.ts': `import '#field/outbox.ts';` })).toHaveLength(1);
    expect(imports({ 'src/routes/field/+page.ts': `import '#field/outbox.ts';` })).toEqual([]);
  });

  test('modules are entered from above and through their doors', () => {
    const from = (path: string, to: string) => imports({ [path]: `export const x = await import('${to}');` });
    expect(from('src/domain/meetings/rules.ts', '#domain/places/index.ts')).toEqual([]);
    expect(from('src/domain/places/rules.ts', '#domain/meetings/index.ts')).toEqual([
      'src/domain/places/rules.ts:1 module order',
    ]);
    expect(from('src/domain/savings/rules.ts', '../loans/index.ts')).toHaveLength(1);
    expect(from('src/domain/loans/rules.ts', '#domain/ledger/rules.ts')).toEqual(['src/domain/loans/rules.ts:1 door']);
    expect(from('src/domain/loans/rules.ts', './model.ts')).toEqual([]);
  });

  test('a ring of files is told once, with the way around', () => {
    const ring = {
      'src/app/a.ts': `import './b.ts';`,
      'src/app/b.ts': `import './c.ts';`,
      'src/app/c.ts': `import './a.ts';`,
    };
    expect(checkImports(sources(ring))).toMatchObject([
      { words: 'src/app/a.ts -> src/app/b.ts -> src/app/c.ts -> src/app/a.ts' },
    ]);
  });

  test('server code stays away from the browser, its types do not matter', () => {
    expect(imports({ 'src/field/outbox.ts': `import { openPool } from '#platform/db.server.ts';` })).toEqual([
      'src/field/outbox.ts:1 browser',
    ]);
    expect(imports({ 'src/field/outbox.ts': `import type { Tx } from '#platform/db.server.ts';` })).toEqual([]);
    expect(imports({ 'src/domain/loans/rules.ts': `import { readFileSync } from 'node:fs';` })).toHaveLength(1);
    expect(imports({ 'src/platform/files.server.ts': `import { readFileSync } from 'node:fs';` })).toEqual([]);
    expect(imports({ 'src/ui/part.svelte': `<script>\nimport { Dialog } from 'bits-ui';\n</script>` })).toHaveLength(1);
    expect(imports({ 'src/ui/office/part.svelte': `<script>\nimport { Dialog } from 'bits-ui';\n</script>` })).toEqual(
      [],
    );
  });
});

describe('sizes', () => {
  const lines = (count: number) => 'export {};\n'.repeat(count);

  test('a file, half of the files, nearly all of the files', () => {
    expect(size({ 'src/a.ts': lines(400), 'src/b.ts': lines(80), 'src/c.ts': lines(80) })).toEqual(['all files size']);
    expect(size({ 'src/a.ts': lines(401), 'src/b.ts': '', 'src/c.ts': '' })).toEqual([
      'all files size',
      'src/a.ts size',
    ]);
    expect(size({ 'src/a.ts': lines(81) })).toEqual(['all files size']);
    expect(size({ 'src/a.ts': lines(80) })).toEqual([]);
  });

  test('functions of 70 lines and three parameters pass, longer ones do not', () => {
    const body = (count: number) => `export const f = () => {\n${'f();\n'.repeat(count - 2)}};\n`;
    expect(size({ 'src/a.ts': body(70) })).toEqual([]);
    expect(size({ 'src/a.ts': body(71) })).toContain('src/a.ts:1 function');
    expect(size({ 'src/a.ts': 'function f(a, b, c) {}\n' })).toEqual([]);
    expect(size({ 'src/a.ts': '\nconst f = { g(a, b, c, d) {} };\n' })).toEqual(['src/a.ts:2 function']);
    expect(size({ 'test/a.test.ts': `describe('all', ${body(75).slice(17).trim().slice(0, -1)});` })).toEqual([]);
  });
});

describe('words', () => {
  const page = (markup: string) => words({ 'src/routes/office/+page.svelte': markup });

  test('a sentence in markup is refused wherever a person reads or hears it', () => {
    expect(page('<p>{m.saved()}</p> · 12 — <b>Bakhiya</b>')).toEqual([]);
    expect(page('<p>\nSaved</p>')).toEqual(['src/routes/office/+page.svelte:1 sentence']);
    expect(page(`<p>{ok ? 'Yes' : m.no()}</p>`)).toHaveLength(1);
    expect(page(`{#if ok}<input placeholder="Name" class="wide" />{/if}`)).toHaveLength(1);
    expect(page(`<img alt={name ?? 'someone'} />`)).toHaveLength(1);
    expect(page('<p>नमस्ते</p>')).toHaveLength(1);
    expect(page(`<Part kind="plain" />`)).toEqual([]);
  });

  test('a page holds little script and no SQL', () => {
    expect(page(`<script lang="ts">\n${'f();\n'.repeat(58)}</script>`)).toEqual([]);
    expect(page(`<script lang="ts">\n${'f();\n'.repeat(60)}</script>`)).toEqual([
      'src/routes/office/+page.svelte route',
    ]);
    expect(words({ 'src/api/groups.ts': 'const q = `select name from person`;' })).toEqual([
      'src/api/groups.ts:1 route',
    ]);
    expect(words({ 'src/domain/people/queries.server.ts': 'const q = `select name from person`;' })).toEqual([]);
  });

  test('marks of unfinished work, switched off tests, open doors and odd names', () => {
    expect(words({ 'src/app/a.ts': `// ${'TO' + 'DO'}: later` })).toEqual(['src/app/a.ts:1 mark']);
    expect(words({ 'src/app/a.test.ts': `test.${'sk' + 'ip'}('x', () => {});` })).toEqual(['src/app/a.test.ts:1 mark']);
    expect(words({ 'src/domain/loans/index.ts': `export * from './rules.ts';` })).toEqual([
      'src/domain/loans/index.ts:1 door',
    ]);
    expect(words({ 'src/app/someThing.ts': '' })).toEqual(['src/app/someThing.ts name']);
    expect(words({ 'src/routes/+page@.svelte': '', 'src/app/some-thing.db.test.ts': '' })).toEqual([]);
  });

  test('a document names only paths that exist', () => {
    const paths = ['src/', 'src/app/', 'src/app/perform.server.ts'];
    expect(checkDocument('README.md', 'see `src/app/perform.server.ts`, `src/app/`, `src/<module>`', paths)).toEqual(
      [],
    );
    expect(checkDocument('README.md', 'x\nsee `src/app/gone.ts`', paths)).toMatchObject([
      { at: 'README.md:2', rule: 'path' },
    ]);
  });
});
