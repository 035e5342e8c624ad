/** Every command and every question takes anything and answers with a value: never a throw, never half a write. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCommands, allQuestions } from '#app/registry.server.ts';
import type { AnyCommand, AnyQuestion } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { inputFor, spoiled } from '#test/any-input.ts';
import { close, contextOf, makeVillage, must, ordinaryMeeting, type Village } from '#test/village.ts';

const RUNS = Number(process.env['INPUT_RUNS'] ?? 25);
let village: Village;
let ids: string[];
beforeAll(async () => {
  village = await makeVillage({ members: 5 });
  const sheet = ordinaryMeeting(await contextOf(village, village.admin), '2026-05-12');
  await must(close(village.app, village.admin, sheet));
  // an office book too, so that its commands get past "no book"
  const book = { bodyKind: 'trust', bodyId: village.orgId, booksFromOn: '2025-04-01', limitPaise: 1_000_000 };
  await must(village.app.do('accounts.openBook', village.admin, { ...book, decidedBy: 'Trustees' }));
  const { rows: heads } = await village.owner.query<{ id: string }>(
    `(select head_id as id from account_head where account in ('1010', '1310', '3010', '4055', '5160')) union all
     (select group_id from account_group limit 2)`,
  );
  ids = [
    village.orgId,
    village.groupId,
    village.placeId,
    village.bookId,
    sheet.meetingId,
    village.admin.userId,
    ...village.people,
    ...heads.map((head) => head.id),
  ];
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

/** Rows of everything but the door's own memory: one prepared statement, since it is asked after every input. */
let countAll = '';
async function rowsOf(): Promise<string> {
  if (!countAll) {
    const { rows } = await village.owner.query<{ name: string }>(
      `select format('%I', relname) as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and relname not in ('command', 'command_wait', 'audit') order by relname`,
    );
    countAll = `select array_to_string(array[${rows.map(({ name }) => `(select count(*) from ${name})`).join(', ')}], ' ') as counts`;
  }
  const { rows } = await village.owner.query<{ counts: string }>({ name: 'count-all', text: countAll });
  return rows[0]!.counts;
}

describe('commands', () => {
  test.each(Object.keys(allCommands))('%s', async (name) => {
    const command = allCommands[name] as AnyCommand;
    const good = inputFor(command.input, ids);
    let before = await rowsOf();
    await fc.assert(
      fc.asyncProperty(fc.oneof(good, good.chain(spoiled), fc.jsonValue()), fc.boolean(), async (payload, asAdmin) => {
        const who = asAdmin ? village.admin : village.bookkeeper;
        const outcome = await village.app.send(who, { id: newId(), name, payload });
        expect(['applied', 'already', 'refused', 'held', 'later']).toContain(outcome.kind);
        const after = await rowsOf();
        if (outcome.kind !== 'applied') expect(after).toBe(before);
        before = after;
        if ('code' in outcome) expect(outcome.code).toMatch(/^[a-z]+\.[a-z_]+$/);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('questions', () => {
  test.each(Object.keys(allQuestions))('%s', async (name) => {
    const question = allQuestions[name] as AnyQuestion;
    const good = inputFor(question.input, ids);
    await fc.assert(
      fc.asyncProperty(fc.oneof(good, good.chain(spoiled), fc.jsonValue()), async (input) => {
        const answer = await village.app.ask(name, village.admin, input);
        expect(['answer', 'refused']).toContain(answer.kind);
      }),
      { numRuns: RUNS },
    );
  });
});
