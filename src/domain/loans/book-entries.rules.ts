/**
 * What an event of a loan says in the lender's book (reference: microfinance.md §10). Interest, fees and fines are income when they are
 * paid; capitalised interest when it is added. Every list sums to zero.
 */
import { CHART, type AccountCode, type AccountName, type PostingDraft } from '#domain/ledger/index.ts';
import type { Charge, ProductTerms } from './model.ts';
import { isPayment } from './replay.rules.ts';
import type { Effect, LoanEvent } from './life.model.ts';

export type EntryGround = {
  readonly loanId: string;
  readonly borrowerKind: 'person' | 'group' | 'enterprise';
  readonly borrowerId: string;
  readonly terms: ProductTerms;
  /** The account and head money moves through; null when none does. */
  readonly money: { readonly account: AccountCode; readonly headId: string } | null;
  readonly isFirstMoney: boolean;
  /** Of a paying out, what settles an older loan of hers. */
  readonly settledPaise: number;
  /** What was set aside for losses and is not used yet. */
  readonly reservePaise: number;
};

const LENT_TO = {
  person: 'memberLoans',
  group: 'groupLoans',
  enterprise: 'enterpriseLoans',
} as const satisfies Record<string, AccountName>;

/** The postings of an event; empty when the book has nothing to say. */
export function entriesOf(event: LoanEvent, effect: Effect, of: EntryGround): PostingDraft[] {
  const party = { partyId: of.borrowerId, itemId: of.loanId };
  const loans = LENT_TO[of.borrowerKind];
  const to = (name: AccountName, amountPaise: number, more: { partyId?: string; itemId?: string } = {}) => ({
    account: CHART[name],
    amountPaise,
    ...more,
  });
  const money = (amountPaise: number): PostingDraft => {
    if (!of.money) throw new Error(`${event.kind} moves money through no head`);
    return { account: of.money.account, amountPaise, partyId: of.money.headId };
  };
  const capitalised = [to(loans, effect.capitalisedPaise, party), to('memberInterest', -effect.capitalisedPaise)];
  const lines = (): PostingDraft[] => {
    if (event.kind === 'disbursed')
      return [
        to(loans, event.paise, party),
        // an older loan is settled out of it: no money moves for that part, it waits for the other journal
        to('unappliedReceipts', -of.settledPaise, { partyId: of.borrowerId }),
        money(of.settledPaise - event.paise),
        ...(of.isFirstMoney ? atPayOut(of.terms, money) : []),
      ];
    if (event.kind === 'refunded')
      return [to('unappliedReceipts', event.paise, { partyId: of.borrowerId }), money(-event.paise)];
    if (event.kind === 'written_off') {
      const fromReserve = Math.min(Math.max(0, of.reservePaise), effect.writtenOffPaise);
      return [
        to('loanLossReserve', fromReserve),
        to('writeOffs', effect.writtenOffPaise - fromReserve),
        to(loans, -effect.writtenOffPaise, party),
      ];
    }
    const over = to('unappliedReceipts', -effect.overPaise, { partyId: of.borrowerId });
    const came = isPayment(event) && event.paise > 0 ? [money(event.paise)] : [];
    // whatever it was meant for: of a loan that had left the books nothing else can come back
    if (effect.recoveredPaise > 0) return [...came, to('writtenOffRecovered', -effect.recoveredPaise), over];
    const { finePaise, feePaise, interestPaise, principalPaise } = effect.parts;
    return [
      // what was paid ahead may find another place when rows are drawn together: no money, other accounts
      ...came,
      to('fines', -finePaise),
      to('fees', effect.thirdPaise - feePaise),
      to('fundsHeldForOthers', -effect.thirdPaise),
      to('memberInterest', -interestPaise),
      to(loans, -principalPaise, party),
      over,
    ];
  };
  return [...capitalised, ...lines()].filter((line) => line.amountPaise !== 0);
}

const sum = (charges: readonly Charge[]): number => charges.reduce((total, one) => total + one.paise, 0);

/** Charges taken when the money leaves: kept back, or paid by her in hand at the same table. */
export function keptAtPayOut(terms: ProductTerms): { readonly thirdPaise: number; readonly lenderPaise: number } {
  const now = (terms.charges ?? []).filter((one) => one.when !== 'spread');
  const thirdPaise = sum(now.filter((one) => one.payee === 'third'));
  return { thirdPaise, lenderPaise: sum(now) - thirdPaise + terms.feePaise };
}

function atPayOut(terms: ProductTerms, money: (paise: number) => PostingDraft): PostingDraft[] {
  const { thirdPaise, lenderPaise } = keptAtPayOut(terms);
  return [
    money(thirdPaise + lenderPaise),
    { account: CHART.fees, amountPaise: -lenderPaise },
    { account: CHART.fundsHeldForOthers, amountPaise: -thirdPaise },
  ];
}
