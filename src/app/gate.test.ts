import { expect, test } from 'vitest';
import { asksWho, gateOf, ownPath, sendCookies } from './gate.server.ts';
import type { Visitor } from './session.server.ts';

const nobody: Visitor = { actor: null, session: null, mustDo: null, cookies: [] };
const somebody = (mustDo: Visitor['mustDo']) => ({ ...nobody, actor: {} as Visitor['actor'], mustDo });
const at = (path: string) => new URL(`https://books.example${path}`);

test('closed pages send a stranger to sign in and back; the rest asks nobody', () => {
  expect(gateOf(nobody, at('/office/people?q=a b'))).toBe('/sign-in?back=%2Foffice%2Fpeople%3Fq%3Da%2520b');
  expect([
    gateOf(nobody, at('/sign-in')),
    gateOf(nobody, at('/api/sync/enrol')),
    gateOf(nobody, at('/officer')),
  ]).toEqual([null, null, null]);
  expect([asksWho('/'), asksWho('/field/'), asksWho('/officer'), asksWho('/office')]).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test('whoever has a step to do reaches that step and the way out only', () => {
  for (const mustDo of ['choose_secret', 'set_up_two_step'] as const) {
    expect(gateOf(somebody(mustDo), at('/office'))).toBe('/account');
    expect([gateOf(somebody(mustDo), at('/account')), gateOf(somebody(mustDo), at('/sign-out'))]).toEqual([null, null]);
  }
  expect(gateOf(somebody(null), at('/office'))).toBeNull();
});

test('after signing in nobody is led to another site', () => {
  expect(ownPath('/office?page=2', '/office')).toBe('/office?page=2');
  for (const path of [
    null,
    '',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\\b',
    '/a\nb',
    'javascript:x',
  ])
    expect(ownPath(path, '/office')).toBe('/office');
});

test('cookies keep their age and their guards', () => {
  const set: unknown[] = [];
  sendCookies({ set: (...given) => void set.push(given) }, [
    'a.b=x%2By.z; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax',
    'c=; Max-Age=0',
  ]);
  const guards = { path: '/', httpOnly: true, sameSite: 'lax' };
  expect(set).toEqual([
    ['a.b', 'x+y.z', { ...guards, secure: true, maxAge: 60 }],
    ['c', '', { ...guards, secure: false, maxAge: 0 }],
  ]);
});
