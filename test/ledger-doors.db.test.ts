import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { ask } from '#app/ask.server.ts';
import { systemActor } from '#app/actors.server.ts';
import { perform } from '#app/perform.server.ts';
import { credit, debit } from '#domain/ledger/index.ts';
import { commands, openBook, periods, post, questions } from '#domain/ledger/index.server.ts';
import { newId } from '#platform/ids.ts';
import { acting, ledgerGround, type Ground } from './ledger.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await ledgerGround();
});

const sita = newId();
const aBook = () =>
  acting(ground.app, ground.orgId, {
    work: async (tx) => {
      const bodyId = newId();
      const bookId = await openBook(tx, { bodyKind: 'group', bodyId, basis: 'cash', openedOn: '2025-01-01' });
      const postings = [debit('cash', 100), credit('compulsorySavings', 100, { partyId: sita })];
      const draft = { eventOn: '2026-02-01', narration: 'meetings.regular', postings };
      await post(tx, bookId, { draft, source: { kind: 'meeting', id: newId() } });
      return { bookId, bodyId };
    },
  });
const door = () => ({ db: ground.app, commands, questions });
const run = (name: string, payload: object) =>
  perform(door(), systemActor(ground.orgId), { id: newId(), name, schemaVersion: 1, payload });

test('a period closes, takes nothing, is opened again with a reason, and both are in the audit trail', async () => {
  const { bookId, bodyId } = await aBook();
  const body = { bodyKind: 'group', bodyId };
  const closed = await run('ledger.closePeriod', { ...body, closedTo: '2026-03-31' });
  expect(closed).toMatchObject({ kind: 'applied', receipt: { closedTo: '2026-03-31' } });
  expect(await run('ledger.closePeriod', { ...body, closedTo: '2026-03-31' })).toMatchObject({
    code: 'ledger.closed_already',
  });
  expect(await run('ledger.closePeriod', { ...body, closedTo: '2999-01-01' })).toMatchObject({
    code: 'ledger.period_not_over',
  });
  expect(await run('ledger.closePeriod', { ...body, bodyId: newId(), closedTo: '2026-03-31' })).toMatchObject({
    code: 'ledger.no_book',
  });
  await run('ledger.closePeriod', { ...body, closedTo: '2026-04-30' });
  const { closings } = await acting(ground.app, ground.orgId, { work: (tx) => periods(tx, bookId) });
  const open = (index: number, reason = 'late meeting of Sita’s group') =>
    run('ledger.reopenPeriod', { ...body, periodCloseId: closings[index]!.periodCloseId, reason });
  expect(await open(1)).toMatchObject({ code: 'ledger.later_closing' });
  expect(await open(0, ' ')).toMatchObject({ code: 'door.invalid' });
  expect(await open(0)).toMatchObject({ kind: 'applied', receipt: { closedTo: '2026-03-31' } });
  expect(await open(0)).toMatchObject({ code: 'ledger.reopened_already' });
  const { rows } =
    await sql`select distinct action from audit where org_id = ${ground.orgId} and action like 'ledger.%' and outcome = 'applied' order by 1`.execute(
      ground.owner,
    );
  expect(rows).toEqual([{ action: 'ledger.closePeriod' }, { action: 'ledger.reopenPeriod' }]);
});

test('every question answers its book, and null for a body that keeps none', async () => {
  const { bodyId } = await aBook();
  const input = (bodyId: string): Record<string, object> => {
    const body = { bodyKind: 'group', bodyId };
    const span = { ...body, from: '2026-01-01', to: '2026-12-31' };
    return {
      trialBalance: body,
      memberBalances: body,
      periods: body,
      cashBook: span,
      receiptsAndPayments: span,
      generalLedger: span,
      incomeStatement: span,
      bookBalanceSheet: { ...body, asOf: '2026-12-31' },
      accountStatement: { ...span, account: '1010' },
      journal: { ...body, seq: 1 },
      journalsOfSource: { ...body, sourceId: newId() },
      partyStatement: { partyId: sita, from: '2026-01-01', to: '2026-12-31' },
      organisationTrialBalance: {},
      rolledUpTrialBalance: {},
      chart: {},
    };
  };
  const names = Object.keys(questions).map((name) => name.slice('ledger.'.length));
  expect(Object.keys(input('')).sort()).toEqual(names.sort());
  for (const name of names) {
    const answers = (id: string) =>
      ask(door(), `ledger.${name}`, { who: systemActor(ground.orgId), input: input(id)[name] });
    expect(await answers(bodyId), name).toMatchObject({ kind: 'answer', value: expect.anything() });
    const none = 'bodyId' in input('')[name]! ? null : expect.anything();
    expect(await answers(newId()), name).toMatchObject({ kind: 'answer', value: none });
  }
});
