/** A product's rules from the form: what it does not ask keeps what the version before says, or the usual. */
import { USUAL_ORDER, type ProductRules } from '#domain/loans/index.ts';

const usual: ProductRules = {
  borrowers: ['person', 'group'],
  method: 'EQUAL_PRINCIPAL',
  rate: { rateBps: 1200, per: 'year' },
  interval: { unit: 'month', every: 1 },
  dayCount: 'WHOLE_PERIOD',
  rounding: { unitPaise: 100, mode: 'half_up' },
  interestRounding: { unitPaise: 100, mode: 'half_up' },
  residue: 'last',
  firstPeriod: null,
  bulletInterest: null,
  grace: null,
  leastPaise: 500_000,
  mostPaise: 5_000_000,
  leastInstalments: 3,
  mostInstalments: 24,
  sunday: 'next',
  charges: [],
  servicing: { allocation: USUAL_ORDER, penal: null, payoff: 'to_day', flatRebate: 'none', prepaymentFeeBps: 0 },
  needsKeyFacts: true,
  underDirections: true,
};
/** What the form offers for the statement until somebody says otherwise: the least days the circular allows. */
export const START_KEY_FACTS = { validWorkingDays: 3, coolingOffDays: 3 };
export const startRules = (before: ProductRules | null): ProductRules => before ?? usual;

type Sent = {
  text: (name: string) => string;
  all: (name: string) => string[];
  amount: (name: string) => unknown;
  whole: (name: string) => unknown;
};
/** Nothing about complaints typed and none said before: the product has no statement, and is refused if it wants one. */
function keyFactsTyped(sent: Sent, before: ProductRules['keyFacts']): object {
  const wanted = sent.all('safeguards').includes('key_facts');
  const [name, phone] = [sent.text('officerName'), sent.text('officerPhone')];
  if (!wanted && name === '' && phone === '') return {};
  return {
    keyFacts: {
      validWorkingDays: sent.whole('validWorkingDays'),
      coolingOffDays: sent.whole('coolingOffDays'),
      officer: { name, phone, mail: sent.text('officerMail') || null },
      recoveryClause: sent.text('recoveryClause') || null,
      grievanceClause: sent.text('grievanceClause') || null,
      isTransferable: before?.isTransferable ?? false,
      coLenders: before?.coLenders ?? null,
    },
  };
}

/** Nothing waits: no word of it in the contract. */
function graceTyped(sent: Sent): unknown {
  const rows = {
    moratoriumRows: sent.whole('moratoriumRows'),
    interestOnlyRows: sent.whole('interestOnlyRows'),
    interestFreeRows: sent.whole('interestFreeRows'),
  };
  if (Object.values(rows).every((count) => count === 0)) return null;
  return { ...rows, moratoriumInterest: sent.text('moratoriumInterest') };
}

export function rulesTyped(sent: Sent, before: ProductRules | null): unknown {
  const base = startRules(before);
  const [unit, every] = sent.text('every').split('-');
  // per cent with two decimals is basis points, as rupees are paise
  const fee = sent.amount('fee');
  const insurance = sent.amount('insurance');
  const penalBps = sent.amount('penal');
  const charge = { paise: 0, bps: 0 };
  const { keyFacts, ...rest } = base;
  return {
    ...rest,
    ...keyFactsTyped(sent, keyFacts),
    borrowers: sent.all('borrowers'),
    method: sent.text('method'),
    rate: { rateBps: sent.amount('rate'), per: sent.text('per') },
    interval: { unit, every: Number(every) },
    bulletInterest: sent.text('method') === 'BULLET' ? (base.bulletInterest ?? 'periodic') : null,
    grace: graceTyped(sent),
    leastPaise: sent.amount('least'),
    mostPaise: sent.amount('most'),
    leastInstalments: sent.whole('leastInstalments'),
    mostInstalments: sent.whole('mostInstalments'),
    charges: [
      ...(fee === 0 ? [] : [{ ...charge, kind: 'processing', payee: 'lender', when: 'deducted', bps: fee }]),
      ...(insurance === 0 ? [] : [{ ...charge, kind: 'insurance', payee: 'third', when: 'apart', paise: insurance }]),
    ],
    servicing: {
      ...base.servicing,
      penal: penalBps === 0 ? null : { rateBps: penalBps, perRowPaise: 0, graceDays: sent.whole('graceDays') },
      undrawn: sent.text('undrawn') === 'lower' ? 'lower' : 'shorten',
    },
    leastGuarantors: sent.whole('leastGuarantors'),
    needsKeyFacts: sent.all('safeguards').includes('key_facts'),
    underDirections: sent.all('safeguards').includes('directions'),
  };
}
