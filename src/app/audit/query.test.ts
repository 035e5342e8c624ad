import { describe, expect, test } from 'vitest';
import { isAddressed, isOverdue, mayAnswer, mayBeDue, mayClose, mayFollowUp } from './query.rules.ts';

const accountant = { userId: 'a', roles: ['accountant'] };
const other = { userId: 'b', roles: ['supervisor'] };
const toRole = { toUserId: null, toRole: 'accountant' };
const toHer = { toUserId: 'a', toRole: null };

describe('a query', () => {
  test('reaches the named person, or whoever holds the role, and nobody else', () => {
    expect([toRole, toHer].map((query) => isAddressed(query, accountant))).toEqual([true, true]);
    expect([toRole, toHer].map((query) => isAddressed(query, other))).toEqual([false, false]);
  });

  test('is answered by whom it is addressed to while it is not closed', () => {
    expect(mayAnswer({ ...toHer, state: 'open' }, accountant)).toMatchObject({ ok: true });
    expect(mayAnswer({ ...toHer, state: 'answered' }, accountant)).toMatchObject({ ok: true });
    expect(mayAnswer({ ...toHer, state: 'open' }, other)).toMatchObject({ code: 'audit.not_addressed' });
    expect(mayAnswer({ ...toHer, state: 'closed' }, accountant)).toMatchObject({ code: 'audit.query_closed' });
  });

  test('once closed is neither asked again nor closed again', () => {
    expect([mayFollowUp('closed'), mayClose('closed')].map((ruling) => ruling.ok)).toEqual([false, false]);
    expect([mayFollowUp('answered'), mayClose('open')].map((ruling) => ruling.ok)).toEqual([true, true]);
  });

  test('is overdue the day after its day, and only while it waits for an answer', () => {
    expect(isOverdue({ state: 'open', dueOn: '2026-05-12' }, '2026-05-12')).toBe(false);
    expect(isOverdue({ state: 'open', dueOn: '2026-05-12' }, '2026-05-13')).toBe(true);
    expect(isOverdue({ state: 'answered', dueOn: '2026-05-12' }, '2026-05-13')).toBe(false);
    expect(mayBeDue('2026-05-11', '2026-05-12')).toMatchObject({ code: 'audit.due_in_the_past' });
    expect(mayBeDue('2026-05-12', '2026-05-12').ok).toBe(true);
  });
});
