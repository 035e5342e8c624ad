import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { newStretching, stretch } from '#platform/stretch.ts';
import { cardNumber, cardText, groupedCardNumber, readCardNumber, readCardText } from './card.ts';
import { judgeMemberSecret, secretText } from './secret.rules.ts';

test('a card reads back; anything else is no card', () => {
  const card = { orgId: newId(), personId: newId() };
  expect(readCardText(cardText(card))).toEqual(card);
  for (const text of ['', 'BAKHIYA-CARD1:a:b', `${cardText(card)}:x`, `https://x.test/${cardText(card)}`])
    expect(readCardText(text)).toBeNull();
});

test('a card number is eleven digits, read in three scripts; one wrong digit or two swapped are noticed', () => {
  const id = '01900000-0000-7000-8000-0123456789ab';
  const number = cardNumber(id);
  expect(number).toMatch(/^\d{11}$/);
  expect(readCardNumber(groupedCardNumber(number))).toBe(number);
  expect(readCardNumber(number.replace(/\d/g, (digit) => '०१२३४५६७८९'[Number(digit)]!))).toBe(number);
  const at = fc.integer({ min: 0, max: 10 });
  fc.assert(
    fc.property(fc.uuid(), at, fc.integer({ min: 1, max: 9 }), (person, where, by) => {
      const right = cardNumber(person);
      const wrong = [...right].map((digit, index) => (index === where ? (Number(digit) + by) % 10 : digit)).join('');
      expect(readCardNumber(wrong)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 0, max: 9 }), (person, where) => {
      const digits = [...cardNumber(person)];
      const [one, two] = [digits[where]!, digits[where + 1]!];
      fc.pre(one !== two);
      [digits[where], digits[where + 1]] = [two, one];
      expect(readCardNumber(digits.join(''))).toBeNull();
    }),
  );
});

test.each([
  ['pin', '4826', null],
  ['pin', '४८२६', null],
  ['pin', '482', 'short'],
  ['pin', '4826159', 'short'],
  ['pin', 'abcd', 'short'],
  ['pin', '1234', 'easy'],
  ['pin', '8765', 'easy'],
  ['pin', '4444', 'easy'],
  ['pin', '262626', 'easy'],
  ['picture', 'fish.sun.pot.fish', null],
  ['picture', 'fish.sun.pot', 'short'],
  ['picture', 'fish.fish.fish.fish', 'easy'],
] as const)('%s %s: %s', (way, typed, problem) => expect(judgeMemberSecret(way, typed)).toBe(problem));

test('the two halves come from the secret alone, differ from each other, and from salt to salt', async () => {
  const how = newStretching(1000);
  const one = await stretch(secretText('pin', '4826'), how);
  expect(await stretch(secretText('pin', '४८२६'), how)).toEqual(one);
  expect(one.proof).toMatch(/^[\w-]{43}$/);
  expect(one.check).not.toBe(one.proof);
  expect((await stretch(secretText('pin', '4827'), how)).check).not.toBe(one.check);
  expect((await stretch(secretText('pin', '4826'), newStretching(1000))).check).not.toBe(one.check);
});
