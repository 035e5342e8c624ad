/** Loans of the trust to groups and women, with late payers: asked by the loan officer, approved by the supervisor, paid out by the accountant. */
import { USUAL_ORDER, type ProductRules } from '#domain/loans/index.ts';
import type { LoanCard } from '#domain/loans/index.server.ts';
import { addDays, addMonths, financialYear, type IsoDate } from '#platform/dates.ts';
import { rupees } from '#platform/money.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import type { GroupPlan } from './plan.model.ts';
import { randomOf, type Random } from './random.server.ts';

const rounding = { unitPaise: 100, mode: 'half_up' } as const;
const usual: ProductRules = {
  borrowers: ['person'],
  method: 'EQUAL_PRINCIPAL',
  rate: { rateBps: 1800, per: 'year' },
  interval: { unit: 'month', every: 1 },
  dayCount: 'WHOLE_PERIOD',
  rounding,
  interestRounding: rounding,
  residue: 'last',
  firstPeriod: null,
  bulletInterest: null,
  grace: null,
  leastPaise: rupees(2_000),
  mostPaise: rupees(50_000),
  leastInstalments: 3,
  mostInstalments: 24,
  sunday: 'next',
  charges: [],
  servicing: {
    allocation: USUAL_ORDER,
    penal: { rateBps: 600, perRowPaise: 0, graceDays: 7 },
    payoff: 'to_day',
    flatRebate: 'none',
    prepaymentFeeBps: 0,
  },
  needsKeyFacts: false,
  keyFacts: {
    ...{ validWorkingDays: 3, coolingOffDays: 3, isTransferable: false, coLenders: null },
    officer: { name: 'Office of the trust', phone: '0522 000 0000', mail: null },
    ...{ recoveryClause: null, grievanceClause: '9' },
  },
  underDirections: true,
};
const grace = {
  moratoriumRows: 1,
  moratoriumInterest: 'deferred_spread',
  interestOnlyRows: 0,
  interestFreeRows: 0,
} as const;
const fee = { kind: 'processing', payee: 'lender', when: 'deducted', paise: 0, bps: 100 } as const;
const PRODUCTS: readonly { code: string; names: readonly [string, string, string]; rules: Partial<ProductRules> }[] = [
  { code: 'TRADE', names: ['Loan for trade', 'काम-धंधे का कर्ज़', 'کام دھندے کا قرض'], rules: { charges: [fee] } },
  {
    code: 'GROUP',
    names: ['Loan to a group', 'समूह को कर्ज़', 'گروپ کو قرض'],
    rules: {
      ...{ borrowers: ['group'], method: 'EMI', rate: { rateBps: 1200, per: 'year' } },
      ...{ leastPaise: rupees(20_000), mostPaise: rupees(3_00_000) },
    },
  },
  {
    code: 'SWAP',
    names: ['Out of the moneylender’s debt', 'साहूकार के कर्ज़ से छुटकारा', 'ساہوکار کے قرض سے چھٹکارا'],
    rules: { rate: { rateBps: 1200, per: 'year' }, grace },
  },
  {
    code: 'WORKSHOP',
    names: ['Loan to an enterprise', 'उद्यम को कर्ज़', 'کاروبار کو قرض'],
    rules: {
      ...{ borrowers: ['enterprise'], method: 'EMI', underDirections: false },
      ...{ leastPaise: rupees(20_000), mostPaise: rupees(2_00_000) },
    },
  },
];

type Plan = {
  readonly product: string;
  readonly group: number;
  /** A woman of the group; none = the group itself. */
  readonly woman?: number;
  /** What this woman and the one after her own together, in three scripts: it borrows. */
  readonly enterprise?: readonly [string, string, string];
  readonly rupees: number;
  readonly instalments: number;
  readonly purpose: string;
  /** How many of the instalments due are paid, and how many days late; `stage` stops before the money. */
  readonly pays: number;
  readonly daysLate?: number;
  readonly moneylender?: string;
  /** A woman of the group and a neighbour outside the register stand for it. */
  readonly isStoodFor?: boolean;
  readonly stage?: 'applied' | 'appraised' | 'approved';
};
const LOANS: readonly Plan[] = [
  { product: 'GROUP', group: 0, rupees: 1_20_000, instalments: 18, purpose: 'craft_material', pays: 99 },
  { product: 'GROUP', group: 3, rupees: 80_000, instalments: 12, purpose: 'trade', pays: 99, daysLate: 3 },
  { product: 'GROUP', group: 5, rupees: 1_50_000, instalments: 18, purpose: 'animals', pays: 2 },
  {
    ...{ product: 'TRADE', group: 0, woman: 2, rupees: 20_000, instalments: 12, purpose: 'craft_tools', pays: 99 },
    isStoodFor: true,
  },
  { product: 'TRADE', group: 1, woman: 4, rupees: 15_000, instalments: 10, purpose: 'trade', pays: 99, daysLate: 12 },
  { product: 'TRADE', group: 2, woman: 1, rupees: 30_000, instalments: 15, purpose: 'animals', pays: 3 },
  { product: 'TRADE', group: 4, woman: 3, rupees: 8_000, instalments: 4, purpose: 'school', pays: 99 },
  { product: 'TRADE', group: 6, woman: 5, rupees: 12_000, instalments: 8, purpose: 'health', pays: 4, daysLate: 5 },
  {
    ...{ product: 'SWAP', group: 1, woman: 1, rupees: 18_000, instalments: 12, purpose: 'debt_swap', pays: 99 },
    moneylender: 'Ram Autar, Malihabad',
  },
  {
    ...{ product: 'WORKSHOP', group: 1, woman: 6, rupees: 60_000, instalments: 12, purpose: 'craft_tools', pays: 99 },
    enterprise: ['Noor Chikan Workshop', 'नूर चिकन कारख़ाना', 'نور چکن کارخانہ'],
  },
  {
    product: 'TRADE',
    group: 3,
    woman: 2,
    rupees: 25_000,
    instalments: 12,
    purpose: 'trade',
    pays: 0,
    stage: 'applied',
  },
  {
    product: 'TRADE',
    group: 2,
    woman: 3,
    rupees: 10_000,
    instalments: 6,
    purpose: 'house',
    pays: 0,
    stage: 'appraised',
  },
  {
    product: 'GROUP',
    group: 7,
    rupees: 60_000,
    instalments: 12,
    purpose: 'craft_material',
    pays: 0,
    stage: 'approved',
    isStoodFor: true,
  },
];

type Lending = {
  readonly desk: Desk;
  readonly random: Random;
  readonly run: <T = unknown>(verb: string, input: object, who?: string) => Promise<T>;
  readonly products: ReadonlyMap<string, string>;
  readonly heads: { readonly bank: string; readonly cash: string };
  readonly disburseOn: IsoDate;
};

/** @returns women's loans that are running, in the order they were given */
export async function lendMoney(desk: Desk, cast: Cast): Promise<string[]> {
  const random = randomOf(`${desk.plan.seed} loans`);
  const run = <T>(verb: string, input: object, who = 'loan_officer') =>
    command<T>(desk, actorAs(cast, who), [`loans.${verb}`, input]);
  const booksFromOn = financialYear(addMonths(desk.plan.today, -12)).from;
  const products = new Map<string, string>();
  for (const { code, names, rules } of PRODUCTS) {
    const productId = random.id(booksFromOn);
    products.set(code, productId);
    const [nameEn, nameHi, nameUr] = names;
    const words = { productId, code, fromOn: booksFromOn, nameEn, nameHi, nameUr, source: 'gk' };
    await run('saveProduct', { ...words, rules: { ...usual, ...rules } }, 'administrator');
  }
  const limit = { fromOn: booksFromOn, limitPaise: rupees(1_00_000), decidedBy: 'Board of trustees' };
  await run('setApprovalLimit', limit, 'administrator');
  const heads = await moneyHeads(desk);
  // nothing is posted into a year that is closed
  const yearEnd = financialYear(booksFromOn).to;
  const openFrom = yearEnd <= desk.plan.endOn ? addDays(yearEnd, 1) : booksFromOn;
  const usualDay = addMonths(desk.plan.endOn, -7);
  const disburseOn = usualDay > openFrom ? usualDay : openFrom;
  const given: string[] = [];
  for (const plan of LOANS) {
    const loanId = await lend({ desk, random, run, products, heads, disburseOn }, plan);
    if (loanId && plan.woman !== undefined && plan.pays < plan.instalments) given.push(loanId);
  }
  return given;
}

async function moneyHeads({ app, administrator }: Desk) {
  const lender = { bodyKind: 'trust', bodyId: administrator.orgId };
  const answer = await app.ask<{ money: { headId: string; account: string }[] }>('loans.heads', administrator, lender);
  if (answer.kind !== 'answer') throw new Error(`The demo's office has no heads: ${answer.code}`);
  const under = (account: string) => answer.value.money.find((head) => head.account === account)!.headId;
  return { bank: under('1020'), cash: under('1010') };
}

/** Null where no money left yet. */
async function lend(of: Lending, plan: Plan): Promise<string | null> {
  const { desk, random, run, products, disburseOn } = of;
  const group = desk.plan.groups[plan.group % desk.plan.groups.length]!;
  const woman = plan.woman === undefined ? null : group.women[plan.woman % group.women.length]!;
  const isNow = plan.stage !== undefined;
  const payOn = isNow ? addDays(desk.plan.endOn, 3) : disburseOn;
  const loanId = random.id(payOn);
  const firstDueOn = addMonths(payOn, 1);
  const asked = { principalPaise: rupees(plan.rupees), instalments: plan.instalments, fixedPaise: null };
  const enterpriseId = plan.enterprise && (await register(of, { plan, group, names: plan.enterprise }));
  const borrower = enterpriseId
    ? { borrowerKind: 'enterprise', borrowerId: enterpriseId }
    : woman
      ? { borrowerKind: 'person', borrowerId: woman.personId }
      : { borrowerKind: 'group', borrowerId: group.groupId };
  await run('apply', {
    ...{ loanId, productId: products.get(plan.product), purpose: plan.purpose, note: null, ...borrower },
    lender: { bodyKind: 'trust', bodyId: desk.administrator.orgId },
    appliedOn: addDays(payOn, -10),
    asked: { ...asked, disburseOn: payOn, firstDueOn },
  });
  if (plan.stage === 'applied') return null;
  if (plan.isStoodFor) await standFor(of, { loanId, personId: group.women.at(-1)!.personId, on: payOn });
  const step = () => ({ loanId, stepId: random.id(payOn) });
  await run('appraise', { ...step(), granted: null, note: 'Visited; saves and repays in her group' });
  if (plan.stage === 'appraised') return null;
  await run('approve', { ...step(), note: null }, 'supervisor');
  if (asked.principalPaise > rupees(1_00_000)) await run('approve', { ...step(), note: null }, 'administrator');
  if (isNow || payOn > desk.plan.endOn) return null;
  const payee = plan.moneylender ? { kind: 'moneylender', name: plan.moneylender } : { kind: 'borrower', name: null };
  const money = { headId: of.heads.bank, reference: null };
  const event = { loanId, eventId: random.id(payOn), on: payOn, paise: asked.principalPaise };
  await run('disburse', { ...event, payee, money }, 'accountant');
  await repay(of, { loanId, plan });
  return loanId;
}

/** Named with the application; what is asked of them before the money stands open. */
async function standFor(
  { random, run }: Lending,
  { loanId, personId, on }: { loanId: string; personId: string; on: IsoDate },
) {
  const stand = (guarantor: object) => run('nameGuarantor', { loanId, guarantorId: random.id(on), guarantor });
  await stand({ kind: 'person', personId, relation: 'member' });
  await stand({ kind: 'outside', name: 'Ram Autar', relation: 'neighbour', phone: '9839000123' });
}

/** Two women's, in equal parts, for a year before it borrows. */
async function register(
  { desk, random, disburseOn }: Lending,
  {
    plan,
    group,
    names: [nameEn, nameHi, nameUr],
  }: { plan: Plan; group: GroupPlan; names: readonly [string, string, string] },
): Promise<string> {
  const startedOn = addMonths(disburseOn, -12);
  const enterpriseId = random.id(startedOn);
  const owners = [0, 1].map((beside) => {
    const { personId } = group.women[((plan.woman ?? 0) + beside) % group.women.length]!;
    return { kind: 'person', id: personId, shareBps: 5_000 };
  });
  const what = { activity: 'chikan', activityWords: null, udyam: null, placeId: group.home.placeId };
  await command(desk, desk.administrator, [
    'enterprises.register',
    { enterpriseId, nameEn, nameHi, nameUr, ...what, startedOn, owners },
  ]);
  return enterpriseId;
}

/** Each instalment as it is asked, on its day or some days later, as far as this borrower keeps paying. */
async function repay({ desk, random, run, heads }: Lending, { loanId, plan }: { loanId: string; plan: Plan }) {
  const answer = await desk.app.ask<LoanCard>('loans.one', desk.administrator, { loanId });
  if (answer.kind !== 'answer') throw new Error(`The demo's loan is not there: ${answer.code}`);
  const rows = (answer.value.running?.rows ?? []).filter(
    (row) => row.asked.principalPaise + row.asked.interestPaise > 0,
  );
  for (const [at, { dueOn, asked }] of rows.entries()) {
    const on = addDays(dueOn, plan.daysLate ?? 0);
    if (at >= plan.pays || on > desk.plan.today) return;
    const paise = asked.principalPaise + asked.interestPaise + asked.feePaise;
    const money = { headId: heads.cash, reference: null };
    await run('repay', { loanId, eventId: random.id(on), on, paise, excessTo: null, money });
  }
}
