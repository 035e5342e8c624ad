import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pooled, type SlipState } from './confirmation.rules.ts';

const amount = fc.integer({ min: 0, max: 1_000_000 });
const slip: fc.Arbitrary<SlipState> = fc
  .record({ savingsPaise: amount, loanPaise: amount, toldSavingsPaise: amount, toldLoanPaise: amount })
  .chain((one) =>
    fc.constantFrom(null, 'agreed' as const, 'differs' as const, 'not_reached' as const).map((result) => ({
      ...one,
      result,
      ...(result === 'differs' ? {} : { toldSavingsPaise: null, toldLoanPaise: null }),
    })),
  );

test('every slip is counted once: agreed, differs, not reached or waiting; the last two are no answer', () => {
  fc.assert(
    fc.property(fc.array(slip), (slips) => {
      const all = pooled(slips);
      expect(all.agreed + all.differs + all.notReached + all.waiting).toBe(slips.length);
      expect(all.answered).toBe(all.agreed + all.differs);
    }),
  );
});

test('what is too much and what is too little never cancel, and together are the whole difference', () => {
  fc.assert(
    fc.property(fc.array(slip), (slips) => {
      const all = pooled(slips);
      const differing = slips.filter((one) => one.result === 'differs');
      const net = differing.reduce((sum, one) => sum + one.savingsPaise - one.toldSavingsPaise!, 0);
      const gross = differing.reduce((sum, one) => sum + Math.abs(one.savingsPaise - one.toldSavingsPaise!), 0);
      expect(all.savingsMorePaise - all.savingsLessPaise).toBe(net);
      expect(all.savingsMorePaise + all.savingsLessPaise).toBe(gross);
    }),
  );
});

test('one says she owes less than the books', () => {
  const told = {
    savingsPaise: 50_000,
    loanPaise: 80_000,
    result: 'differs',
    toldSavingsPaise: 50_000,
    toldLoanPaise: 60_000,
  } as const;
  expect(pooled([told])).toMatchObject({ loanMorePaise: 20_000, loanLessPaise: 0, savingsMorePaise: 0, answered: 1 });
});
