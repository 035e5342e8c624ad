/** What is written where it should not be: sentences in markup, SQL in pages, marks of unfinished work, dead paths. */
import type { AST } from 'svelte/compiler';
import ts from 'typescript';
import { readAttributes, sameInEveryLanguage, sizes } from '../house-rules.ts';
import { type Source, type Violation, countLines, isTest, lineOf } from './sources.ts';

// In pieces, so that this file does not find itself.
const marks = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'X' + 'XX'].join('|')})\\b`);
const switchedOff = new RegExp('\\b(?:test|it|describe)\\.(?:sk' + 'ip|on' + 'ly|to' + 'do)\\b');
const sql = /\b(select\s[\s\S]+\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+(table|index))\b/i;

export function checkWords(sources: readonly Source[]): Violation[] {
  return sources.flatMap((source) => [
    ...checkMarks(source),
    ...checkName(source),
    ...checkExports(source),
    ...(/^src\/(routes|api)\//.test(source.path) && !isTest(source.path) ? checkRoute(source) : []),
    ...(source.markup ? checkMarkup(source, source.markup) : []),
  ]);
}

function checkMarks({ path, text }: Source): Violation[] {
  return text.split('\n').flatMap((line, index) => {
    const at = `${path}:${index + 1}`;
    if (marks.test(line)) return [{ at, rule: 'mark', words: `"${marks.exec(line)?.[0]}": finish it or leave it out` }];
    if (isTest(path) && switchedOff.test(line))
      return [{ at, rule: 'mark', words: 'a test is switched off, or runs alone' }];
    return [];
  });
}

function checkName({ path }: Source): Violation[] {
  const name = path.split('/').at(-1) ?? '';
  // a Svelte component bears the name it is used by
  if (/^[A-Z][A-Za-z]*\.svelte$/.test(name)) return [];
  if (/^(\+[a-z]+(@[\w()-]*)?|[a-z0-9]+(-[a-z0-9]+)*)(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(name)) return [];
  return [{ at: path, rule: 'name', words: 'file names are kebab-case' }];
}

function checkExports({ path, scripts }: Source): Violation[] {
  return scripts.flatMap((tree) =>
    tree.statements
      .filter((one) => ts.isExportDeclaration(one) && !one.exportClause)
      .map((one) => ({ at: `${path}:${lineOf(tree, one)}`, rule: 'door', words: 'a door names what it exports' })),
  );
}

function checkRoute({ path, text, scripts, markup }: Source): Violation[] {
  const lines = markup ? scripts.reduce((sum, tree) => sum + countLines(tree.text.trim()), 0) : countLines(text);
  const found: Violation[] = [];
  // what stands beside the pages and holds no markup is bound by the sizes of every file
  const isDoor = markup || path.startsWith('src/api/') || path.includes('/+');
  if (isDoor && lines >= sizes.routeLines)
    found.push({ at: path, rule: 'route', words: `${lines} lines of script, ${sizes.routeLines} or more` });
  const visit = (tree: ts.SourceFile, node: ts.Node): void => {
    const words = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? node.getText(tree) : '';
    if (sql.test(words))
      found.push({ at: `${path}:${lineOf(tree, node)}`, rule: 'route', words: 'SQL belongs in queries.server.ts' });
    ts.forEachChild(node, (child) => visit(tree, child));
  };
  for (const tree of scripts) visit(tree, tree);
  return found;
}

function checkMarkup({ path, text }: Source, markup: AST.Root): Violation[] {
  const found: Violation[] = [];
  const tell = (start: number, words: string) => {
    const line = text.slice(0, start).split('\n').length;
    if (isSentence(words))
      found.push({
        at: `${path}:${line}`,
        rule: 'sentence',
        words: `"${words.trim().slice(0, 60)}" is not in the message files`,
      });
  };
  walk(markup.fragment, (node) => {
    if (node.type === 'Text') tell(node.start, node.data);
    else if (node.type === 'ExpressionTag')
      for (const literal of literalsOf(node.expression)) tell(node.start, literal);
    else if (node.type === 'Attribute') {
      if (readAttributes.includes(node.name))
        for (const part of Array.isArray(node.value) ? node.value : [node.value]) {
          if (part === true) continue;
          if (part.type === 'Text') tell(part.start, part.data);
          else for (const literal of literalsOf(part.expression)) tell(part.start, literal);
        }
      return false;
    } else if (node.type === 'RegularElement' && ['style', 'script', 'code'].includes(node.name)) return false;
    return true;
  });
  return found;
}

function isSentence(words: string): boolean {
  const rest = sameInEveryLanguage.reduce(
    (left, same) => left.replaceAll(new RegExp(`(?<!\\p{L})${same}(?!\\p{L})`, 'gu'), ''),
    words,
  );
  return /\p{L}/u.test(rest.replace(/&\w+;/g, ''));
}

type Expression = {
  type: string;
  value?: unknown;
  consequent?: Expression;
  alternate?: Expression;
  right?: Expression;
};

/** The texts an expression may show as they stand: `'a'`, `ok ? 'a' : 'b'`, `name ?? 'a'`. */
function literalsOf(expression: unknown): string[] {
  const { type, value, consequent, alternate, right } = expression as Expression;
  if (type === 'Literal') return typeof value === 'string' ? [value] : [];
  if (type === 'ConditionalExpression') return [consequent, alternate].flatMap(literalsOf);
  if (type === 'LogicalExpression') return literalsOf(right);
  return [];
}

type Node = AST.SvelteNode & { type: string };

/** Goes through the markup; `look` answers false to keep out of a node. Expressions are not entered. */
function walk(
  node: unknown,
  look: (node: Extract<Node, AST.Text | AST.ExpressionTag | AST.Attribute | AST.RegularElement>) => boolean,
): void {
  if (Array.isArray(node)) node.forEach((one) => walk(one, look));
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node && typeof node.type === 'string' && !look(node as never)) return;
    for (const [key, value] of Object.entries(node))
      if (!['expression', 'metadata', 'test', 'context'].includes(key)) walk(value, look);
  }
}

/** The paths that a document names between backticks must exist. */
export function checkDocument(document: string, text: string, paths: readonly string[]): Violation[] {
  const known = new Set(paths.flatMap((path) => [path, path.replace(/\/$/, '')]));
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(/`((?:src|db|scripts|test|bench|docs|generated|\.ci)\/[^`\s*<>{}]*)`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => !known.has(path.replace(/:\d+$/, '').replace(/\/$/, '')) && !path.startsWith('generated/'))
      .map((path) => ({ at: `${document}:${index + 1}`, rule: 'path', words: `${path} does not exist` })),
  );
}
