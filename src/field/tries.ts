/** Tries at somebody's secret on this phone: counted before they are judged, so that killing the app is no free try; waits grow. */
import { readView, saveView } from './store.ts';
import type { Store } from './vault.ts';

type Tries = { readonly wrong: number; readonly untilMs: number };
export type Tried = { readonly right: boolean; readonly waitMs: number };

const KIND = 'tries';

/** @param of whose secret it is. While she has to wait nothing is judged. Throws `field.noRoom`, `field.hidden`. */
export async function countedTry(store: Store, of: string, isRight: () => Promise<boolean>): Promise<Tried> {
  const kept = (await readView<Tries>(store, KIND, of)) ?? { wrong: 0, untilMs: 0 };
  const now = store.phone.now();
  if (now < kept.untilMs) return { right: false, waitMs: kept.untilMs - now };
  const { delaysMs } = store.phone.rules;
  const waitMs = delaysMs[Math.min(kept.wrong, delaysMs.length - 1)] ?? 0;
  const counted: Tries = { wrong: kept.wrong + 1, untilMs: now + waitMs };
  await saveView(store, KIND, { id: of, view: counted });
  if (!(await isRight())) return { right: false, waitMs };
  await saveView(store, KIND, { id: of, view: { wrong: 0, untilMs: 0 } });
  return { right: true, waitMs: 0 };
}
