/** A drawn page of a minute book, so that the demo has photos of pages without a photo of anything real. */
import { crc32, deflateSync } from 'node:zlib';
import type { Random } from './random.server.ts';

const WIDTH = 480;
const HEIGHT = 640;
const PAPER = 245;
const RULE = 205;
const INK = 60;

/** Ruled paper with strokes like lines of writing and two thumb prints at the foot; 8-bit grey PNG (ISO/IEC 15948). */
export function drawPage(random: Random): Uint8Array {
  const rows = Array.from({ length: HEIGHT }, () => Buffer.alloc(WIDTH, PAPER));
  const ink = (x: number, y: number, shade: number) => {
    const row = rows[Math.round(y)];
    if (row && x >= 0 && x < WIDTH) row[Math.round(x)] = shade;
  };
  for (let y = 60; y < HEIGHT; y += 32) for (let x = 0; x < WIDTH; x += 1) ink(x, y, RULE);
  for (let y = 50; y < HEIGHT - 140; y += 32) writeLine(random, (x, up) => ink(x, y + up, INK));
  for (const centre of [120, 340]) drawThumb(centre, ink);
  return encodePng(rows);
}

function writeLine(random: Random, dot: (x: number, up: number) => void): void {
  for (let x = 40; x < WIDTH - 60; x += random.between(8, 20)) {
    const length = random.between(12, 46);
    const wave = random.between(3, 7);
    for (let step = 0; step < length; step += 0.5)
      for (const thick of [0, 1]) dot(x + step, thick - 6 - 5 * Math.sin(step / wave));
    x += length;
  }
}

function drawThumb(centre: number, ink: (x: number, y: number, shade: number) => void): void {
  for (let ring = 4; ring < 34; ring += 4)
    for (let turn = 0; turn < 6.283; turn += 0.01)
      ink(centre + ring * Math.cos(turn), HEIGHT - 70 + ring * 1.4 * Math.sin(turn), 110);
}

function encodePng(rows: readonly Buffer[]): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(rows.flatMap((row) => [Buffer.of(0), row])));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
