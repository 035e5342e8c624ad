/** A trust's office that lends: a product, a woman who borrows, money in the box, and the persons a loan needs. */
import { sql } from 'kysely';
import type { EventReceipt, ProductRules } from '#domain/loans/index.ts';
import type { KeyFactsShown, LoanCard } from '#domain/loans/index.server.ts';
import type { Actor } from '#platform/door.ts';
import { newId } from '#platform/ids.ts';
import type { Outcome } from '#platform/outcomes.ts';
import { productRules } from './life-builder.ts';
import { makeOffice, move, type Office } from './office.ts';
import { addWoman, must, openGroup } from './village.ts';

export { productRules };

export type LoanOffice = Office & {
  readonly placeId: string;
  readonly groupId: string;
  readonly womanId: string;
  readonly cash: string;
  readonly product: (change?: Partial<ProductRules>) => Promise<string>;
  readonly act: <T = EventReceipt>(name: string, input: object, who?: Actor) => Promise<Outcome<T>>;
  readonly card: (loanId: string) => Promise<LoanCard>;
  /** Its Key Facts Statement. */
  readonly shown: (loanId: string, who?: Actor) => Promise<KeyFactsShown | null>;
  /** Rs 1,000 in four parts from 12 June 2025, paid out on 12 May unless told otherwise. */
  readonly lend: (of?: {
    productId?: string;
    groupLoan?: boolean;
    borrowerId?: string;
    enterpriseId?: string;
    pay?: boolean;
    disburseOn?: string;
    firstDueOn?: string;
  }) => Promise<string>;
  /** Balance of an account of the trust's book, debit positive. */
  readonly balance: (account: string) => Promise<number>;
};

export async function makeLoanOffice(): Promise<LoanOffice> {
  const office = await makeOffice();
  const { app, admin, accountant, body } = office;
  const placeId = newId();
  await must(app.do('places.save', admin, { placeId, parentId: null, kind: 'village', nameEn: 'Bakkas' }));
  const { groupId } = await openGroup(app, admin, { placeId, members: 3 });
  const womanId = await addWoman(app, admin, { groupId, placeId, name: 'Shakila' });
  const cash = office.head('Cash');
  await must(
    office.voucher({ type: 'receipt', on: '2024-05-01', lines: move(cash, 100_000_000, office.head('Donations')) }),
  );
  const act: LoanOffice['act'] = (name, input, who = accountant) => app.do(`loans.${name}`, who, input);
  let code = 0;
  const product: LoanOffice['product'] = async (change) => {
    const productId = newId();
    code += 1;
    const names = { nameEn: 'Trade loan', nameHi: null, nameUr: null };
    await must(
      act('saveProduct', {
        ...names,
        ...{ productId, code: `T-${code}`, fromOn: '2024-04-01', rules: productRules(change), source: 'test' },
      }),
    );
    return productId;
  };
  const lend: LoanOffice['lend'] = async (of = {}) => {
    const { productId, groupLoan = false, borrowerId = womanId, enterpriseId, pay = true } = of;
    const { disburseOn = '2025-05-12', firstDueOn = '2025-06-12' } = of;
    const loanId = newId();
    const asked = {
      ...{ principalPaise: 100_000, instalments: 4, fixedPaise: null },
      ...{ disburseOn, firstDueOn },
    };
    const borrower = enterpriseId
      ? { borrowerKind: 'enterprise', borrowerId: enterpriseId }
      : groupLoan
        ? { borrowerKind: 'group', borrowerId: groupId }
        : { borrowerKind: 'person', borrowerId };
    const chosen = productId ?? (await product());
    const asking = { lender: body, productId: chosen, purpose: 'trade', appliedOn: '2025-05-01', note: null, asked };
    await must(act('apply', { loanId, ...asking, ...borrower }));
    await must(act('appraise', { loanId, stepId: newId(), granted: null, note: 'has repaid before' }));
    await must(act('approve', { loanId, stepId: newId(), note: null }, admin));
    const paid = { ...disbursal(loanId), on: disburseOn, money: { headId: cash, reference: null } };
    if (pay) await must(act('disburse', paid));
    return loanId;
  };
  const card = async (loanId: string) => {
    const answer = await app.ask<LoanCard>('loans.one', accountant, { loanId });
    if (answer.kind !== 'answer') throw new Error(JSON.stringify(answer));
    return answer.value;
  };
  const shown: LoanOffice['shown'] = async (loanId, who = accountant) => {
    const answer = await app.ask<KeyFactsShown | null>('loans.keyFacts', who, { loanId });
    if (answer.kind !== 'answer') throw new Error(answer.code);
    return answer.value;
  };
  const balance = async (account: string) => {
    const { rows } = await sql<{
      paise: number;
    }>`select coalesce(sum(p.amount_paise), 0)::bigint as paise from posting p
      join book b on b.org_id = p.org_id and b.book_id = p.book_id
      where p.org_id = ${office.orgId} and b.body_kind = 'trust' and p.account = ${account}`.execute(office.owner);
    return rows[0]!.paise;
  };
  return { ...office, placeId, groupId, womanId, cash, product, act, lend, card, shown, balance };
}

export const disbursal = (loanId: string) => ({
  loanId,
  eventId: newId(),
  on: '2025-05-12',
  paise: 100_000,
  payee: { kind: 'borrower', name: null },
});

/** A bank account of the trust with money in it and one of the group, so that a loan can stand in both books. @returns their ids and the group's book */
export async function withBanks(office: LoanOffice): Promise<{ bank: string; groupBankId: string; bookId: string }> {
  const account = { bank: 'Gramin Bank', branch: 'Bakkas', ifsc: null, number: '111122223333' };
  const bank = await office.addHead({ account: '1020', nameEn: 'Bank of the trust', bank: account });
  await must(office.voucher({ type: 'contra', on: '2025-04-02', lines: move(bank, 50_000_000, office.head('Cash')) }));
  const groupBankId = newId();
  const own = { bankAccountId: groupBankId, groupId: office.groupId, openedOn: null };
  await must(office.app.do('groups.addBankAccount', office.admin, { ...own, ...account, number: '999988887777' }));
  const { rows } = await sql<{
    id: string;
  }>`select book_id as id from groups where group_id = ${office.groupId}`.execute(office.owner);
  return { bank, groupBankId, bookId: rows[0]!.id };
}
