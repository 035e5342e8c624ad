/** The agreement from the office's door to paper: the frozen offer's own figures, both sides, who stands for it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { AgreementShown } from '#domain/loans/index.server.ts';
import { newId } from '#platform/ids.ts';
import { formatBps, formatMoney, LANGUAGES, moneyInWords } from '#ui/index.ts';
import { makeLoanOffice, productRules, type LoanOffice } from '#test/loan-office.ts';
import { anEnterprise, group, woman } from '#test/enterprise-builder.ts';
import { must } from '#test/village.ts';
import { agreementPaper } from './agreement.ts';
import { agreementPdf, type Reader } from './papers.server.ts';
import { speechOf } from './speech.ts';

const SHELF = process.env.BAKHIYA_PAPERS;
let office: LoanOffice;
let loanId: string;
beforeAll(async () => {
  office = await makeLoanOffice();
  const penal = { rateBps: 600, perRowPaise: 0, graceDays: 7 };
  const productId = await office.product({ servicing: { ...productRules().servicing, penal } });
  loanId = await office.lend({ productId, pay: false });
  const guarantor = { kind: 'outside', name: 'Ram Autar', relation: 'neighbour', phone: '9839012345' };
  await must(office.act('nameGuarantor', { loanId, guarantorId: newId(), guarantor }));
});
const reader = (lang: Reader['lang'], who = office.accountant): Reader => ({
  ...{ app: office.app, who, lang },
  origin: 'https://bakhiya.test',
});
const shown = async (id = loanId, who = office.accountant) => {
  const answer = await office.app.ask<AgreementShown | null>('loans.agreement', who, { loanId: id });
  if (answer.kind !== 'answer') throw new Error(answer.code);
  return answer.value;
};
const paperOf = (agreed: AgreementShown, lang: Reader['lang']) =>
  JSON.stringify(
    agreementPaper(agreed, speechOf(lang), {
      organisation: { name: 'Trust', nameHi: null, nameUr: null },
      today: '2025-05-12',
    }),
  );

test('it is the offer that counts, number and code of it, and stays so once money has left', async () => {
  const before = (await shown())!;
  const card = await office.card(loanId);
  expect(before).toMatchObject({
    hash: card.hash,
    keyFactsHash: (await office.shown(loanId))!.hash,
    proposal: `${card.number}-1`,
    facts: { loan: { principalPaise: 100_000 } },
  });
  await must(office.act('offer', { loanId, disburseOn: '2025-05-13', firstDueOn: '2025-06-13' }));
  const after = (await shown())!;
  expect(after.hash).not.toBe(before.hash);
  expect(after).toMatchObject({ proposal: `${card.number}-2`, facts: { loan: { disburseOn: '2025-05-13' } } });
});

test('before the approval there is none, for a stranger never', async () => {
  const { app, accountant, body, womanId } = office;
  const asked = {
    principalPaise: 100_000,
    instalments: 4,
    fixedPaise: null,
    disburseOn: '2025-05-12',
    firstDueOn: '2025-06-12',
  };
  const waiting = newId();
  const application = {
    ...{
      loanId: waiting,
      lender: body,
      productId: await office.product(),
      borrowerKind: 'person',
      borrowerId: womanId,
    },
    ...{ purpose: 'trade', appliedOn: '2025-05-01', note: null, asked },
  };
  await must(app.do('loans.apply', accountant, application));
  expect(await shown(waiting)).toBeNull();
  expect(await agreementPdf(reader('en'), { loanId: waiting })).toMatchObject({ code: 'paper.nothing_here' });
  expect(await shown(loanId, office.stranger)).toBeNull();
  expect(await agreementPdf(reader('en', office.stranger), { loanId })).toMatchObject({ code: 'paper.nothing_here' });
});

test('an enterprise signs by its owners, each with her part', async () => {
  const owners = [woman(office.womanId, 7_500), group(office.groupId, 2_500)];
  const trade = anEnterprise({ placeId: office.placeId, owners });
  await must(office.app.do('enterprises.register', office.admin, trade));
  const productId = await office.product({ borrowers: ['enterprise'] });
  const agreed = (await shown(await office.lend({ productId, enterpriseId: trade.enterpriseId, pay: false })))!;
  expect(agreed.borrower).toMatchObject({
    kind: 'enterprise',
    owners: [
      { names: { en: 'Shakila' }, shareBps: 7_500 },
      { names: { en: 'Roshni' }, shareBps: 2_500 },
    ],
  });
  const paper = paperOf(agreed, 'en');
  for (const part of ['Shakila', 'Roshni', formatBps(7_500), formatBps(2_500)]) expect(paper).toContain(part);
});

test('what the product does not say is not said: no penalty, no clause, an empty line for complaints', async () => {
  const bare = (await shown(
    await office.lend({ productId: await office.product({ keyFacts: undefined }), pay: false }),
  ))!;
  expect(bare.terms).toBeNull();
  const paper = paperOf(bare, 'en');
  expect(paper).toContain('nothing more');
  expect(paper).toContain('Nobody stands for this loan.');
  expect(paper).not.toMatch(/clause|a year on the overdue/);
});

test.each(LANGUAGES)(
  'paper in %s says amount in figures and words, every row, who stands for it, and the code',
  async (lang) => {
    const agreed = (await shown())!;
    const file = await agreementPdf(reader(lang), { loanId });
    if (file.kind !== 'file') throw new Error(file.code);
    if (SHELF) {
      mkdirSync(SHELF, { recursive: true });
      writeFileSync(join(SHELF, `agreement-${lang}.pdf`), file.body);
    }
    const paper = paperOf(agreed, lang);
    for (const part of [
      agreed.hash,
      agreed.proposal,
      moneyInWords(100_000, lang),
      'Ram Autar',
      '9839012345',
      formatBps(600),
    ])
      expect(paper).toContain(part);
    for (const row of agreed.facts.rows) expect(paper).toContain(formatMoney(row.principalPaise));
  },
);
