/** What the routes that hand out files share: who asks, in which language, and how a refusal is told. */
import { error } from '@sveltejs/kit';
import type { FileOr, Reader } from '#app/paper/papers.server.ts';
import { PdfFault } from '#platform/pdf.server.ts';
import { ask, found, type Here } from './ask.ts';
import { isLanguage } from '#ui/index.ts';

type Event = { readonly locals: App.Locals; readonly url: URL };

/** `?language=ur` prints in another language than the screen's. */
export function readerOf({ locals, url }: Event): Reader {
  const who = locals.visitor.actor ?? error(401, 'door.sign_in');
  const wished = url.searchParams.get('language');
  return { app: locals.app, who, lang: isLanguage(wished) ? wished : locals.language, origin: url.origin };
}

/** @throws the page's own view of what she may not see (403), what is not here (404) or asked wrongly (400) */
export async function sendFile(event: Event, make: (reader: Reader) => Promise<FileOr>): Promise<Response> {
  const file = await make(readerOf(event)).catch((fault: unknown) => {
    if (fault instanceof PdfFault && fault.code !== 'pdf.template') error(503, fault.code);
    throw fault;
  });
  if (file.kind !== 'file') error(STATUS[file.code] ?? 404, file.code);
  return new Response(new Uint8Array(file.body), {
    headers: {
      'content-type': file.type,
      'content-disposition': `${file.type === 'application/pdf' ? 'inline' : 'attachment'}; filename="${file.name}"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** A file as it is written: the sender waits for the reader, so nothing piles up here. */
export function sendZip(parts: AsyncGenerator<Uint8Array>, name: string): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done: isOver } = await parts.next();
      if (isOver) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** A kept picture: only to those in scope, and never kept by anything between us and her. */
export async function sendPhoto(here: Here, question: string, input: unknown): Promise<Response> {
  const photo = found(await ask<{ sha256: string; mediaType: string } | null>(here, question, input));
  const bytes = (await here.locals.app.files.get(photo.sha256)) ?? error(404);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': photo.mediaType,
      'cache-control': 'private, max-age=300',
      'content-disposition': 'inline',
    },
  });
}

const STATUS: Readonly<Record<string, number>> = {
  'door.not_allowed': 403,
  'door.invalid': 400,
  'paper.too_many_rows': 400,
};
