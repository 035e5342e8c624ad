import { createHash } from 'node:crypto';
import { storePhoto } from '#app/sync/photos.server.ts';
import { whoIs, type Here } from '../../../ask.ts';
import { doneOf, type Done, type SentForm } from '../../../form.server.ts';

type Kept =
  | { readonly photoId: string | null; readonly failed?: undefined }
  | { readonly photoId?: undefined; readonly failed: Extract<Done<never>, { failed: object }>['failed'] };

/** Stores the photographed sheet, when one was given, under an id that a second press of the same form gives again. */
export async function keepPage(here: Here, sent: SentForm): Promise<Kept> {
  const file = sent.form.get('page');
  if (!(file instanceof File) || file.size === 0) return { photoId: null };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const phoneHash = createHash('sha256').update(Buffer.from(bytes).toString('base64url')).digest('hex');
  const stored = await storePhoto(here.locals.app, whoIs(here), { id: sent.actId('page'), bytes, phoneHash });
  if (stored.kind === 'stored') return { photoId: stored.id };
  const done = doneOf<never>(stored, sent.typed);
  return done.failed ? { failed: done.failed } : { photoId: null };
}
