/** Pictures of the women of one group, while a page about it is open: shown when they are there, never waited for. */
import type { Store } from '#field/index.ts';

class Faces {
  /** By person, as a data address; nothing of it outlives the page. */
  urls = $state.raw<Readonly<Record<string, string>>>({});
}
export const faces = new Faces();

/** After the page is drawn and the phone is idle; @returns what takes them off the screen again */
export function showFaces(store: Store, groupId: string): () => void {
  let gone = false;
  const show = (personId: string, url: string): void => {
    if (!gone) faces.urls = { ...faces.urls, [personId]: url };
  };
  const load = (): void => {
    if (gone) return;
    void import('./load-faces.ts')
      .then(({ loadFaces }) => (gone ? undefined : loadFaces(store, groupId, show)))
      // The phone was locked meanwhile, and its store closed under the reading: her name and her sign stand there all the same.
      .catch(() => undefined);
  };
  const soon = setTimeout(() => (window.requestIdleCallback ?? setTimeout)(load), 300);
  return () => {
    gone = true;
    clearTimeout(soon);
    faces.urls = {};
  };
}
