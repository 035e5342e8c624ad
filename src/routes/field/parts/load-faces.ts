/** Reads the sealed pictures of a group, and asks the office for those that are new: one small one each, kept sealed with her store. */
import * as z from 'zod/mini';
import { FaceAnswer, type MemberFaces } from '#app/members/model.ts';
import { besideId, keepBeside, readGroup, readView, type Store } from '#field/index.ts';
import { post } from '#field/transport.ts';
import { net } from './net.ts';

const KIND = 'face';
const SIDE_PX = 96;
type Kept = { readonly url: string };
type Show = (personId: string, url: string) => void;
const Answer = z.object({ face: z.nullable(FaceAnswer) });

/** The office is asked only while the browser thinks it has a network. What may be shown no more went with the pull that said so. */
export async function loadFaces(store: Store, groupId: string, show: Show): Promise<void> {
  const group = await readGroup(store, groupId);
  if (!group) return;
  const wanted = (group.parts.find((part) => part.kind === 'faces')?.doc ?? {}) as MemberFaces;
  const missing: string[] = [];
  for (const [personId, photoId] of Object.entries(wanted)) {
    const kept = await readView<Kept>(store, KIND, besideId(groupId, photoId));
    if (kept) show(personId, kept.url);
    else missing.push(personId);
  }
  if (!navigator.onLine) return;
  for (const personId of missing) {
    const reply = await post(net, '/member/face', { body: { personId }, shape: Answer });
    if (reply.kind !== 'ok') return;
    if (!reply.body.face) continue;
    const url = await small(reply.body.face).catch(() => null);
    if (!url) continue;
    const { photoId } = reply.body.face;
    const view: Kept = { url };
    const { version } = group;
    const isKept = await keepBeside(store, { kind: KIND, groupId, id: besideId(groupId, photoId), version, view });
    // news of the group came meanwhile: she may not be among its pictures any more
    if (!isKept) return loadFaces(store, groupId, show);
    show(personId, url);
  }
}

/** The middle of the picture, as large as it is ever shown. */
async function small({ type, image }: FaceAnswer): Promise<string> {
  const bytes = Uint8Array.from(atob(image), (char) => char.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type }), { imageOrientation: 'from-image' });
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [SIDE_PX, SIDE_PX];
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, SIDE_PX, SIDE_PX);
  picture.close();
  return canvas.toDataURL('image/jpeg', 0.8);
}
