import { defineQuestions, OWN } from '#platform/door.ts';
import { books } from './book-names.server.ts';
import { listBatches, oneBatch } from './confirmation.server.ts';
import { countExceptions, listExceptions } from './exceptions.queries.server.ts';
import { compareHeads } from './heads.queries.server.ts';
import { auditJournal } from './journal.queries.server.ts';
import { limits } from './limits.server.ts';
import * as model from './model.ts';
import { addressees, listQueries, oneQuery, queriesAbout, queryCounts, queryPhoto } from './query.queries.server.ts';
import { drawnAgain, listSamples, oneSample } from './sample.queries.server.ts';

const read = { may: 'audit.read', scope: () => null } as const;
/** Those who are asked see what they are asked, no more. */
const own = { may: 'audit.answer', scope: () => OWN } as const;

export const questions = defineQuestions('audit', {
  queries: { input: model.ListQueries, ...own, run: listQueries },
  queryCounts: { input: model.Nothing, ...own, run: queryCounts },
  query: { input: model.QueryRef, ...own, run: oneQuery },
  queriesAbout: { input: model.AboutRef, ...own, run: queriesAbout },
  queryPhoto: { input: model.QueryPhoto, ...own, run: queryPhoto },
  journal: { input: model.JournalOf, ...own, run: auditJournal },
  addressees: { input: model.Nothing, may: 'audit.ask', scope: () => null, run: addressees },
  books: { input: model.Nothing, ...read, run: books },
  samples: { input: model.Paged, ...read, run: listSamples },
  sample: { input: model.SampleRef, ...read, run: oneSample },
  drawnAgain: { input: model.SampleRef, ...read, run: drawnAgain },
  exceptions: { input: model.ListExceptions, ...read, run: listExceptions },
  exceptionCounts: { input: model.CountExceptions, ...read, run: countExceptions },
  limits: { input: model.Nothing, ...read, run: limits },
  confirmations: { input: model.Paged, ...read, run: listBatches },
  confirmation: { input: model.BatchRef, ...read, run: oneBatch },
  compareHeads: { input: model.SeenHeads, ...read, run: compareHeads },
});
