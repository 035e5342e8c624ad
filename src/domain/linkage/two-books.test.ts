import { describe, expect, test } from 'vitest';
import { debtPlaceOf, groupSideOf, narrationOf } from '#domain/loans/index.ts';
import { lenderOf, pairEvents, type LenderBook, type SideEvent } from './two-books.rules.ts';

let seq = 0;
const event = (on: string, paise: number, kind: SideEvent['kind'] = 'repaid'): SideEvent => ({
  ...{ bookId: 'b', seq: (seq += 1), on, kind, paise },
});

describe('pairs of events', () => {
  test('same kind and amount, the nearest days first, each once', () => {
    const lenders = [event('2026-01-05', 100), event('2026-02-05', 100), event('2026-02-05', 7, 'interest')];
    const groups = [event('2026-02-07', 100), event('2026-01-12', 100), event('2026-02-07', 7)];
    const pairs = pairEvents(lenders, groups);
    expect(pairs.map((pair) => [pair.lender?.on, pair.group?.on])).toEqual([
      ['2026-01-05', '2026-01-12'],
      ['2026-02-05', '2026-02-07'],
      ['2026-02-05', undefined],
      [undefined, '2026-02-07'],
    ]);
  });
  test('beyond a month they are two events', () => {
    expect(pairEvents([event('2026-01-05', 100)], [event('2026-02-06', 100)])).toHaveLength(2);
    expect(pairEvents([event('2026-01-05', 100)], [event('2026-02-05', 100)])).toHaveLength(1);
  });
});

test('whose book tells the other half of a debt', () => {
  const trust: LenderBook = { bookId: 't', bodyKind: 'trust', bodyId: 'org' };
  const village: LenderBook = { bookId: 'v', bodyKind: 'federation', bodyId: 'vo' };
  const above = [{ groupId: 'vo', kind: 'village_organisation' }];
  const of = { books: [trust, village], above, lentBy: ['t'] };
  expect(lenderOf({ account: '2140', partyId: 'org' }, of)).toBe(trust);
  expect(lenderOf({ account: '2130', partyId: 'f5' }, of)).toBe(village);
  expect(lenderOf({ account: '2120', partyId: 'f4' }, of)).toBe(trust);
  expect(lenderOf({ account: '2120', partyId: 'f4' }, { ...of, lentBy: [] })).toBeNull();
});

test('the group’s side is the mirror of the lender’s and balances', () => {
  const of = { loanId: 'l', lenderId: 'org', groupBankId: 'bank' };
  const side = groupSideOf(
    [
      { account: '1020', amountPaise: 300, partyId: 'head' },
      { account: '4010', amountPaise: -20 },
      { account: '1130', amountPaise: -250, partyId: 'g', itemId: 'l' },
      { account: '2310', amountPaise: -30, partyId: 'g' },
    ],
    of,
  );
  expect(side.map((one) => [one.account, one.amountPaise])).toEqual([
    ['1020', -300],
    ['5020', 20],
    ['2140', 250],
    ['1220', 30],
  ]);
  expect(narrationOf(side)).toBe('loans.group_paid');
});

test('a payment lessens the debt where the group keeps it', () => {
  const cif = { account: '2120', partyId: 'f4', itemId: null, owedPaise: 900 } as const;
  const other = { account: '2140', partyId: 'x', itemId: null, owedPaise: 900 } as const;
  const told = { account: '2140', partyId: 'vo', itemId: 'l', owedPaise: 100 } as const;
  const of = { loanId: 'l', lenderId: 'vo', lenderKind: 'cluster_federation', paise: 500 };
  const { owedPaise: _, ...atCif } = cif;
  expect(debtPlaceOf([other, cif], of)).toEqual(atCif);
  expect(debtPlaceOf([other, cif, told], of)).toMatchObject({ account: '2140', itemId: 'l' });
  // never what is another federation's, and never more than is owed there
  expect(debtPlaceOf([cif], { ...of, lenderKind: 'village_organisation' })).toMatchObject({ account: '2140' });
  expect(debtPlaceOf([cif], { ...of, paise: 901 })).toMatchObject({ account: '2140', itemId: 'l' });
  expect(debtPlaceOf([cif], { ...of, lenderKind: null })).toEqual(atCif);
  const side = groupSideOf(
    [
      { account: '1020', amountPaise: 510 },
      { account: '1130', amountPaise: -500 },
      { account: '4010', amountPaise: -10 },
    ],
    { loanId: 'l', lenderId: 'vo', groupBankId: 'b', debt: atCif },
  );
  expect(side[1]).toEqual({ account: '2120', amountPaise: 500, partyId: 'f4' });
});
