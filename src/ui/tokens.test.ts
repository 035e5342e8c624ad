import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const [lightCss = '', darkCss = ''] = css.split('@media (prefers-color-scheme: dark)');

const coloursIn = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]));

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const GROUNDS = ['cloth', 'cloth-deep', 'sheet'];
const TEXT_PAIRS: [string, string][] = [
  ...['ink', 'ink-soft', 'neel', 'good', 'wait', 'bad'].flatMap((text) =>
    GROUNDS.map((ground): [string, string] => [text, ground]),
  ),
  ['on-neel', 'neel'],
  ['on-neel', 'neel-deep'],
  ['on-bad', 'bad'],
  ...['neel', 'good', 'wait', 'bad'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-tint`],
    ['ink', `${tone}-tint`],
  ]),
];

describe.each([
  ['light', coloursIn(lightCss)],
  ['dark', coloursIn(darkCss)],
])('%s tokens', (_, colours) => {
  test.each(TEXT_PAIRS)('%s is readable on %s (AA, 4.5)', (text, ground) => {
    expect(contrast(colours.get(text)!, colours.get(ground)!)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(GROUNDS)('edges of controls stand out on %s (AA, 3)', (ground) => {
    expect(contrast(colours.get('edge')!, colours.get(ground)!)).toBeGreaterThanOrEqual(3);
  });
});

test('light and dark name the same tokens', () => {
  expect([...coloursIn(darkCss).keys()]).toEqual([...coloursIn(lightCss).keys()]);
});
