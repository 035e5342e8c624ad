/** A loan voted at a meeting under a product that asks for key facts: told on the phone, checked at the door, printed as it was told. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { keyFactsBody } from '#domain/loans/index.ts';
import {
  addDemand,
  grantLoan,
  keepKeyFacts,
  keyFactsOfLoan,
  type GroupContext,
  type MeetingSheet,
} from '#domain/meetings/index.ts';
import { otherKeyFacts, type MeetingKeyFacts } from '#domain/meetings/index.server.ts';
import { newId } from '#platform/ids.ts';
import { productRules } from '#test/loan-office.ts';
import {
  close,
  contextOf,
  furnish,
  makeVillage,
  must,
  ordinaryMeeting,
  usualRules,
  type Village,
} from '#test/village.ts';
import { keyFactsPaper } from './key-facts.ts';
import { meetingKeyFactsPdf } from './papers.server.ts';
import { speechOf } from './speech.ts';

// two rows wait, their interest is added: what is told of them is the second form of the statement
const grace = {
  ...{ moratoriumRows: 2, interestOnlyRows: 0, interestFreeRows: 0 },
  moratoriumInterest: 'capitalised',
} as const;
let village: Village;
let context: GroupContext;
beforeAll(async () => {
  village = await makeVillage({ members: 10 });
  const { app, admin, groupId } = village;
  const productId = newId();
  await must(
    app.do('loans.saveProduct', admin, {
      ...{ productId, code: 'G-1', fromOn: '2025-04-01', source: 'test' },
      ...{ nameEn: 'Group loan', nameHi: 'समूह का कर्ज़', nameUr: null },
      rules: productRules({ needsKeyFacts: true, grace }),
    }),
  );
  // what the form says of the product is not believed: the product's own words are kept
  const names = { en: 'Free money', hi: null, ur: null };
  const product = { productId, version: 1, names, keyFacts: null, underDirections: false };
  const rules = usualRules({ product });
  await must(app.do('meetings.setRules', admin, { groupId, rules, decidedBy: 'all' }));
  context = await contextOf(village, admin);
});

const loanId = newId();
const voted = (sheet: MeetingSheet): MeetingSheet =>
  grantLoan(addDemand(sheet, { personId: village.people[4]!, amountPaise: 50_000, purpose: 'trade' }), context, {
    index: 0,
    loanId,
    grantedPaise: 50_000,
    paidFrom: 'cash',
    bankAccountId: null,
    acknowledged: 'thumb',
  });
const factsOf = (sheet: MeetingSheet, seen: GroupContext = context) => {
  const made = keyFactsOfLoan(sheet, seen, sheet.loans[0]!);
  if (!made?.ok) throw new Error('no facts');
  return made.value;
};
const hashOf = (sheet: MeetingSheet): string =>
  createHash('sha256')
    .update(keyFactsBody(factsOf(sheet)))
    .digest('hex');
const told = (sheet: MeetingSheet, hash = hashOf(sheet)): MeetingSheet => {
  const { lender, borrower, form } = factsOf(sheet);
  const at = `${sheet.heldOn}T14:30:00+05:30`;
  const yes = { way: 'thumb', language: 'hi', witness: 'Woman 02', photoId: newId() } as const;
  return keepKeyFacts(sheet, loanId, { hash, form, shownOn: sheet.heldOn, at, ...yes, lender, borrower });
};
/** A phone of before the second form shows and hashes the first one and says none. */
const toldByOldPhone = (sheet: MeetingSheet): MeetingSheet => {
  const { form: _none, ...shown } = told(sheet).loans[0]!.keyFacts!;
  const asOld = keepKeyFacts(sheet, loanId, shown);
  return keepKeyFacts(sheet, loanId, { ...shown, hash: hashOf(asOld) });
};
const held = (change: (sheet: MeetingSheet) => MeetingSheet): MeetingSheet =>
  ordinaryMeeting(context, '2025-05-12', change);

test('the group keeps the product’s own words', () => {
  expect(context.rules[0]?.product).toMatchObject({ names: { en: 'Group loan' }, underDirections: true });
  expect(context.rules[0]?.product?.keyFacts).toMatchObject({ validWorkingDays: 3 });
});

test('no money before she was told; what was told must be this loan; then it stands, and the paper says the same', async () => {
  const { app, bookkeeper, groupId, admin } = village;
  expect(await close(app, bookkeeper, held(voted))).toMatchObject({ code: 'meetings.key_facts_missing' });
  const forged = held((sheet) => told(voted(sheet), 'a'.repeat(64)));
  expect(await close(app, bookkeeper, forged)).toMatchObject({ code: 'meetings.key_facts_other' });
  const renamed = held((sheet) => told(voted(sheet)));
  // the office mends the spelling of her name meanwhile: what was read stays read
  const changes = { nameLatin: 'Shakila Bano' };
  await must(app.do('people.update', admin, { personId: village.people[4], changes }));
  await must(close(app, bookkeeper, renamed));

  const of = { groupId, meetingId: renamed.meetingId, loanId };
  const answer = await app.ask<MeetingKeyFacts | null>('meetings.keyFacts', bookkeeper, of);
  const kept = answer.kind === 'answer' ? answer.value : null;
  expect(kept).toMatchObject({ hash: hashOf(renamed), acknowledged: { way: 'thumb', language: 'hi' }, photo: null });
  expect(keyFactsBody(kept!.facts)).toBe(keyFactsBody(factsOf(renamed)));
  const organisation = { name: 'Trust', nameHi: null, nameUr: null };
  const paper = keyFactsPaper({ ...kept!, shown: kept! }, speechOf('hi'), { organisation, today: '2025-06-01' });
  expect(JSON.stringify(paper)).toContain(kept!.hash);
  const file = await meetingKeyFactsPdf({ app, who: bookkeeper, lang: 'ur', origin: 'https://bakhiya.test' }, of);
  expect(file).toMatchObject({ kind: 'file', type: 'application/pdf' });

  const stranger = await furnish(app, village.owner, 10);
  expect(await app.ask('meetings.keyFacts', stranger.admin, of)).not.toMatchObject({ kind: 'answer', value: kept });
  expect(await app.ask('meetings.keyFacts', bookkeeper, { ...of, loanId: newId() })).toMatchObject({ value: null });
});

test('what an older phone told of waiting rows, without their cost, is taken as it was told', () => {
  expect(factsOf(held(voted))).toMatchObject({ form: 2, waits: { silent: { rows: 2, interest: 'capitalised' } } });
  const old = held((sheet) => toldByOldPhone(voted(sheet)));
  expect(factsOf(old)).toMatchObject({ form: 1 });
  expect(factsOf(old)).not.toHaveProperty('waits');
  expect(otherKeyFacts(old, context)).toBeNull();
  // the first form under the name of the second is neither
  const mixed = held((sheet) => {
    const told = toldByOldPhone(voted(sheet));
    return keepKeyFacts(told, loanId, { ...told.loans[0]!.keyFacts!, form: 2 });
  });
  expect(otherKeyFacts(mixed, context)).toMatchObject({ code: 'meetings.key_facts_other' });
});

test('rules cannot name a product that is not there', async () => {
  const product = { ...context.rules[0]!.product!, productId: newId() };
  const rules = usualRules({ fromOn: '2026-01-01', product });
  const { app, admin, groupId } = village;
  expect(await app.do('meetings.setRules', admin, { groupId, rules, decidedBy: 'all' })).toMatchObject({
    code: 'loans.product_unknown',
  });
});
