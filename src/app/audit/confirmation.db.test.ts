import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDemand, grantLoan } from '#domain/meetings/index.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { close, contextOf, furnish, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';
import { actorOf } from '../actors.server.ts';
import { makeFirstUser } from '../organisations.server.ts';
import { confirmationPdf } from '../paper/papers.server.ts';
import type { BatchCard, DrawnAgain, HeadVerdict, QueryRow, SampleCard } from './index.server.ts';

let village: Village;
let stranger: Omit<Village, 'database'>;
let auditor: Actor;
let meetingId: string;

beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  stranger = await furnish(village.app, village.owner, 10);
  const grants = [{ role: 'auditor' as const }];
  const userId = await makeFirstUser(village.owner, {
    orgId: village.orgId,
    name: 'Vandana',
    phone: '8123400001',
    grants,
  });
  auditor = (await actorOf(village.app.db, userId))!;
  const context = await contextOf(village, village.admin);
  const first = ordinaryMeeting(context, '2026-04-12', (sheet) =>
    grantLoan(addDemand(sheet, { personId: village.people[3]!, amountPaise: 50_000, purpose: 'trade' }), context, {
      ...{
        index: 0,
        loanId: newId(),
        grantedPaise: 50_000,
        paidFrom: 'cash',
        bankAccountId: null,
        acknowledged: 'thumb',
      },
    }),
  );
  meetingId = first.meetingId;
  await must(close(village.app, village.admin, first));
  await must(close(village.app, village.admin, ordinaryMeeting(await contextOf(village, village.admin), '2026-05-12')));
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});
const ask = async <T>(name: string, input: object = {}, who: Actor = auditor): Promise<T> => {
  const answer = await village.app.ask<T>(`audit.${name}`, who, input);
  if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
  return answer.value;
};
const run = <T = unknown>(name: string, input: object, who: Actor = auditor) =>
  village.app.do<T>(`audit.${name}`, who, input);

describe('balance confirmations', () => {
  const batchId = newId();

  test('say what the books said on the day, for every member of the group', async () => {
    const of = { groupId: village.groupId };
    expect(await run('confirm', { batchId, asOf: '2099-01-01', of })).toMatchObject({ code: 'audit.confirm_ahead' });
    expect(await must(run('confirm', { batchId, asOf: '2026-04-30', of }))).toMatchObject({ slips: 10, number: 1 });
    const batch = await ask<BatchCard>('confirmation', { batchId });
    expect(batch.slips.every((slip) => slip.savingsPaise === 10_000)).toBe(true);
    expect(batch.slips.filter((slip) => slip.loanPaise > 0)).toMatchObject([
      { personId: village.people[3], loanPaise: 50_000 },
    ]);
    expect(batch.pooled).toMatchObject({ sent: 10, waiting: 10, agreed: 0, answered: 0 });
  });

  test('are ticked: agreed, differs by how much, not reached; the last word counts', async () => {
    const reply = (line: number, result: string, told: [number, number] | null = null) =>
      run('reply', {
        batchId,
        line,
        result,
        savingsPaise: told?.[0] ?? null,
        loanPaise: told?.[1] ?? null,
        note: null,
      });
    const line = (await ask<BatchCard>('confirmation', { batchId })).slips.find((slip) => slip.loanPaise > 0)!.line;
    const others = [1, 2, 3, 4].filter((no) => no !== line);
    expect(await reply(line, 'differs')).toMatchObject({ code: 'audit.say_how' });
    expect(await reply(line, 'differs', [10_000, 50_000])).toMatchObject({ code: 'audit.same_as_books' });
    expect(await reply(11, 'agreed')).toMatchObject({ code: 'audit.line_unknown' });
    await must(reply(line, 'not_reached'));
    await must(reply(line, 'differs', [10_000, 40_000]));
    await must(reply(others[0]!, 'agreed'));
    await must(reply(others[1]!, 'not_reached'));
    const { pooled } = await ask<BatchCard>('confirmation', { batchId });
    expect(pooled).toEqual({
      ...{ sent: 10, agreed: 1, differs: 1, notReached: 1, waiting: 7, answered: 2 },
      ...{ savingsMorePaise: 0, savingsLessPaise: 0, loanMorePaise: 10_000, loanLessPaise: 0 },
    });
  });

  test('are printed in three languages for the auditor, and for no stranger', async () => {
    const reader = (lang: 'en' | 'hi' | 'ur', who = auditor) => ({
      app: village.app,
      who,
      lang,
      origin: 'http://localhost',
    });
    for (const lang of ['en', 'hi', 'ur'] as const) {
      const paper = await confirmationPdf(reader(lang), { batchId });
      expect(paper).toMatchObject({ kind: 'file', type: 'application/pdf' });
      if (paper.kind !== 'file') continue;
      if (process.env['BAKHIYA_PAPERS'])
        writeFileSync(join(process.env['BAKHIYA_PAPERS'], `confirmation-${lang}.pdf`), paper.body);
      expect(paper.body.length).toBeGreaterThan(5_000);
    }
    expect(await confirmationPdf(reader('en', stranger.admin), { batchId })).toMatchObject({
      code: 'paper.nothing_here',
    });
  });

  test('also for those a sample drew; the sample of members can be drawn again', async () => {
    const sampleId = newId();
    const drawing = {
      sampleId,
      title: 'Women',
      population: 'members',
      bookId: null,
      from: '2026-04-01',
      to: '2026-05-31',
    };
    await must(run('draw', { ...drawing, method: 'count', wanted: 4, seed: 'dice 3344' }));
    const again = await ask<DrawnAgain>('drawnAgain', { sampleId });
    expect(again).toMatchObject({ samePopulation: true, sameItems: true, count: 10 });
    const drawn = (await ask<SampleCard>('sample', { sampleId })).list.map((item) => item.personId).sort();
    const ofSample = newId();
    await must(run('confirm', { batchId: ofSample, asOf: '2026-05-31', of: { sampleId } }));
    const batch = await ask<BatchCard>('confirmation', { batchId: ofSample });
    expect(batch.slips.map((slip) => slip.personId).sort()).toEqual(drawn);
    expect(batch.slips[0]!.savingsPaise).toBe(20_000);
  });

  test('loans by value: what is left on the last day', async () => {
    const sampleId = newId();
    const drawing = {
      sampleId,
      title: 'Loans',
      population: 'loans',
      bookId: null,
      from: '2026-04-01',
      to: '2026-04-30',
    };
    await must(run('draw', { ...drawing, method: 'value', wanted: 4, seed: 'dice 3344' }));
    const { list } = await ask<SampleCard>('sample', { sampleId });
    expect(list).toMatchObject([{ personId: village.people[3], valuePaise: 50_000, hits: 4, certain: true }]);
  });

  test('are nothing of a stranger’s', async () => {
    expect(await ask('confirmation', { batchId }, stranger.admin)).toBeNull();
    const reply = { batchId, line: 1, result: 'agreed', savingsPaise: null, loanPaise: null, note: null };
    expect(await run('reply', reply, stranger.admin)).toMatchObject({ code: 'audit.line_unknown' });
    expect(await run('reply', reply, village.bookkeeper)).toMatchObject({ code: 'door.not_allowed' });
  });
});

test('a query about a meeting is found from the meeting and from its journal', async () => {
  const query = {
    queryId: newId(),
    about: { kind: 'meeting', meetingId },
    to: { role: 'administrator' },
    dueOn: '2099-01-01',
  };
  await must(run('ask', { ...query, words: 'Who was there?' }));
  const journal = { kind: 'journal', bookId: village.bookId, seq: 1 };
  for (const about of [{ kind: 'meeting', meetingId }, journal])
    expect(await ask<QueryRow[]>('queriesAbout', { about })).toMatchObject([
      { queryId: query.queryId, meetingOn: '2026-04-12' },
    ]);
  expect(await ask<QueryRow[]>('queriesAbout', { about: journal }, stranger.admin)).toEqual([]);
});

test('heads from outside: in the chain, another one, gone, of no book here', async () => {
  const { rows } = await village.owner.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from journal where book_id = $1 and seq = 1`,
    [village.bookId],
  );
  const { hash } = rows[0]!;
  const head = (change: object) => ({ bookId: village.bookId, group: null, seq: 1, hash, ...change });
  const verdicts = await ask<HeadVerdict[]>('compareHeads', {
    heads: [
      head({}),
      head({ bookId: null, group: 'Roshni', hash: hash.slice(0, 16) }),
      head({ hash: 'ab'.repeat(32) }),
      head({ seq: 99 }),
      head({ bookId: newId() }),
      head({ bookId: stranger.bookId }),
      head({ bookId: null, group: village.groupId, seq: null }),
      head({ bookId: null, group: village.groupId, seq: null, hash: 'ab'.repeat(32) }),
    ],
  });
  expect(verdicts.map((one) => one.verdict)).toEqual([
    ...['in_chain', 'in_chain', 'differs', 'missing', 'book_unknown', 'book_unknown', 'in_chain', 'missing'],
  ]);
});
