import { expect, test } from 'vitest';
import { contractOf, productRules } from '#test/life-builder.ts';
import { paisa } from '#test/loan-builder.ts';
import { keyFacts, loanOffer, type Grace } from '#domain/loans/index.ts';
import type { Language } from '#ui/index.ts';
import { keyFactsBlocks } from './key-facts.ts';
import { speechOf } from './speech.ts';

const none: Grace = { moratoriumRows: 0, moratoriumInterest: 'capitalised', interestOnlyRows: 0, interestFreeRows: 0 };
const said = { en: 'Some', hi: null, ur: null };
const of = { proposal: '1', madeOn: '2026-05-08', lender: said, borrower: said, product: said };
const paper = (grace: Partial<Grace> | null, lang: Language = 'en', newest: 1 | 2 = 2): string => {
  const small = { principalPaise: 100_000, instalments: 4, rounding: paisa, interestRounding: paisa };
  const offer = loanOffer(contractOf({ ...small, ...(grace && { grace: { ...none, ...grace } }) }));
  if (!offer.ok) throw new Error(offer.code);
  const facts = keyFacts(offer.value, { ...of, terms: productRules().keyFacts! }, newest);
  return JSON.stringify(keyFactsBlocks(facts, speechOf(lang)));
};

test('rows that wait: which kind, how long, what it costs beside paying interest along', () => {
  const words = paper({ moratoriumRows: 2 });
  for (const part of [
    'No payment at first',
    '2 instalments (2 months), until',
    'added to the loan',
    '₹1.61 more in all',
  ])
    expect(words).toContain(part);
  // what was added is owed in the schedule, and the sheet adds up
  for (const part of ['₹1,020', '₹1,040.40', 'Interest added to the loan meanwhile']) expect(words).toContain(part);
  expect(paper({ moratoriumRows: 1, moratoriumInterest: 'deferred_first' })).toContain('1 instalment (1 month), until');
  expect(paper({ moratoriumRows: 1, moratoriumInterest: 'deferred_first' })).toContain('she pays as much in all');
  expect(paper({ interestOnlyRows: 2 })).toContain('₹20 more in all');
  expect(paper({ moratoriumRows: 2, interestFreeRows: 2 })).toContain('₹41.61 less in all');
});

test('a statement of before, or without such rows, says nothing of it', () => {
  const label = 'No payment at first';
  expect(paper({ moratoriumRows: 2 }, 'en', 1)).not.toContain(label);
  expect(paper(null)).not.toContain(label);
});

test.each([
  ['hi', 'शुरू में कुछ नहीं देना', 'ज़्यादा देती है'],
  ['ur', 'شروع میں کچھ نہیں دینا', 'زیادہ دیتی ہے'],
] as const)('in %s', (lang, label, more) => {
  const words = paper({ moratoriumRows: 2 }, lang);
  for (const part of [label, more]) expect(words).toContain(part);
});
