/**
 * Reads a QR code off a screen: the dark squares as they are drawn, so no errors to correct. Byte mode, level L, which is what the app
 * draws. Where function modules lie is asked of the encoder for a code of the same size (ISO/IEC 18004, tables 9 and 10 for the blocks).
 */
import type { Page } from 'playwright-core';
import { encode, QrCodeDataType } from 'uqr';

/** Check bytes per block and blocks at level L, by version from 1. */
const CHECK_BYTES = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12];

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The text of the QR in the app's drawing (one path of runs, border of 3). */
export async function readQr(page: Page): Promise<string> {
  const svg = page.locator('main svg[role=img]').first();
  const [box, path] = await Promise.all([svg.getAttribute('viewBox'), svg.locator('path').getAttribute('d')]);
  const border = 3;
  const size = Number(box?.split(' ')[2]) - 2 * border;
  const dark = new Set<string>();
  for (const [, x, y, run] of (path ?? '').matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let at = 0; at < Number(run); at += 1) dark.add(`${Number(x) + at - border} ${Number(y) - border}`);
  }
  return decode(size, (x, y) => dark.has(`${x} ${y}`));
}

function decode(size: number, isDark: (x: number, y: number) => boolean): string {
  const version = (size - 17) / 4;
  const like = encode('x', { ecc: 'L', border: 0, minVersion: version, maxVersion: version, boostEcc: false });
  const places = dataPlaces(size, (x, y) => like.types[y]?.[x] === QrCodeDataType.Data);
  // which of the eight masks it was drawn with stands in the format squares beside the upper left corner
  const format = [2, 3, 4].reduce((bits, x) => bits * 2 + Number(isDark(x, 8)), 0) ^ 0b101;
  const mask = MASKS[format]!;
  const bits = places.map(([x, y]) => Number(isDark(x, y) !== mask(x, y)));
  const bytes = Array.from({ length: Math.floor(bits.length / 8) }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
  );
  return textOf(inOrder(bytes, version), version);
}

/** Data squares in the order they are filled: two columns at a time from the right, up and down in turn, past the timing column. */
function dataPlaces(size: number, isData: (x: number, y: number) => boolean): [number, number][] {
  const places: [number, number][] = [];
  for (let right = size - 1, up = true; right >= 1; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) if (isData(x, y)) places.push([x, y]);
    }
  }
  return places;
}

/** The data bytes of the blocks one after the other; on the screen they are interleaved, the short blocks first. */
function inOrder(bytes: readonly number[], version: number): number[] {
  const blocks = BLOCKS[version - 1]!;
  const check = CHECK_BYTES[version - 1]!;
  const short = Math.floor(bytes.length / blocks) - check;
  const longOnes = bytes.length % blocks;
  const lengths = Array.from({ length: blocks }, (_, at) => short + (at >= blocks - longOnes ? 1 : 0));
  const found: number[][] = lengths.map(() => []);
  let next = 0;
  for (let at = 0; at <= short; at += 1)
    for (const [block, length] of lengths.entries()) if (at < length) found[block]!.push(bytes[next++]!);
  return found.flat();
}

function textOf(bytes: readonly number[], version: number): string {
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  if (!bits.startsWith('0100')) throw new Error('not a code in byte mode');
  const counted = version < 10 ? 8 : 16;
  const length = parseInt(bits.slice(4, 4 + counted), 2);
  const from = 4 + counted;
  const text = Array.from({ length }, (_, at) => parseInt(bits.slice(from + at * 8, from + at * 8 + 8), 2));
  return Buffer.from(text).toString('utf8');
}
