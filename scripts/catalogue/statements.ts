/**
 * Reads every SQL text and every Kysely chain of `src` and says which one touches an organisation's table without naming its
 * organisation as often as it names such tables. A text in pieces counts whole, with the pieces written inside it.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { globalTables, statementsAcross } from './rules.ts';

/** Tables of the migrations that belong to organisations. */
export function tenantTables(root: string): Set<string> {
  const folder = join(root, 'db', 'migrations');
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const names = texts.flatMap((text) =>
    [...text.matchAll(/create table (?:if not exists )?([a-z_]+)\s*\(/gi)].map((match) => match[1]!),
  );
  return new Set(names.filter((name) => !(name in globalTables)));
}

export type Statement = {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly tables: readonly string[];
  readonly organisations: number;
};

/** Statements of one file that name a tenant table. */
export function statementsIn(file: string, text: string, tenants: ReadonlySet<string>): Statement[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const found: Statement[] = [];
  const fragments = fragmentsOf(tree);
  const add = (node: ts.Node, words: string, tables: readonly string[]) => {
    const named = tables.filter((table) => tenants.has(table));
    if (named.length === 0) return;
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const organisations = organisationsIn(words) + borrowed(node, { fragments, tenants });
    found.push({ file, line, text: words, tables: named, organisations });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteral(node) || ts.isStringLiteral(node)) {
      const words = withoutComments(node.getText());
      return add(node, words, tablesIn(words));
    }
    if (isChain(node)) {
      const tables = chainTables(node);
      if (tables.length > 0) return add(node, node.getText(), tables);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const organisationsIn = (words: string): number => [...words.matchAll(/\borg_id\b/g)].length;
const tablesIn = (words: string): string[] =>
  [...words.matchAll(/\b(?:from|join|into|update)\s+(?:only\s+)?([a-z_]+)\b/gi)].map((match) =>
    match[1]!.toLowerCase(),
  );

/** Pieces of SQL under a name: `const hers = sql`...`` or a small function that makes one. */
function fragmentsOf(tree: ts.SourceFile): Map<string, ts.Node> {
  const fragments = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer?.getText().includes('sql`'))
      fragments.set(node.name.text, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return fragments;
}

type Pieces = { readonly fragments: ReadonlyMap<string, ts.Node>; readonly tenants: ReadonlySet<string> };

/** How often the pieces set into this text name the organisation, beyond what they need for tables of their own. */
function borrowed(node: ts.Node, pieces: Pieces, depth = 0): number {
  let organisations = 0;
  const visit = (child: ts.Node): void => {
    const piece = ts.isIdentifier(child) && depth < 3 ? pieces.fragments.get(child.text) : undefined;
    if (piece && !(piece.pos <= child.pos && child.end <= piece.end)) {
      const own = tablesIn(piece.getText()).filter((table) => pieces.tenants.has(table)).length;
      organisations += Math.max(0, organisationsIn(piece.getText()) + borrowed(piece, pieces, depth + 1) - own);
    }
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return organisations;
}

const withoutComments = (text: string) => text.replace(/--[^\n]*/g, '');

/** The outermost call of `db.selectFrom('x').where(...).execute()`. */
const isChain = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  !(node.parent && ts.isPropertyAccessExpression(node.parent));

/** Inserts are left to the types: a row without its organisation does not compile. */
const reading =
  /^(?:selectFrom|updateTable|deleteFrom|innerJoin|leftJoin|rightJoin|fullJoin|innerJoinLateral|leftJoinLateral|using)$/;

function chainTables(outermost: ts.CallExpression): string[] {
  const tables: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      reading.test(node.expression.name.text)
    ) {
      const first = node.arguments[0];
      const names = first && ts.isArrayLiteralExpression(first) ? [...first.elements] : first ? [first] : [];
      for (const name of names) if (ts.isStringLiteralLike(name)) tables.push(name.text.split(/\s/)[0]!);
    }
    ts.forEachChild(node, visit);
  };
  visit(outermost);
  return tables;
}

/** One line for each statement that names no organisation and is not declared; and for each declaration nothing needs. */
export function statementFaults(root: string): string[] {
  const tenants = tenantTables(root);
  const folder = join(root, 'src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name),
  );
  const loose = files
    .flatMap((name) => statementsIn(join('src', name), readFileSync(join(folder, name), 'utf8'), tenants))
    .filter((statement) => statement.organisations < statement.tables.length);
  const declaredBy = (statement: Statement) =>
    statementsAcross.findIndex((one) => one.file === statement.file && statement.text.includes(one.has));
  const used = new Set(loose.map(declaredBy));
  return [
    ...loose
      .filter((statement) => declaredBy(statement) < 0)
      .map(
        ({ file, line, tables, organisations }) =>
          `${file}:${line}: names ${tables.join(', ')} but org_id ${organisations} times`,
      ),
    ...statementsAcross
      .filter((_, at) => !used.has(at))
      .map((one) => `${one.file}: declared "${one.has}", but no such statement is loose`),
  ];
}
