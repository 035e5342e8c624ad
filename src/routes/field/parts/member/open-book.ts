/** She types her secret: judged on this phone where it can be, else at the office. */
import * as z from 'zod/mini';
import { boxBound, type MemberLock } from '#app/members/model.ts';
import { secretText, type MemberWay } from '#app/members/secret.rules.ts';
import { appendCommand, countedTry, headerOf, listGroups, type Net, type Store } from '#field/index.ts';
import { sealTo } from '#field/sealed-envelope.ts';
import { post } from '#field/transport.ts';
import { newStretching, stretch } from '#platform/stretch.ts';
import { viewOf } from '../group-view.ts';
import { bookFromOffice, bookFromPhone, type MemberBook, type OfficeBook } from './book.ts';
import type { Found, Lock } from './find.ts';

export type Opening =
  | { readonly kind: 'opened'; readonly book: MemberBook }
  | { readonly kind: 'wrong'; readonly waitMs: number }
  | { readonly kind: 'noNetwork' };

/** Whether it is hers; only for a lock that this phone can judge. */
export const proves = (store: Store, of: { personId: string; lock: Lock }, typed: string) =>
  countedTry(store, of.personId, async () => {
    const { check } = await stretch(secretText(of.lock.way, typed), of.lock);
    return check === of.lock.check;
  });

export async function openBook(
  net: Net,
  store: Store,
  { found, typed }: { found: Found; typed: string },
): Promise<Opening> {
  if (found.lock.check === undefined) return openAtOffice(net, store, { found, typed });
  const { right, waitMs } = await proves(store, found, typed);
  if (!right) return { kind: 'wrong', waitMs };
  const views = await Promise.all((await listGroups(store)).map((groupId) => viewOf(store, groupId)));
  const book = bookFromPhone(
    views.filter((view) => view !== null),
    found.personId,
  );
  if (!book) throw new Error('members.unknown');
  return { kind: 'opened', book };
}

/** Her passbook was checked by the server that sent it: here its shape is taken as said. */
const Answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('opened'),
    book: z.custom<OfficeBook>((book) => typeof book === 'object' && book !== null),
  }),
  z.object({ kind: z.literal('wrong'), waitSeconds: z.number() }),
]);

async function openAtOffice(
  net: Net,
  store: Store,
  { found, typed }: { found: Found; typed: string },
): Promise<Opening> {
  const { personId, lock } = found;
  const { proof } = await stretch(secretText(lock.way, typed), lock);
  const reply = await post(net, '/member/open', {
    body: { personId, box: await boxFor(store, personId, proof) },
    shape: Answer,
  });
  if (reply.kind !== 'ok') return { kind: 'noNetwork' };
  if (reply.body.kind === 'wrong') return { kind: 'wrong', waitMs: reply.body.waitSeconds * 1000 };
  return { kind: 'opened', book: bookFromOffice(reply.body.book) };
}

const boxFor = async (store: Store, personId: string, proof: string) =>
  sealTo((await headerOf(store.db)).serverKey, new TextEncoder().encode(proof), boxBound(personId));

/** What she chose, twice the same: works on this phone at once and at the office when it was sent. Throws as `appendCommand`. */
export async function keepSecret(
  store: Store,
  { groupId, personId }: { groupId: string; personId: string },
  { way, typed }: { way: MemberWay; typed: string },
): Promise<void> {
  const how = newStretching();
  const { proof, check } = await stretch(secretText(way, typed), how);
  const payload = { personId, lock: { way, ...how, check }, box: await boxFor(store, personId, proof) };
  await appendCommand(store, { name: 'members.setSecret', schemaVersion: 1, payload, groupId });
}

/** The one she knows gives way to a new one, both typed by her: here at once, at the office when it was sent. Throws as `appendCommand`. */
export async function changeSecret(
  store: Store,
  { groupId, personId }: { groupId: string; personId: string },
  { old, way, typed }: { old: { lock: MemberLock; typed: string }; way: MemberWay; typed: string },
): Promise<void> {
  const how = newStretching();
  const { proof, check } = await stretch(secretText(way, typed), how);
  const known = await stretch(secretText(old.lock.way, old.typed), old.lock);
  const payload = {
    personId,
    old: await boxFor(store, personId, known.proof),
    lock: { way, ...how, check },
    box: await boxFor(store, personId, proof),
  };
  await appendCommand(store, { name: 'members.changeSecret', schemaVersion: 1, payload, groupId });
}
