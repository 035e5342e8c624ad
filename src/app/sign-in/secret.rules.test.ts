import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMobile } from '#platform/phone.ts';
import { judgeSecret, plainSecret } from './secret.rules.ts';

const phone = '9876501234';
const codeOf = (secret: string) => {
  const judged = judgeSecret(secret, { phone });
  return judged.ok ? judged.value : judged.code;
};

describe('a PIN', () => {
  test.each(['482913', '90210447', '३८२९१४', '۴۸۲۹۱۳'])('%s is taken', (pin) => {
    expect(codeOf(pin)).toBe(plainSecret(pin));
    expect(plainSecret(pin)).toMatch(/^[0-9]+$/);
  });
  test.each(['123456', '654321', '111111', '121212', '123123', '345678', '890123', '112233', '147258', '852741'])(
    '%s is too easy',
    (pin) => expect(codeOf(pin)).toBe('auth.pin_easy'),
  );
  test('is not taken from her own phone number, in either direction or with its prefix', () => {
    for (const pin of ['987650', '501234', '919876', phone, [...phone].reverse().join('').slice(0, 6)])
      expect(codeOf(pin)).toBe('auth.pin_easy');
  });
  test('has six digits at least', () => expect(codeOf('48291')).toBe('auth.pin_short'));
});

describe('a password', () => {
  test('is long, not one letter over and over, and not the phone', () => {
    expect(codeOf('chikan ka kaam')).toBe('chikan ka kaam');
    expect(codeOf('short1')).toBe('auth.password_short');
    expect(codeOf('aaaaaaaaaaaa')).toBe('auth.password_easy');
    expect(codeOf(`x${phone}y-z`)).toBe('auth.password_easy');
    expect(codeOf('x'.repeat(129))).toBe('auth.secret_long');
  });
  test('no text makes the rule fail, and what it takes it takes again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 140 }), (text) => {
        const judged = judgeSecret(text, { phone });
        if (judged.ok) expect(judgeSecret(judged.value, { phone })).toEqual(judged);
      }),
    );
  });
});

test('a mobile number is read from three scripts, with or without its prefix', () => {
  for (const typed of [
    '9876501234',
    '+91 98765 01234',
    '09876501234',
    '91-98765-01234',
    '९८७६५०१२३४',
    '۹۸۷۶۵۰۱۲۳۴',
    '٩٨٧٦٥٠١٢٣٤',
  ])
    expect(readMobile(typed)).toBe(phone);
  for (const typed of ['', '12345', '1234567890', '+1 9876501234', '98765012345', 'nine'])
    expect(readMobile(typed)).toBeNull();
});
