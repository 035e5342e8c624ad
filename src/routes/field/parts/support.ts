/** Whether this browser, at this address, can hold a sealed store at all; asked before anything is opened. */
export type CannotStart = 'insecure' | 'old' | 'blocked';

/** Null when all is here. `insecure`: browsers give locks and keys only on https (or on the machine itself). */
export function whyNot(): CannotStart | null {
  if (!window.isSecureContext) return 'insecure';
  const known = 'subtle' in crypto && 'locks' in navigator && 'serviceWorker' in navigator && 'Segmenter' in Intl;
  if (!known) return 'old';
  return 'indexedDB' in window ? null : 'blocked';
}
