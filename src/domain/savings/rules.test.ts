import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sumPaise } from '#platform/money.ts';
import type { Withdrawal } from './model.ts';
import { judgeWithdrawal, noBalance, settleExit, type OwedLoan } from './rules.ts';

const personId = '01900000-0000-7000-8000-000000000001';
const loanId = '01900000-0000-7000-8000-000000000009';
const balance = { ...noBalance(personId), compulsoryPaise: 120_000, voluntaryPaise: 30_000 };
const carried = { votesFor: 10, votesAgainst: 1, text: '' };
const wish: Withdrawal = {
  personId,
  kind: 'voluntary',
  amountPaise: 20_000,
  from: 'cash',
  bankAccountId: null,
  resolution: carried,
};
const owed = (principalPaise: number): OwedLoan => ({
  loanId,
  account: 'memberLoans',
  finePaise: 0,
  feePaise: 0,
  interestPaise: 1_000,
  principalPaise,
});
const cash = { from: 'cash', bankAccountId: null } as const;

describe('withdrawal', () => {
  test('voluntary savings by a carried resolution', () => {
    const ruling = judgeWithdrawal(balance, wish);
    expect(ruling.ok && ruling.value.balance.voluntaryPaise).toBe(10_000);
    expect(ruling.ok && ruling.value.postings).toEqual([
      { account: '2020', amountPaise: 20_000, partyId: personId },
      { account: '1010', amountPaise: -20_000 },
    ]);
  });

  test('refused: compulsory before exit, no resolution, lost vote, more than she has', () => {
    const code = (change: Partial<Withdrawal>) => judgeWithdrawal(balance, { ...wish, ...change });
    expect(code({ kind: 'compulsory' })).toMatchObject({ code: 'savings.compulsory_stays' });
    expect(code({ resolution: null })).toMatchObject({ code: 'savings.no_resolution' });
    expect(code({ resolution: { ...carried, votesFor: 1 } })).toMatchObject({ code: 'savings.no_resolution' });
    expect(code({ amountPaise: 30_001 })).toMatchObject({
      code: 'savings.not_enough',
      params: { availablePaise: 30_000 },
    });
  });
});

describe('exit', () => {
  test('her loan is set off, the rest is paid to her', () => {
    const ruling = settleExit(balance, [owed(100_000)], cash);
    expect(ruling.ok && ruling.value).toMatchObject({ ownPaise: 150_000, owedPaise: 101_000, paidPaise: 49_000 });
  });

  test('refused with what is still owed', () => {
    expect(settleExit(balance, [owed(200_000)], cash)).toMatchObject({
      code: 'savings.exit_owes',
      params: { owedPaise: 51_000 },
    });
  });

  test('property: whatever the balances, the postings balance and name her', () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(amount, amount, amount, (compulsoryPaise, finesOwedPaise, principalPaise) => {
        const ruling = settleExit({ ...balance, compulsoryPaise, finesOwedPaise }, [owed(principalPaise)], cash);
        if (!ruling.ok) return;
        expect(sumPaise(ruling.value.postings.map((posting) => posting.amountPaise))).toBe(0);
        expect(ruling.value.postings.every((posting) => posting.amountPaise !== 0)).toBe(true);
      }),
    );
  });
});
