import { expect, test } from 'vitest';
import { judgeClosing, judgeLeaving } from './rules.ts';

const NOTHING = { savingsPaise: 0, loansPaise: 0, lastEntryOn: null };
const stay = { joinedOn: '2025-04-01', leftOn: null };
const today = '2026-05-12';
const code = (ruling: ReturnType<typeof judgeLeaving>) => (ruling.ok ? 'ok' : ruling.code);

test('she leaves without money only when she has none and owes none', () => {
  expect(code(judgeLeaving('2026-05-12', { stay, money: NOTHING, today }))).toBe('ok');
  expect(code(judgeLeaving('2026-05-13', { stay, money: NOTHING, today }))).toBe('groups.in_the_future');
  expect(code(judgeLeaving('2025-03-31', { stay, money: NOTHING, today }))).toBe('groups.left_before_joined');
  expect(code(judgeLeaving('2026-05-12', { stay: null, money: NOTHING, today }))).toBe('groups.not_there');
  const gone = { ...stay, leftOn: '2026-01-01' };
  expect(code(judgeLeaving('2026-05-12', { stay: gone, money: NOTHING, today }))).toBe('groups.not_there');
  for (const money of [
    { ...NOTHING, savingsPaise: 1 },
    { ...NOTHING, loansPaise: 1 },
  ])
    expect(code(judgeLeaving('2026-05-12', { stay, money, today }))).toBe('groups.member_has_money');
  const booked = { ...NOTHING, lastEntryOn: '2026-05-01' };
  expect(code(judgeLeaving('2026-04-30', { stay, money: booked, today }))).toBe('groups.left_before_entry');
  expect(code(judgeLeaving('2026-05-01', { stay, money: booked, today }))).toBe('ok');
});

test('a group closes when nobody is in it and its books are at zero', () => {
  const closing = (change: object) =>
    judgeClosing({ state: 'active', members: 0, openAccounts: 0, owns: 0, ...change });
  expect(closing({}).ok).toBe(true);
  expect(closing({ members: 1 })).toMatchObject({ code: 'groups.still_has_members', params: { count: 1 } });
  expect(closing({ openAccounts: 2 })).toMatchObject({ code: 'groups.still_has_money', params: { accounts: 2 } });
  expect(closing({ state: 'closed' })).toMatchObject({ code: 'groups.closed_already' });
});
