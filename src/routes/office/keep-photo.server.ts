import { createHash } from 'node:crypto';
import { storePhotoAtDesk } from '#app/sync/photos.server.ts';
import { refused } from '#platform/outcomes.ts';
import { whoIs, type Here } from './ask.ts';
import { doneOf, type Done, type SentForm } from './form.server.ts';
import { holdsAnywhere } from './rail.ts';

type Kept =
  | { readonly photoId: string | null; readonly failed?: undefined }
  | { readonly photoId?: undefined; readonly failed: Extract<Done<never>, { failed: object }>['failed'] };

/** Stores the picture of a form, when one was given, under an id that a second press of the same form gives again. */
export async function keepPhoto(
  here: Here,
  sent: SentForm,
  { field, purpose }: { field: string; purpose: 'page' | 'person' | 'bill' | 'audit' | 'slip' },
): Promise<Kept> {
  const file = sent.form.get(field);
  if (!(file instanceof File) || file.size === 0) return { photoId: null };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const phoneHash = createHash('sha256').update(Buffer.from(bytes).toString('base64url')).digest('hex');
  const who = whoIs(here);
  const stored = holdsAnywhere(who, 'files.write')
    ? await storePhotoAtDesk(here.locals.app, who, { id: sent.actId(phoneHash), bytes, phoneHash, purpose })
    : refused('door.not_allowed', { right: 'files.write' });
  if (stored.kind === 'stored') return { photoId: stored.id };
  const done = doneOf<never>(stored, sent.typed);
  return done.failed ? { failed: done.failed } : { photoId: null };
}
