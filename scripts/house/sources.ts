/** Reads the repository once and parses each file once; the rules only look. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type AST, parse } from 'svelte/compiler';
import ts from 'typescript';
import { notOurs } from '../house-rules.ts';

export type Violation = { readonly at: string; readonly rule: string; readonly words: string };

export type Import = { readonly to: string; readonly typeOnly: boolean; readonly line: number };

export type Source = {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** The TypeScript of the file: the whole of it, or each script of a component. */
  readonly scripts: readonly ts.SourceFile[];
  readonly markup: AST.Root | null;
  readonly imports: readonly Import[];
};

const folders = ['src', 'scripts', 'test', 'bench', 'db'];
const isCode = (path: string) => /\.(ts|mjs|svelte)$/.test(path) && !path.endsWith('.d.ts');

/** Every path of the repository that is ours, folders with a slash at the end. */
export function listPaths(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder + name;
      const isFolder = statSync(join(root, path)).isDirectory();
      found.push(isFolder ? `${path}/` : path);
      if (isFolder && !notOurs.includes(`${path}/`) && name !== '.git') visit(`${path}/`);
    }
  };
  visit('');
  return found;
}

export function readSources(root: string, paths: readonly string[]): Source[] {
  const ours = paths.filter(
    (path) => isCode(path) && (folders.includes(path.split('/')[0] ?? '') || !path.includes('/')),
  );
  return ours.map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

export function parseSource(path: string, text: string): Source {
  const markup = path.endsWith('.svelte') ? parse(text, { modern: true, filename: path }) : null;
  const scripts = markup ? scriptsOf(path, text, markup) : [toTree(path, text)];
  return { path, text, lines: countLines(text), scripts, markup, imports: scripts.flatMap(importsOf) };
}

export const countLines = (text: string): number => text.replace(/\n$/, '').split('\n').length;

const toTree = (path: string, text: string) =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);

function scriptsOf(path: string, text: string, markup: AST.Root): ts.SourceFile[] {
  return [markup.module, markup.instance].flatMap((script) => {
    if (!script) return [];
    const whole = text.slice(script.start, script.end);
    return [toTree(path, whole.replace(/^<script[^>]*>/, '').replace(/<\/script\s*>$/, ''))];
  });
}

function importsOf(tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier && ts.isStringLiteralLike(specifier))
      found.push({ to: specifier.text, typeOnly, line: lineOf(tree, specifier) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    !!named &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((one) => one.isTypeOnly)
  );
}

export const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

export const isTest = (path: string): boolean => /\.(test|e2e)\.ts$/.test(path) || path.startsWith('test/');
