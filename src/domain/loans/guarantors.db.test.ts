/** Guarantors from the office's door: named, asked, required by a product, erased with whom they tell of. */
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayInIndia } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { disbursal, makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { addWoman, must } from '#test/village.ts';

let office: LoanOffice;
let sisterId: string;
const today = dayInIndia(new Date());
beforeAll(async () => {
  office = await makeLoanOffice();
  const { app, admin, groupId, placeId } = office;
  sisterId = await addWoman(app, admin, { groupId, placeId, name: 'Rehana' });
});

const outside = { kind: 'outside', name: 'Ram Autar', relation: 'neighbour', phone: '+91 98390 12345' };
const naming = (loanId: string, guarantor: object, who = office.accountant) => {
  const guarantorId = newId();
  return { guarantorId, done: office.act('nameGuarantor', { loanId, guarantorId, guarantor }, who) };
};
const known = (personId: string) => ({ kind: 'person', personId, relation: 'sister' });
const yes = async (loanId: string, guarantorId: string, change: object = {}, who = office.accountant) => {
  const { hash } = await office.card(loanId);
  return office.act(
    'guarantorSaysYes',
    { loanId, guarantorId, hash, on: today, way: 'signature', witness: null, ...change },
    who,
  );
};
const pay = (loanId: string) =>
  office.act('disburse', { ...disbursal(loanId), money: { headId: office.cash, reference: null } });

test('money waits for as many as the product asks for, each to exactly this offer', async () => {
  const productId = await office.product({ leastGuarantors: 2 });
  const loanId = await office.lend({ productId, pay: false });
  const rehana = naming(loanId, known(sisterId));
  await must(rehana.done);
  const ram = naming(loanId, outside);
  await must(ram.done);
  expect(await pay(loanId)).toMatchObject({ code: 'loans.guarantor_missing', params: { least: 2, count: 0 } });
  await must(yes(loanId, rehana.guarantorId));
  expect(await pay(loanId)).toMatchObject({ code: 'loans.guarantor_missing', params: { least: 2, count: 1 } });
  await must(yes(loanId, ram.guarantorId, { way: 'thumb', witness: 'Salma' }));
  expect((await office.card(loanId)).guarantors).toMatchObject([
    {
      personId: sisterId,
      names: { en: 'Rehana' },
      relation: 'sister',
      phone: null,
      yes: { on: today, way: 'signature' },
    },
    {
      personId: null,
      names: { en: 'Ram Autar' },
      relation: 'neighbour',
      phone: '9839012345',
      yes: { way: 'thumb', witness: 'Salma' },
    },
  ]);
  // another day is another offer: whoever said yes to the first is asked again
  await must(office.act('offer', { loanId, disburseOn: '2025-05-13', firstDueOn: '2025-06-13' }));
  const again = await office.card(loanId);
  expect(again.guarantors.map((one) => one.yes)).toEqual([null, null]);
  const other = { ...disbursal(loanId), on: '2025-05-13', money: { headId: office.cash, reference: null } };
  expect(await office.act('disburse', other)).toMatchObject({ code: 'loans.guarantor_missing' });
  await must(yes(loanId, rehana.guarantorId));
  await must(yes(loanId, ram.guarantorId));
  await must(office.act('disburse', other));
  expect(await naming(loanId, { ...outside, phone: '9839055555' }).done).toMatchObject({
    code: 'loans.guarantor_too_late',
  });
  const release = { loanId, guarantorId: ram.guarantorId, reason: 'moved away' };
  expect(await office.act('releaseGuarantor', release)).toMatchObject({ code: 'loans.guarantor_too_late' });
});

test('who is let go before the money counts no more, and may be named again', async () => {
  const loanId = await office.lend({ productId: await office.product({ leastGuarantors: 1 }), pay: false });
  const rehana = naming(loanId, known(sisterId));
  await must(rehana.done);
  await must(yes(loanId, rehana.guarantorId));
  expect(await yes(loanId, rehana.guarantorId)).toMatchObject({ code: 'loans.guarantor_said_already' });
  await must(office.act('releaseGuarantor', { loanId, guarantorId: rehana.guarantorId, reason: 'moved away' }));
  expect((await office.card(loanId)).guarantors).toEqual([]);
  expect(await pay(loanId)).toMatchObject({ code: 'loans.guarantor_missing', params: { count: 0 } });
  await must(naming(loanId, known(sisterId)).done);
});

test('refused: herself, twice, nobody, a woman of another office, another offer, a day before it, a thumb unseen', async () => {
  const loanId = await office.lend({ pay: false });
  expect(await naming(loanId, known(office.womanId)).done).toMatchObject({ code: 'loans.guarantor_is_borrower' });
  expect(await naming(loanId, known(newId())).done).toMatchObject({ code: 'loans.guarantor_unknown' });
  expect(await naming(newId(), outside).done).toMatchObject({ code: 'loans.unknown_loan' });
  const ram = naming(loanId, outside);
  await must(ram.done);
  expect(await naming(loanId, outside).done).toMatchObject({ code: 'loans.guarantor_twice' });
  expect(await yes(loanId, ram.guarantorId, { hash: 'a'.repeat(64) })).toMatchObject({
    code: 'loans.guarantor_other_offer',
  });
  expect(await yes(loanId, ram.guarantorId, { on: addDays(today, -1) })).toMatchObject({ code: 'loans.guarantor_day' });
  expect(await yes(loanId, ram.guarantorId, { way: 'thumb' })).toMatchObject({ code: 'loans.witness_missing' });
  expect(await yes(loanId, newId())).toMatchObject({ code: 'loans.guarantor_unknown' });
});

test('the stranger finds no loan to name anybody for; the auditor reads and writes nothing', async () => {
  const loanId = await office.lend({ pay: false });
  const { auditor, stranger } = office;
  expect(await naming(loanId, outside, stranger).done).toMatchObject({ code: 'loans.unknown_loan' });
  expect(await naming(loanId, outside, auditor).done).toMatchObject({ code: 'door.not_allowed' });
  const ram = naming(loanId, outside);
  await must(ram.done);
  expect(await yes(loanId, ram.guarantorId, {}, stranger)).toMatchObject({ code: 'loans.unknown_loan' });
  expect(await yes(loanId, ram.guarantorId, {}, auditor)).toMatchObject({ code: 'door.not_allowed' });
  const release = { loanId, guarantorId: ram.guarantorId, reason: 'not mine' };
  expect(await office.act('releaseGuarantor', release, stranger)).toMatchObject({ code: 'loans.unknown_loan' });
  expect(await office.act('releaseGuarantor', release, auditor)).toMatchObject({ code: 'door.not_allowed' });
  expect((await office.card(loanId)).guarantors).toHaveLength(1);
});

test("what was written of a guarantor goes with her fields, and of those outside with the borrower's", async () => {
  const { app, admin, groupId, placeId } = office;
  const [borrowerId, friendId] = [
    await addWoman(app, admin, { groupId, placeId, name: 'Noor' }),
    await addWoman(app, admin, { groupId, placeId, name: 'Zeba' }),
  ];
  const loanId = await office.lend({ borrowerId, pay: false });
  const zeba = naming(loanId, known(friendId));
  await must(zeba.done);
  await must(yes(loanId, zeba.guarantorId, { way: 'thumb', witness: 'Salma' }));
  await must(naming(loanId, outside).done);
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit where org_id = ${office.orgId}
    and to_jsonb(audit)::text like '%Ram Autar%'`.execute(office.owner);
  expect(rows[0]!.n).toBe(0);
  const gone = async (personId: string) => {
    const long = addDays(today, -4_000);
    await must(app.do('people.setRetention', admin, { fromOn: long, months: 1, source: 'test' }));
    await sql`update membership set left_on = ${long}, joined_on = ${addDays(long, -1)} where org_id = ${office.orgId} and person_id = ${personId}`.execute(
      office.owner,
    );
    await sql`update person set left_on = ${long} where org_id = ${office.orgId} and person_id = ${personId}`.execute(
      office.owner,
    );
    await must(app.do('people.erase', admin, { personId }));
  };
  const stored = async () =>
    (
      await sql<{ all: string }>`select coalesce(string_agg(x.said, ' '), '') as all from (
        select to_jsonb(q)::text as said from loan_guarantor q where q.loan_id = ${loanId}
        union all select to_jsonb(y)::text from loan_guarantor_yes y where y.loan_id = ${loanId}
        union all select c.payload::text from command c where c.scope_id = ${loanId} and c.payload is not null and c.name = 'loans.nameGuarantor') x`.execute(
        office.owner,
      )
    ).rows[0]!.all;
  // while the loan is open neither is erased
  await must(office.act('withdraw', { loanId, stepId: newId(), note: 'not needed any more' }));
  await gone(friendId);
  expect(await stored()).not.toMatch(/Salma|sister/);
  expect(await stored()).toContain('Ram Autar');
  expect((await office.card(loanId)).guarantors[0]).toMatchObject({ names: { en: '–' }, relation: null });
  await gone(borrowerId);
  expect(await stored()).not.toMatch(/Ram Autar|9839012345|98390 12345|neighbour/);
  expect((await office.card(loanId)).guarantors).toHaveLength(2);
});
