/** The Key Facts Statement from the office's door to paper: acknowledged while it stands, printed as it was acknowledged. */
import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { keyFactsBody } from '#domain/loans/index.ts';
import { newId } from '#platform/ids.ts';
import { LANGUAGES } from '#ui/index.ts';
import { setSecretAtOffice, signKeyFactsAtOffice } from '../members/index.server.ts';
import { makeLoanOffice, type LoanOffice } from '#test/loan-office.ts';
import { must } from '#test/village.ts';
import { keyFactsPaper } from './key-facts.ts';
import { keyFactsPdf, type Reader } from './papers.server.ts';
import { speechOf } from './speech.ts';

const SHELF = process.env.BAKHIYA_PAPERS;
const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
let office: LoanOffice;
let productId: string;
beforeAll(async () => {
  office = await makeLoanOffice();
  const charges = [
    { kind: 'processing', payee: 'lender', when: 'deducted', paise: 1_000, bps: 0 },
    { kind: 'insurance', payee: 'third', when: 'apart', paise: 500, bps: 0 },
  ] as const;
  productId = await office.product({ needsKeyFacts: true, charges: [...charges] });
});
const offered = () => office.lend({ productId, pay: false });
const yes = (loanId: string, hash: string | null, change: object = {}) =>
  office.act('acknowledgeKeyFacts', { loanId, hash, way: 'signature', language: 'ur', witness: null, ...change });
const reader = (lang: Reader['lang'], who = office.accountant): Reader => ({
  app: office.app,
  who,
  lang,
  origin: 'https://bakhiya.test',
});

test('the statement is hashed as it is shown, and kept as it was acknowledged', async () => {
  const loanId = await offered();
  const before = (await office.shown(loanId))!;
  expect(before).toMatchObject({ acknowledged: null, isOver: false, facts: { sheet: { netPaise: 98_500 } } });
  expect(before.hash).toBe(sha256Hex(keyFactsBody(before.facts!)));
  await must(yes(loanId, before.hash, { way: 'thumb', witness: 'Salma' }));
  // her name is written otherwise later: what she acknowledged stays what it was
  await sql`update person set name_latin = 'Shakeela' where org_id = ${office.orgId} and person_id = ${office.womanId}`.execute(
    office.owner,
  );
  const after = (await office.shown(loanId))!;
  expect(after.hash).toBe(before.hash);
  expect(after.acknowledged).toMatchObject({ way: 'thumb', language: 'ur', witness: 'Salma' });
});

test('with her own PIN: a wrong one is counted and answers nothing, the right one acknowledges the same statement', async () => {
  const loanId = await offered();
  const { hash, facts } = (await office.shown(loanId))!;
  const { app, accountant, womanId: personId } = office;
  const of = { loanId, hash: hash!, language: 'hi' as const };
  const sign = (secret: string, who = accountant, change: object = {}) =>
    signKeyFactsAtOffice(app, who, { ...of, ...change, secret });
  expect(await sign('4826')).toMatchObject({ code: 'members.not_set' });
  await must(setSecretAtOffice(app, office.admin, { personId, way: 'pin', secret: '4826' }));
  expect(await sign('4827')).toMatchObject({ kind: 'applied', receipt: { opened: false } });
  expect((await office.shown(loanId))!.acknowledged).toBeNull();
  expect(await sign('4826', office.stranger)).toMatchObject({ code: 'members.not_set' });
  expect(await sign('4826', office.auditor)).toMatchObject({ code: 'door.not_allowed' });
  expect(await sign('4826', accountant, { hash: 'a'.repeat(64) })).toMatchObject({ code: 'loans.key_facts_other' });
  expect(await sign('4826')).toMatchObject({ kind: 'applied', receipt: { opened: true } });
  const after = (await office.shown(loanId))!;
  expect(after).toMatchObject({ hash, facts, acknowledged: { way: 'pin', language: 'hi' } });
  // what is printed later is the statement she signed, and says how
  const organisation = { name: 'Trust', nameHi: null, nameUr: null };
  const given = { facts: facts!, hash: hash!, shown: after };
  const paper = JSON.stringify(keyFactsPaper(given, speechOf('en'), { organisation, today: after.today }));
  expect(paper).toContain(hash!);
  expect(paper).toContain('her own PIN');
});

test('refused: a thumb without witness, validity over, before approval, another office', async () => {
  const loanId = await offered();
  const { hash } = (await office.shown(loanId))!;
  expect(await yes(loanId, hash, { way: 'thumb' })).toMatchObject({ code: 'loans.witness_missing' });
  expect(await yes(loanId, hash, { way: 'pin' })).toMatchObject({ code: 'door.invalid' });
  expect(await yes(newId(), hash)).toMatchObject({ code: 'loans.unknown_loan' });
  const asked = { loanId, hash, way: 'signature', language: 'ur', witness: null };
  expect(await office.act('acknowledgeKeyFacts', asked, office.auditor)).toMatchObject({ code: 'door.not_allowed' });
  expect(await office.act('acknowledgeKeyFacts', asked, office.stranger)).toMatchObject({ code: 'loans.unknown_loan' });
  expect(await office.shown(loanId, office.stranger)).toBeNull();
  await sql`update loan_contract set made_at = now() - interval '30 days' where org_id = ${office.orgId} and loan_id = ${loanId}`.execute(
    office.owner,
  );
  const old = (await office.shown(loanId))!;
  expect(old.isOver).toBe(true);
  expect(await yes(loanId, old.hash)).toMatchObject({ code: 'loans.key_facts_over' });
});

test('a product that wants a statement must say what stands in it', async () => {
  const save = (change: object) => office.product({ needsKeyFacts: true, ...change });
  const short = { validWorkingDays: 2, coolingOffDays: 0, isTransferable: false, coLenders: null };
  const officer = { name: 'Archana', phone: '0522 123456', mail: null };
  const keyFacts = { ...short, officer, recoveryClause: null, grievanceClause: null };
  await expect(save({ keyFacts: undefined })).rejects.toThrow('loans.key_facts_terms_missing');
  await expect(save({ keyFacts })).rejects.toThrow('loans.key_facts_validity');
});

test.each(LANGUAGES)('paper in %s carries the code of what was acknowledged', async (lang) => {
  const loanId = await offered();
  const { hash } = (await office.shown(loanId))!;
  await must(yes(loanId, hash));
  const shown = (await office.shown(loanId))!;
  const file = await keyFactsPdf(reader(lang), { loanId });
  if (file.kind !== 'file') throw new Error(file.code);
  if (SHELF) {
    mkdirSync(SHELF, { recursive: true });
    writeFileSync(join(SHELF, `key-facts-${lang}.pdf`), file.body);
  }
  const organisation = { name: 'Trust', nameHi: null, nameUr: null };
  const of = { facts: shown.facts!, hash: shown.hash!, shown };
  const paper = keyFactsPaper(of, speechOf(lang), { organisation, today: shown.today });
  expect(JSON.stringify(paper)).toContain(hash);
  expect(sha256Hex(keyFactsBody(shown.facts!))).toBe(hash);
  expect(await keyFactsPdf(reader(lang, office.stranger), { loanId })).toMatchObject({ code: 'paper.nothing_here' });
});
