import { expect, test } from 'vitest';
import { fieldFirst } from './field-routes.ts';

const table = (dictionary: string): string => `export { matchers } from './matchers.js';

export const nodes = [
	() => import('./nodes/0'),
	() => import('./nodes/1'),
	() => import('./nodes/2'),
	() => import('./nodes/3'),
	() => import('./nodes/4'),
	() => import('./nodes/5')
];

export const server_loads = [3];

export const dictionary = {
${dictionary}
};
`;
const WHOLE = table('\t\t"/": [~4],\n\t\t"/field": [5,[2]],\n\t\t"/fieldwork": [~4],\n\t\t"/office": [~4,[3]]');

test('on the phone the table holds its own pages and what every page starts with, each under its old number', () => {
  const code = fieldFirst(WHOLE);
  expect([...code.matchAll(/import\('\.\/nodes\/(\d)'\)|undefined/g)].map(([, no]) => no)).toEqual([
    ...['0', '1', '2', undefined, undefined, '5'],
  ]);
  expect([...code.matchAll(/"(\/[^"]*)": \[/g)].map(([, path]) => path)).toEqual(['/field']);
});

test('anywhere else the whole table takes its place before the page starts', () => {
  const last = fieldFirst(WHOLE).trimEnd().split('\n').at(-1)!;
  expect(last).toContain("await import('./app.js?whole')");
  const [, test] = /if \(!(\/.*\/)\.test/.exec(last)!;
  const pattern = new RegExp(test!.slice(1, -1));
  expect(
    ['/field', '/field/', '/field/enrol/', '/fieldwork', '/office/field', '/'].map((one) => pattern.test(one)),
  ).toEqual([true, true, true, false, false, false]);
});

test('written in another way than it knows, the build stops', () => {
  expect(() => fieldFirst('export const routes = new Map();')).toThrow('differently');
  expect(() => fieldFirst(WHOLE.replaceAll('() => import(', 'async () => import('))).toThrow('differently');
});
