import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { liveAYear, meetingDays, today } from '#test/linkage-builder.ts';
import { acting } from '#test/ledger.ts';
import { ladderOf } from './funds.rules.ts';
import {
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  openGroup,
  ordinaryMeeting,
  type Village,
} from '#test/village.ts';
import { addLine, fundOf, type MeetingSheet } from '#domain/meetings/index.ts';
import { reverseMeeting } from '#domain/meetings/index.server.ts';
import type { Dossier, GradingPage, LinePage, LinkageGroup, PlanPage, SharesPage } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
let lastMeeting: string;
beforeAll(async () => {
  village = await makeVillage({ members: 12 });
  stranger = await furnish(village.app, village.owner, 5);
  // the group skips its third meeting
  lastMeeting = await liveAYear(village, { missed: [2] });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

const send = (name: string, payload: object) => village.app.do(`linkage.${name}`, village.admin, payload);
async function ask<T>(name: string, input: object = { groupId: village.groupId }): Promise<T> {
  const answer = await village.app.ask<T>(`linkage.${name}`, village.admin, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
}
const group = () => ask<LinkageGroup>('group');
const groupId = () => village.groupId;
const scheme = (code: string) => ask<GradingPage>('grading', { groupId: groupId(), scheme: code });
const markOf = (page: Pick<GradingPage, 'graded'>, code: string) => page.graded.marks.find((one) => one.code === code)!;

describe('grading', () => {
  test('the five rules from the meetings themselves, each mark with what stands behind it', async () => {
    const page = await scheme('panchasutra');
    const meetings = markOf(page, 'meetings');
    expect([meetings.measured!.out, meetings.measured!.of, meetings.marks]).toEqual([11, 12, 20]);
    const missed = meetings.measured!.behind.filter((one) => !one.good);
    expect(missed).toEqual([{ kind: 'missed', on: meetingDays(12)[2], good: false }]);
    // ten meetings lent, one of them to nobody new
    expect(markOf(page, 'lending').measured).toMatchObject({ out: 9, of: 12 });
    expect(markOf(page, 'savings')).toMatchObject({ marks: 20 });
    expect(page.graded.grade).toBe('A');
  });

  test('where only an assessor can say there is no grade until she has; her certificate never changes', async () => {
    const before = await scheme('ten_points');
    expect(before.graded).toMatchObject({ unknown: 4, grade: null });
    const answers = ['participation', 'rules_known', 'purpose'].map((code) => ({ code, answer: 'high' }));
    const certificate = {
      groupId: groupId(),
      scheme: 'ten_points',
      assessedOn: today,
      assessorName: 'Rukhsana',
      assessorOf: 'Block office',
    };
    const certificateId = newId();
    const incomplete = await send('certify', { certificateId, ...certificate, answers });
    expect(incomplete).toMatchObject({ code: 'linkage.answer_missing' });
    const whole = [...answers, { code: 'homogeneity', answer: 'yes' }];
    await must(send('certify', { certificateId, ...certificate, answers: whole }));
    expect(await ask('certificate', { groupId: groupId(), certificateId })).toMatchObject({ grade: 'A', number: 1 });
    await expect(village.owner.query("set role bakhiya_app; update grade_certificate set grade = 'C'")).rejects.toThrow(
      /permission denied/,
    );
    await village.owner.query('reset role');
    expect((await scheme('ten_points')).graded.grade).toBe('A');
    const late = { ...certificate, certificateId: newId(), assessedOn: addMonths(today, 1), answers: whole };
    expect(await send('certify', late)).toMatchObject({ code: 'linkage.future' });
  });
});

describe('plan, request, money', () => {
  const planId = newId();
  const lineId = newId();
  test('the plan begins with what was asked for at meetings and is resolved by a decision in the minutes', async () => {
    const page = await ask<PlanPage>('plan');
    expect(page.demands).toMatchObject([
      { personId: village.people[1], amountPaise: 2_000_000, meetingId: lastMeeting },
    ]);
    const lines = [{ personId: village.people[1]!, purpose: 'trade', amountPaise: 2_000_000 }];
    const plan = { planId, groupId: groupId(), madeOn: meetingDays(1)[0], lines };
    const outsider = [{ ...lines[0]!, personId: stranger.people[0] }];
    expect(await send('writePlan', { ...plan, lines: outsider })).toMatchObject({ code: 'linkage.not_member' });
    await must(send('writePlan', plan));
    const approval = { groupId: groupId(), planId, meetingId: lastMeeting, decisionNo: 2 };
    expect(await send('approvePlan', approval)).toMatchObject({ code: 'linkage.no_decision' });
    await must(send('approvePlan', { ...approval, decisionNo: 1 }));
    expect(await send('writePlan', plan)).toMatchObject({ code: 'linkage.plan_approved' });
  });

  test('conditions stand beside each fund, and a request walks its life', async () => {
    const { funds, corpus } = await group();
    const first = funds.find((one) => one.rule.fund === 'bank_term')!;
    const states = Object.fromEntries(first.conditions.map((one) => [one.code, one.state]));
    expect(states).toMatchObject({ months: 'met', members: 'met', rules: 'met', graded: 'met', bank: 'not_met' });
    expect(corpus.paise).toBe(11 * 12 * 10_000);
    const request = { lineId, groupId: groupId(), fund: 'bank_term', dose: 1, lender: 'Gramin Bank, Bakkas', planId };
    await must(send('apply', { ...request, askedPaise: 15_000_000, appliedOn: today }));
    const again = { ...request, lineId: newId(), askedPaise: 1, appliedOn: today };
    expect(await send('apply', again)).toMatchObject({ code: 'linkage.pending' });
    const step = { groupId: groupId(), lineId, on: today, note: null };
    expect(await send('takeStep', { ...step, step: 'receive', amountPaise: 1 })).toMatchObject({
      code: 'linkage.step_not_now',
    });
    await must(send('takeStep', { ...step, step: 'sanction', amountPaise: 15_000_000 }));
    await must(send('takeStep', { ...step, step: 'receive', amountPaise: 10_000_000 }));
    const page = await ask<LinePage>('line', { groupId: groupId(), lineId });
    expect(page.line).toMatchObject({ state: 'received', sanctionedPaise: 15_000_000, receivedPaise: 10_000_000 });
    // the group's own books know nothing of it yet: the difference is shown
    expect(page.bookedPaise).toBe(0);
    expect(page.steps.map((one) => one.step)).toEqual(['apply', 'sanction', 'receive']);
  });

  test('the dossier is one answer', async () => {
    const page = await ask<Dossier>('dossier');
    expect(page.members).toHaveLength(12);
    expect(page.members.flatMap((one) => one.offices)).toEqual(['president', 'secretary', 'treasurer']);
    expect(page.plan?.planId).toBe(planId);
    const side = (kind: string) =>
      page.accounts.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.paise, 0);
    expect(side('asset')).toBe(side('liability') + side('equity') + page.surplusPaise);
  });
});

describe('share-out', () => {
  test('by an agreed key and a resolution, to the last paisa, never more than there is', async () => {
    const asked = { groupId: groupId(), on: today, from: meetingDays(12)[0], key: 'savings_months' };
    const { surplusPaise } = await ask<SharesPage>('shares', asked);
    expect(surplusPaise).toBeGreaterThan(0);
    const whole = { ...asked, shareOutId: newId(), meetingId: lastMeeting, decisionNo: 1 };
    expect(await send('shareOut', { ...whole, totalPaise: surplusPaise + 1 })).toMatchObject({
      code: 'linkage.over_surplus',
    });
    // half of it by two offices at the same moment: the group resolved once, so it is shared once
    const totalPaise = Math.floor(surplusPaise / 2);
    const both = await Promise.all(
      [newId(), newId()].map((shareOutId) => send('shareOut', { ...whole, shareOutId, totalPaise })),
    );
    expect(both.map((one) => ('code' in one ? one.code : one.kind)).toSorted()).toEqual([
      'applied',
      'linkage.decision_used',
    ]);
    const { rows } = await village.owner.query<{ due: number }>(
      "select -sum(amount_paise)::int as due from posting where account = '2220' and book_id = $1",
      [village.bookId],
    );
    expect(rows[0]!.due).toBe(totalPaise);
    expect((await group()).surplusPaise).toBe(surplusPaise - totalPaise);
    const more = { ...whole, shareOutId: newId(), totalPaise: 2 };
    expect(await send('shareOut', more)).toMatchObject({ code: 'linkage.decision_used' });
  });
});

test('the books say of each request what came for it: not what was taken back, put right or came for another', async () => {
  const { app, admin, placeId, orgId } = village;
  const { groupId: id, people } = await openGroup(app, admin, { placeId, members: 5 });
  const here = { app, admin, groupId: id, people };
  const meet = async (heldOn: string, change: (sheet: MeetingSheet) => MeetingSheet) => {
    const context = await contextOf(here, admin);
    const sheet = ordinaryMeeting(context, heldOn, change);
    await must(close(app, admin, sheet));
    return sheet.meetingId;
  };
  const till = { bankAccountId: null, note: '' } as const;
  const came = (head: 'bank_loan' | 'revolving_fund', amountPaise: number) => (sheet: MeetingSheet) =>
    addLine(sheet, 'otherReceipts', { head, amountPaise, partyId: fundOf(id, head), to: 'cash', ...till });
  const paid = (head: 'bank_loan_principal' | 'bank_loan_interest', amountPaise: number) => (sheet: MeetingSheet) =>
    addLine(sheet, 'otherPayments', {
      ...{ head, amountPaise, partyId: fundOf(id, head), from: 'cash' as const, voucherPhotoId: null },
      ...till,
    });
  const asks = async (on: string, paise: number, instalments: object | null = null) => {
    const asked = newId();
    const request = { lineId: asked, groupId: id, fund: 'bank_term', dose: 1, lender: 'Gramin Bank', planId: null };
    await must(send('apply', { ...request, askedPaise: paise, appliedOn: on }));
    for (const step of ['sanction', 'receive'] as const)
      await must(
        send('takeStep', { groupId: id, lineId: asked, step, on, amountPaise: paise, note: null, instalments }),
      );
    return asked;
  };

  const first = await asks('2026-02-01', 100_000);
  await meet('2026-02-12', came('bank_loan', 100_000));
  const wrong = await meet('2026-03-12', (sheet) => came('bank_loan', 70_000)(came('revolving_fund', 30_000)(sheet)));
  expect(await acting(app.db, orgId, { work: (tx) => reverseMeeting(tx, { meetingId: wrong, reason: 'twice' }) })).toBe(
    null,
  );
  await meet('2026-03-12', paid('bank_loan_principal', 40_000));
  const letter = { firstDueOn: '2026-05-10', instalmentPaise: 10_000 };
  const second = await asks('2026-04-01', 200_000, letter);
  const mistaken = await meet('2026-04-12', came('bank_loan', 200_000));
  await meet('2026-05-12', (sheet) =>
    addLine(sheet, 'corrections', {
      ...{ correctionId: newId(), reversesMeetingId: mistaken, part: 'receipt', personId: null, loanId: null },
      ...{
        head: 'bank_loan',
        partyId: fundOf(id, 'bank_loan'),
        wasPaise: 200_000,
        nowPaise: 150_000,
        reason: 'misread',
      },
    }),
  );

  const booked = async (lineId: string) => (await ask<LinePage>('line', { groupId: id, lineId })).bookedPaise;
  expect([await booked(first), await booked(second)]).toEqual([100_000, 150_000]);
  // whether the first was paid in time nobody can say without its letter; of the second it was written down
  const payer = async (lineId: string) => (await ask<LinePage>('line', { groupId: id, lineId })).prompt;
  expect(await payer(first)).toMatchObject({ state: 'unknown', clauses: [{ why: 'no_instalments' }] });
  expect((await payer(second))!.clauses[0]!.when.slice(0, 2)).toEqual(['2026-05-10', '2026-06-10']);
  const { funds } = await ask<LinkageGroup>('group', { groupId: id });
  const state = (fund: string, code: string) =>
    funds.find((one) => one.rule.fund === fund)!.conditions.find((one) => one.code === code)!;
  // the revolving fund stood in a meeting that was taken back
  expect(state('revolving_fund', 'once').state).toBe('met');
  expect(state('bank_term', 'before_repaid')).toMatchObject({ state: 'not_met', now: 210_000 });
});

test('a letter found after the money came is written down with its day and reason, and again when it was misread', async () => {
  const { app, admin, placeId } = village;
  const { groupId: id } = await openGroup(app, admin, { placeId, members: 5 });
  const came = { head: 'bank_loan', amountPaise: 100_000, partyId: fundOf(id, 'bank_loan'), to: 'cash' } as const;
  const context = await contextOf({ app, groupId: id }, admin);
  const sheet = ordinaryMeeting(context, '2026-02-12', (one) =>
    addLine(one, 'otherReceipts', { ...came, bankAccountId: null, note: '' }),
  );
  await must(close(app, admin, sheet));
  const lineId = newId();
  const on = '2026-02-01';
  const asked = { lineId, groupId: id, fund: 'bank_term', dose: 1, lender: 'Gramin Bank', planId: null };
  await must(send('apply', { ...asked, askedPaise: 100_000, appliedOn: on }));
  for (const step of ['sanction', 'receive'] as const)
    await must(send('takeStep', { groupId: id, lineId, step, on, amountPaise: 100_000, note: null }));
  const found = (change: object, instalmentPaise = 9_000) =>
    send('takeStep', {
      ...{ groupId: id, lineId, step: 'letter', on: '2026-04-15', amountPaise: null, note: 'found in a drawer' },
      ...{ instalments: { firstDueOn: '2026-03-05', instalmentPaise }, ...change },
    });
  const written = () => ask<LinePage>('line', { groupId: id, lineId });
  expect((await written()).prompt).toMatchObject({ clauses: [{ why: 'no_instalments' }] });
  expect(await found({ note: null })).toMatchObject({ code: 'linkage.letter_reason_missing' });
  expect(await found({ instalments: null })).toMatchObject({ code: 'linkage.letter_missing' });
  await must(found({}));
  await must(found({ note: 'a figure was misread' }, 10_000));
  const page = await written();
  expect(page.line).toMatchObject({
    ...{ state: 'received', lastOn: on, instalments: { firstDueOn: '2026-03-05', instalmentPaise: 10_000 } },
    letter: { on: '2026-04-15', note: 'a figure was misread' },
  });
  expect(page.steps.slice(-2).map((step) => step.instalments?.instalmentPaise)).toEqual([9_000, 10_000]);
  expect(page.prompt!.clauses[0]!.why).toBeNull();
  const file = await ask<Dossier>('dossier', { groupId: id });
  expect(file.group.lines[0]?.letter?.note).toBe('a figure was misread');
});

test('a limit is drawn by the own fund as the books knew it on the first day of its year', async () => {
  const limit = async (sanctionedOn: string) => {
    const lineId = newId();
    const asked = { lineId, groupId: groupId(), fund: 'cash_credit', dose: null, lender: 'Gramin Bank', planId: null };
    await must(send('apply', { ...asked, askedPaise: 90_000_000, appliedOn: sanctionedOn }));
    for (const step of ['sanction', 'receive'] as const)
      await must(
        send('takeStep', {
          ...{ groupId: groupId(), lineId, step, on: sanctionedOn, amountPaise: 90_000_000, note: null },
        }),
      );
    return ask<LinePage>('line', { groupId: groupId(), lineId });
  };
  const { corpus, funds } = await group();
  const rung = funds.find((one) => one.rule.fund === 'cash_credit')!.rule;
  const now = await limit(today);
  expect(corpus.paise).toBeGreaterThan(0);
  expect(now.drawing).toEqual({ year: 1, fromOn: today, paise: Math.min(90_000_000, ladderOf(rung, corpus.paise)!) });
  // a year ago nothing stood in these books: what was typed today tells nothing of it, and nobody is judged by today's fund
  const old = await limit(addMonths(today, -11));
  expect(old.drawing).toEqual({ year: 1, fromOn: addMonths(today, -11), paise: null });
});

test('a stranger finds nothing and can do nothing', async () => {
  const { app } = village;
  for (const name of ['group', 'plan', 'dossier'])
    expect(await app.ask(`linkage.${name}`, stranger.admin, { groupId: groupId() })).toMatchObject({ value: null });
  const plan = {
    planId: newId(),
    groupId: groupId(),
    madeOn: today,
    lines: [{ personId: village.people[0], purpose: 'trade', amountPaise: 1 }],
  };
  expect(await app.do('linkage.writePlan', stranger.admin, plan)).toMatchObject({ code: 'linkage.no_group' });
  const { rows } = await village.owner.query('select from credit_plan where org_id = $1', [stranger.orgId]);
  expect(rows).toHaveLength(0);
});
