/** One set of compiler options for the build (vite.config.ts) and for `node scripts/sentences.ts`. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * A table of every `err_*` sentence, so that an outcome's code finds its words at run time. It is a file of its own:
 * screens that show no outcome do not load it.
 */
function errorTable(): string {
  const messages = JSON.parse(readFileSync(fromRoot('src/ui/messages/en/errors.json'), 'utf8')) as object;
  const keys = Object.keys(messages).filter((key) => key.startsWith('err_'));
  return [
    "import * as messages from './messages.js';",
    '/** @type {Record<string, ((params: any) => string) | undefined>} */',
    'export const errorSentences = {',
    ...keys.map((key) => `  ${key}: messages.${key},`),
    '};',
    '',
  ].join('\n');
}

/**
 * A key may stand in one file only: a second one would shadow it, and it sends the compiler onto a path that takes minutes.
 * @throws naming the key and both files
 */
function refuseTwins(): void {
  const folder = fromRoot('src/ui/messages/en');
  const seen = new Map<string, string>();
  for (const file of readdirSync(folder)) {
    for (const key of Object.keys(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as object)) {
      const other = seen.get(key);
      if (other && key !== '$schema')
        throw new Error(`The sentence ${key} stands in ${other} and in ${file}; keep one`);
      seen.set(key, file);
    }
  }
}

export const sentencesOptions = () => {
  refuseTwins();
  return {
    project: fromRoot('project.inlang'),
    outdir: fromRoot('src/ui/sentences'),
    strategy: ['cookie', 'preferredLanguage', 'baseLocale'] as ('cookie' | 'preferredLanguage' | 'baseLocale')[],
    cookieName: 'bakhiya_language',
    outputStructure: 'message-modules' as const,
    emitReadme: false,
    emitPrettierIgnore: false,
    additionalFiles: { 'errors.js': errorTable() },
  };
};
