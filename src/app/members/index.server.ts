export { commands } from './commands.server.ts';
export { facesOf, readFace } from './faces.server.ts';
export { locksOf, questions, type SecretState } from './queries.server.ts';
export type { FoundLock } from './model.ts';
export { openOwnBook, setSecretAtOffice, signKeyFactsAtOffice, type OwnBook } from './own-book.server.ts';
