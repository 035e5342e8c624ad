import { error } from '@sveltejs/kit';
import { ask, found } from '../../../../ask.ts';
import type { RequestHandler } from './$types';

/** The photographed page: only to those in scope of the group, and never kept by anything between us and her. */
export const GET: RequestHandler = async (event) => {
  const { group: groupId, id: meetingId } = event.params;
  const photo = found(
    await ask<{ sha256: string; mediaType: string } | null>(event, 'desk.pagePhoto', { groupId, meetingId }),
  );
  const bytes = await event.locals.app.files.get(photo.sha256);
  if (!bytes) error(404);
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': photo.mediaType,
      'cache-control': 'private, max-age=300',
      'content-disposition': 'inline',
    },
  });
};
