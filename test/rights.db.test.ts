/** The table of rights (docs/rights.md) proved cell by cell: each role sends each command and asks each question. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROLES, rightsOf } from '#app/rights.ts';
import { screenInput } from '#app/screening.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { isAllowed } from '../scripts/rights-page.ts';
import { inputFor } from './any-input.ts';
import { productRules } from './loan-office.ts';
import { makeVillage, type Village } from './village.ts';

let village: Village;
beforeAll(async () => {
  village = await makeVillage({ members: 5 });
});
afterAll(async () => {
  await village.app.close();
  await village.owner.end();
});

/** Her role holds for the whole organisation; she is nobody's row, so that nothing she does touches the others. */
const inRole = (role: string): Actor => ({
  kind: 'user',
  userId: newId(),
  orgId: village.orgId,
  orgIds: [village.orgId],
  grants: [{ role, scope: null }],
  rights: rightsOf([role]),
  personId: null,
  locale: 'en',
});

type Table = Readonly<Record<string, { readonly input: Parameters<typeof inputFor>[0]; readonly may: string }>>;

/** What no random text hits. */
const BY_HAND: Readonly<Record<string, object>> = {
  'loans.saveProduct': { code: 'TRADE', rules: productRules() },
  'people.addBankAccount': { number: '123456789', ifsc: 'SBIN0001234' },
  'people.noteAadhaar': { aadhaarLastFour: '1234' },
  'users.add': { phone: '9876500001' },
  'users.edit': { phone: '9876500002' },
};

/** One input that gets as far as the question of rights. Its ids are of nothing, so that what is allowed changes little. */
function inputThatPasses(table: Table, name: string, passes: (input: unknown) => boolean): unknown {
  const { input } = table[name]!;
  const made = inputFor(input, [newId()]).map((one) => (name in BY_HAND ? Object.assign({}, one, BY_HAND[name]) : one));
  const found = fc.sample(made, { numRuns: 3_000, seed: 7 }).find(passes);
  if (found === undefined) throw new Error(`No input of ${name} passes its own schema`);
  return found;
}

const cells = (table: Table, answered: (role: string, name: string) => Promise<boolean>) =>
  Promise.all(
    Object.entries(table).map(async ([name, { may }]) => {
      const wrong: string[] = [];
      for (const role of ROLES) {
        const allowed = await answered(role, name);
        if (allowed !== isAllowed(role, may)) wrong.push(`${name} as ${role}: ${allowed ? 'let in' : 'turned away'}`);
      }
      return wrong;
    }),
  ).then((all) => all.flat());

/** The door's own word, with the right it asked for: a handler may refuse with the same code for a reason of its own. */
const turnedAway = (outcome: { kind: string; code?: string; params?: unknown }, may: string): boolean =>
  outcome.kind === 'refused' &&
  outcome.code === 'door.not_allowed' &&
  (outcome.params as { right?: string }).right === may;

test('commands', async () => {
  const { app } = village;
  const inputs = new Map(
    Object.entries(app.commands).map(([name, command]) => {
      const screened = (payload: unknown) =>
        screenInput(command, { id: newId(), name, schemaVersion: command.version ?? 1, payload }, command.version ?? 1);
      return [name, inputThatPasses(app.commands, name, (payload) => screened(payload).kind === 'ok')];
    }),
  );
  const wrong = await cells(app.commands, async (role, name) => {
    const outcome = await app.do(name, inRole(role), inputs.get(name));
    return !turnedAway(outcome, app.commands[name]!.may);
  });
  expect(wrong).toEqual([]);
}, 120_000);

test('questions', async () => {
  const { app } = village;
  const inputs = new Map(
    Object.entries(app.questions).map(([name, question]) => [
      name,
      inputThatPasses(app.questions, name, (input) => question.input.safeParse(input).success),
    ]),
  );
  const wrong = await cells(app.questions, async (role, name) => {
    const answer = await app.ask(name, inRole(role), inputs.get(name));
    return !turnedAway(answer, app.questions[name]!.may);
  });
  expect(wrong).toEqual([]);
}, 120_000);
