import { describe, expect, test } from 'vitest';
import { enrolmentLink, readEnrolmentCode, type EnrolmentCode, type SyncStatus } from '#field/index.ts';
import { GroupContext, judge } from '#domain/meetings/index.ts';
import { ordinaryMeeting } from '#test/village.ts';
import { guessDeviceName } from './enrolling.ts';
import { duesOf, standings } from './members.ts';
import { practiceContext } from './practice.ts';
import { momentOf, truthOf } from './truth.ts';

const NOON = Date.parse('2026-11-21T08:50:00Z');
const status = (change: Partial<SyncStatus> = {}): SyncStatus => ({
  phase: 'resting',
  unsentCount: 0,
  unsentPaise: 0,
  heldCount: 0,
  needsAttention: [],
  lastSentAt: null,
  lastReceivedAt: null,
  lastProblem: null,
  nextTryMs: null,
  serverWentBack: false,
  clockLooksWrong: false,
  clockSkewMs: 0,
  hidden: false,
  expectedGroups: null,
  ...change,
});
const line = (change: Partial<SyncStatus>, more = {}) =>
  truthOf(status(change), { language: 'en', nowMs: NOON, ...more });

describe('the line of truth', () => {
  test('says when all is sent, with the day when that was not today', () => {
    expect(line({ lastSentAt: '2026-11-21T08:50:00Z' })).toEqual({ text: 'All sent, 14:20', tone: 'good' });
    expect(momentOf('2026-11-20T08:50:00Z', 'en', NOON)).toBe('Fri 20 Nov, 14:20');
    expect(line({}).text).toBe('Nothing to send');
  });
  test('says how much is not sent, in words that count', () => {
    expect(line({ unsentCount: 3, unsentPaise: 423_000 })).toEqual({
      text: '3 meetings not sent, ₹4,230',
      tone: 'wait',
    });
    expect(line({ unsentCount: 1, unsentPaise: 100 }).text).toBe('1 meeting not sent, ₹1');
    expect(line({ unsentCount: 2 }).text).toBe('2 not sent');
  });
  test('says first what needs her', () => {
    const refused = { needsAttention: [{} as never], unsentCount: 1 };
    expect(line(refused)).toEqual({ text: '1 meeting needs you', tone: 'bad' });
    expect(line({ ...refused, phase: 'revoked' }).text).toBe('This phone is stopped. Call the office.');
    expect(line({ unsentCount: 1 }, { full: true }).text).toBe('The phone is nearly full. Make room.');
    expect(line({ unsentCount: 1 }, { turnedAway: true }).tone).toBe('bad');
    expect(line({ heldCount: 1, lastSentAt: '2026-11-21T08:50:00Z' }).tone).toBe('wait');
  });
});

describe('the practice group', () => {
  const today = '2026-11-21';
  const context = practiceContext(today);
  test('is a group like any other, and its books add up', () => {
    expect(GroupContext.safeParse(context).error).toBeUndefined();
    const saved = standings(context).reduce((sum, one) => sum + one.savingsPaise, 0);
    const lent = standings(context).reduce((sum, one) => sum + one.loanPaise, 0);
    expect(saved - lent).toBe(context.cashPaise);
  });
  test('can hold an ordinary meeting today, and nothing of it is posted', () => {
    const ruling = judge(ordinaryMeeting(context, today), context);
    expect(ruling).toMatchObject({ ok: true, value: { journal: null, practice: true } });
  });
  test('tells each borrower what she has to pay and by when', () => {
    const borrower = context.loans[0]!.personId;
    expect(duesOf(context, borrower)[0]).toEqual({ on: today, paise: 36_000 });
  });
});

describe('enrolling', () => {
  const code: EnrolmentCode = {
    v: 1,
    origin: 'https://books.example',
    token: 'abc_-1',
    serverKey: { id: 'k', spki: 'AAAA' },
  };
  test('reads the code from the link, from its tail, as it is, and nothing else', () => {
    const link = enrolmentLink(code);
    expect(link).toMatch(/^https:\/\/books\.example\/field\/enrol\/#[\w-]+$/);
    for (const text of [link, link.split('#')[1]!, ` ${link}\n`, JSON.stringify(code)])
      expect(readEnrolmentCode(text)).toEqual(code);
    for (const text of ['', '#', 'https://shop.example/#abc', '{}', '{"v":2}'])
      expect(readEnrolmentCode(text)).toBeNull();
  });
  test('guesses the phone’s name', () => {
    expect(guessDeviceName('Mozilla/5.0 (Linux; Android 9; Redmi 9A Build/QP1A) AppleWebKit')).toBe('Redmi 9A');
    expect(guessDeviceName('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit')).toBe('Android');
    expect(guessDeviceName('')).toBe('');
  });
});
