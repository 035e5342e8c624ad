import { createHash } from 'node:crypto';
import type { Actor } from '#platform/door.ts';
import { storePhoto } from '../sync/photos.server.ts';
import type { Desk } from './desk.server.ts';
import { drawPage } from './drawing.server.ts';
import { randomOf } from './random.server.ts';

/** A drawn page of the minute book, stored as a phone's photo. @returns its id */
export async function storeDrawnPage({ app, plan }: Desk, who: Actor, id: string): Promise<string> {
  const bytes = drawPage(randomOf(`${plan.seed} page ${id}`));
  const phoneHash = createHash('sha256').update(Buffer.from(bytes).toString('base64url')).digest('hex');
  const stored = await storePhoto(app, who, { id, bytes, phoneHash });
  if (stored.kind !== 'stored') throw new Error(`A drawn page was refused: ${stored.code}`);
  return stored.id;
}
