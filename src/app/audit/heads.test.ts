import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { readHeads } from './heads.rules.ts';

const bookId = newId();
const hash = 'AB'.repeat(32);

test('slips and lines of a file are read from one text; what is neither is told with its line', () => {
  const text = [
    'https://office.example/verify/#R1.eyJhIjoxfQ.c2lnbmF0dXJl',
    '',
    ' R1.eyJhIjoxfQ.c2ln ',
    'https://office.example/verify/#BAKHIYA-SLIP1:a:b:c',
    JSON.stringify({ bookId, seq: 7, hash, by: 'Rubina', seenAt: '2026-05-12' }),
    JSON.stringify({ bookId, seq: 7, hash: 'short' }),
    'null',
    'a slip that was torn',
  ].join('\r\n');
  expect(readHeads(text)).toEqual([
    { kind: 'slip', at: 1, text: 'R1.eyJhIjoxfQ.c2lnbmF0dXJl' },
    { kind: 'slip', at: 3, text: 'R1.eyJhIjoxfQ.c2ln' },
    { kind: 'phone', at: 4, text: 'BAKHIYA-SLIP1:a:b:c' },
    { kind: 'line', at: 5, bookId, seq: 7, hash: hash.toLowerCase(), by: 'Rubina', seenAt: '2026-05-12' },
    expect.objectContaining({ kind: 'unreadable', at: 6 }),
    expect.objectContaining({ kind: 'unreadable', at: 7 }),
    { kind: 'unreadable', at: 8, text: 'a slip that was torn' },
  ]);
});
