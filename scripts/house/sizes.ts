/** How long files and functions are, and how many parameters by position a function takes. */
import ts from 'typescript';
import { sizes } from '../house-rules.ts';
import { type Source, type Violation, lineOf } from './sources.ts';

export function checkSizes(sources: readonly Source[]): Violation[] {
  return [...checkSpread(sources), ...sources.flatMap(checkFile)];
}

function checkSpread(sources: readonly Source[]): Violation[] {
  const lines = sources.map((source) => source.lines).sort((a, b) => a - b);
  const at = (share: number) => lines[Math.max(0, Math.ceil(share * lines.length) - 1)] ?? 0;
  const found: Violation[] = [];
  const tell = (words: string) => found.push({ at: 'all files', rule: 'size', words });
  if (at(0.5) > sizes.medianLines) tell(`the median file has ${at(0.5)} lines, more than ${sizes.medianLines}`);
  if (at(0.95) > sizes.percentile95Lines)
    tell(`95 % of the files reach ${at(0.95)} lines, more than ${sizes.percentile95Lines}`);
  return found;
}

function checkFile(source: Source): Violation[] {
  const found: Violation[] = [];
  if (source.lines > sizes.mostLines)
    found.push({ at: source.path, rule: 'size', words: `${source.lines} lines, more than ${sizes.mostLines}` });
  for (const tree of source.scripts) found.push(...checkFunctions(source.path, tree));
  return found;
}

function checkFunctions(path: string, tree: ts.SourceFile): Violation[] {
  const found: Violation[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunction(node) && node.body) {
      const at = `${path}:${lineOf(tree, node)}`;
      const lines = tree.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(tree, node);
      if (lines > sizes.functionLines && !isDescribe(node))
        found.push({ at, rule: 'function', words: `${lines} lines, more than ${sizes.functionLines}` });
      const count = node.parameters.filter((one) => one.name.getText(tree) !== 'this').length;
      // a test reads as a sentence; its little helpers may take their words in a row
      const inTest = path.startsWith('test/') || path.endsWith('.test.ts');
      if (count > sizes.positionalParameters && !inTest)
        found.push({
          at,
          rule: 'function',
          words: `${count} parameters by position, more than ${sizes.positionalParameters}`,
        });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

type WithBody = ts.SignatureDeclaration & { body?: ts.Node };

const isFunction = (node: ts.Node): node is WithBody => ts.isFunctionLike(node) && 'body' in node;

/** `describe` only groups tests; each of them is measured by itself. */
const isDescribe = (node: ts.Node): boolean =>
  ts.isCallExpression(node.parent) && /^describe\b/.test(node.parent.expression.getText());
