/** Writes the pack as a stream: books, papers, the proof of the chain, then the index of them all with their hashes. */
import { createHash } from 'node:crypto';
import { proveBooks } from '#domain/ledger/index.server.ts';
import { writeCsv } from '#platform/sheets.server.ts';
import { zipped, type ZipPart } from '#platform/zip-write.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Reader } from '../paper/papers.server.ts';
import { speechOf } from '../paper/speech.ts';
import { inSnapshot } from '../snapshot.server.ts';
import type { OrgCard } from '../users/index.server.ts';
import { indexPage } from './index-page.ts';
import { PACK_FORMAT, type PackBook, type PackFile, type PackIndex, type PackOf } from './model.ts';
import { onceEach } from './names.ts';
import { piecesOf, type Piece } from './pieces.server.ts';
import type { Plan } from './plan.queries.server.ts';

/** Whoever takes it stands on it by name. */
export type PackReader = Reader & { readonly name: string };

/** To be asked for after `pack.take` was applied. @throws Error with the code of a refusal by which nothing at all can be seen */
export async function* auditPack(reader: PackReader, of: PackOf): AsyncGenerator<Uint8Array> {
  const madeAt = new Date();
  yield* zipped(partsOf({ reader, of, madeAt }), madeAt);
}

type From = { readonly reader: PackReader; readonly of: PackOf; readonly madeAt: Date };

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
const sha256 = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

async function* partsOf({ reader, of, madeAt }: From): AsyncGenerator<ZipPart> {
  await reader.app.files.prove?.();
  const plan = await must<Plan>(reader, 'pack.plan', of);
  const organisation = await must<OrgCard>(reader, 'org.get', {});
  const speech = speechOf(reader.lang);
  const files: PackFile[] = [];
  const leftOut: PackIndex['leftOut'][number][] = [];
  const missingFiles: PackIndex['missingFiles'][number][] = [];
  const nameOnce = onceEach();
  const laid = (piece: Piece): ZipPart | null => {
    if (piece.kind === 'left_out')
      leftOut.push({ section: piece.section, title: piece.title, of: piece.of, code: piece.code });
    if (piece.kind === 'missing') missingFiles.push({ name: piece.name, sha256: piece.sha256 });
    if (piece.kind !== 'file') return null;
    const name = nameOnce(piece.name);
    const { section, title, of: owner, body, isPacked } = piece;
    files.push({ name, section, title, of: owner, bytes: body.length, sha256: sha256(body) });
    return { name, isPacked, content: once(body) };
  };
  for await (const piece of piecesOf({ reader, plan, bookId: of.bookId })) {
    const part = laid(piece);
    if (part) yield part;
  }
  const books = await proved(reader, plan);
  yield laid(chainFile(books, m.pack_part_proof({}, speech.as)))!;
  const told = {
    ...{ madeAt: madeAt.toISOString(), madeBy: reader.name, language: reader.lang },
    organisation: {
      orgId: organisation.orgId,
      name: speech.name({ en: organisation.name, hi: organisation.nameHi, ur: organisation.nameUr }),
    },
    ...{ year: plan.year, from: plan.from, to: plan.to, bookId: of.bookId, books, files, leftOut, missingFiles },
  };
  const first = Buffer.from(indexPage(told, speech));
  const listed: PackFile = {
    ...{ name: 'index.html', section: 'proof', title: m.pack_title({}, speech.as), of: '' },
    ...{ bytes: first.length, sha256: sha256(first) },
  };
  yield { name: 'index.html', content: once(first) };
  const index: PackIndex = { format: PACK_FORMAT, ...told, files: [...files, listed] };
  yield { name: 'index.json', content: once(Buffer.from(JSON.stringify(index, null, 1))) };
}

async function must<T>({ app, who }: Reader, question: string, input: unknown): Promise<T> {
  const answer = await app.ask<T | null>(question, who, input);
  if (answer.kind !== 'answer' || answer.value === null)
    throw new Error(answer.kind === 'answer' ? `${question}: nothing here` : answer.code);
  return answer.value;
}

async function proved({ app, who, lang }: Reader, { books }: Plan): Promise<PackBook[]> {
  const speech = speechOf(lang);
  const planned = new Map(books.map((book) => [book.bookId, book]));
  const found: PackBook[] = [];
  const proofs = inSnapshot(app, who, (client) =>
    proveBooks(client, { orgId: who.orgId, bookIds: [...planned.keys()] }),
  );
  for await (const { bookId, journals, headHash, faults } of proofs) {
    const book = planned.get(bookId)!;
    found.push({
      ...{ bookId, bodyKind: book.bodyKind, bodyId: book.bodyId, headHash, journals, journalsOfYear: book.journals },
      name: speech.name({ en: book.name, hi: book.nameHi, ur: book.nameUr }),
      faults: faults.map(({ kind, seq }) => ({ kind, seq })),
      changedMeanwhile: faults.length === 0 && journals !== book.lastSeq,
    });
  }
  // in the order of the books, as everywhere in the pack
  return books.flatMap((book) => found.filter((one) => one.bookId === book.bookId));
}

const chainFile = (books: readonly PackBook[], title: string): Piece => ({
  ...{ kind: 'file', section: 'proof', title, of: '', name: 'proof/chain.csv', isPacked: false },
  body: writeCsv({
    title: 'chain',
    columns: (['book', 'body', 'name', 'entries of the year', 'entries', 'head', 'faults'] as const).map(
      (word, at) => ({
        title: word,
        kind: at === 3 || at === 4 ? 'count' : 'text',
      }),
    ),
    rows: books.map((book) => [
      ...[book.bookId, book.bodyId, book.name, book.journalsOfYear, book.journals, book.headHash],
      book.faults.map(({ kind, seq }) => `${kind} ${seq ?? ''}`.trim()).join('; ') || 'none',
    ]),
  }),
});
