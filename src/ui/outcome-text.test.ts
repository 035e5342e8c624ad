import { expect, test } from 'vitest';
import { sentenceFor } from './outcome-text.ts';

test('a reason that names a person never says "undefined"', () => {
  expect(sentenceFor('meetings.not_officer', { personId: 'x' })).toMatch(/^This woman was no officer/);
  expect(sentenceFor('meetings.not_officer', { name: 'Rekha' })).toMatch(/^Rekha was no officer/);
});
