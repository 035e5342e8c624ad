export { openBook } from './books.server.ts';
export {
  bodyHash,
  draftOf,
  journalBody,
  NO_ID,
  post,
  postReversal,
  type Posted,
  type PostedOr,
  type Source,
} from './post.server.ts';
export { loadAccounts } from './reference.server.ts';
