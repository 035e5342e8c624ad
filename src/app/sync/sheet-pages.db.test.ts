/** A collection sheet longer than one answer: page by page the same sheet, whatever is paid meanwhile. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { sheetOfParts, type SheetDoc } from '#domain/collections/index.ts';
import { collectionSheet, loadRecoveryRules } from '#domain/collections/index.server.ts';
import { loadLimits } from '#domain/obligations/index.server.ts';
import type { Part, PullResponse } from '#field/wire.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import { acting } from '#test/ledger.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { addWoman, must, openGroup } from '#test/village.ts';
import { pull } from './pull.server.ts';

let office: LoanOffice;
let officer: Actor;
let deviceId: string;
let loans: string[];

beforeAll(async () => {
  office = await makeLoanOffice();
  await loadLimits(office.owner);
  await loadRecoveryRules(office.owner);
  const { app, admin, placeId, orgId, owner } = office;
  const { groupId } = await openGroup(app, admin, { placeId, members: 3 });
  const productId = await office.product();
  loans = [];
  for (let nth = 1; nth <= 5; nth += 1) {
    const borrowerId = await addWoman(app, admin, { groupId, placeId, name: `Woman ${nth}` });
    loans.push(await office.lend({ productId, borrowerId }));
  }
  deviceId = newId();
  officer = { ...(await office.within('loan_officer', { kind: 'group', id: groupId })), deviceId };
  await sql`insert into device (org_id, device_id, user_id) values (${orgId}, ${deviceId}, ${officer.userId})`.execute(
    owner,
  );
});

/** A phone that stages pages as they come: two loans in each. */
function aPhone() {
  let last: PullResponse | null = null;
  let staged: Part[] = [];
  const held: { sheet: SheetDoc | null } = { sheet: null };
  const page = async (): Promise<PullResponse> => {
    const from = { epoch: last?.epoch ?? null, cursor: last?.cursor ?? null };
    const request = { requestId: newId(), deviceId, limit: 500, loansAPart: 2, ...from };
    last = (await pull(office.app, officer, request))!;
    const unit = last.groups.find((group) => group.groupId === officer.userId);
    staged.push(...(unit?.parts ?? []));
    if (!unit?.complete) return last;
    // of two parts with one name the later one stands
    const parts = [...new Map(staged.map((part) => [`${part.kind} ${part.id}`, part])).values()];
    held.sheet = sheetOfParts(parts);
    staged = [];
    return last;
  };
  /** Until the server has no more; how many answers it took. */
  const run = async (): Promise<number> => {
    for (let answers = 1; ; answers += 1) if (!(await page()).more) return answers;
  };
  return { held, page, run };
}
const now = () =>
  acting(office.app.db, office.orgId, { work: (tx) => collectionSheet(tx, officer) }) as Promise<SheetDoc>;
const repays = async (loanId: string) => {
  const money = { money: { headId: office.cash, reference: null } };
  const paid = { loanId, eventId: newId(), on: '2025-06-12', paise: 1_000, excessTo: null, ...money };
  await must(office.act('repay', paid));
};

test('five loans by two: three answers, shown with the last, then nothing until something changes', async () => {
  const phone = aPhone();
  const first = await phone.page();
  expect(first.more).toBe(true);
  expect(first.groups.at(-1)).toMatchObject({ groupId: officer.userId, complete: false, base: null });
  expect(phone.held.sheet).toBeNull();
  expect(await phone.run()).toBe(2);
  expect(phone.held.sheet).toEqual(await now());
  expect(phone.held.sheet!.loans.map((loan) => loan.loanId)).toEqual(loans);
  // the horizon waits for any transaction of the whole server, other test files' included
  await expect.poll(async () => (await phone.page()).groups.length, { timeout: 20_000 }).toBe(0);
  await repays(loans[4]!);
  expect(await phone.run()).toBe(3);
  expect(phone.held.sheet).toEqual(await now());
});

test('paid while the pages come: begun anew, never half old and half new; in a restless office it ends all the same', async () => {
  const phone = aPhone();
  await phone.page();
  await repays(loans[0]!);
  expect(await phone.run()).toBe(3);
  expect(phone.held.sheet).toEqual(await now());

  const other = aPhone();
  let answers = 0;
  for (;;) {
    answers += 1;
    const { more } = await other.page();
    if (!more) break;
    await repays(loans[1]!);
  }
  expect(answers).toBe(4);
  expect(other.held.sheet).toEqual(await now());
});
