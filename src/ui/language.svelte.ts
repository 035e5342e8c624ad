/** The reader's language in the browser. Sentences shown by components change at once when it is switched. */
import { directionOf, type Language } from './languages.ts';
import { getLocale, overwriteGetLocale, setLocale } from './sentences/runtime.js';

const inBrowser = typeof document !== 'undefined';
let current = $state<Language>('en');
/** What somebody picked since this page was opened. */
let picked = $state<Language | null>(null);

if (inBrowser) {
  current = getLocale();
  // Every sentence asks for the language where it is shown, so reading it from state makes the page follow a switch.
  overwriteGetLocale(() => current);
}

/** On the server the request's own language, in the browser the one chosen. */
export const language = (): Language => (inBrowser ? current : getLocale());

/** Puts language and direction on the page: needed where the page came from the phone's cache in another language. */
export function showLanguageOnPage(): void {
  document.documentElement.lang = current;
  document.documentElement.dir = directionOf(current);
}

/** What the reader picked on this page, or null: it says more than what was remembered of her. */
export const pickedLanguage = (): Language | null => picked;

/** Her own pick: kept by the page for whoever opens a store or signs in next. */
export function pickLanguage(to: Language): void {
  picked = to;
  switchLanguage(to);
}

/** Once the pick was kept with a name it counts for nobody else. */
export const forgetPick = (): void => void (picked = null);

/** Switches without loading anything again; remembered in a cookie for 400 days. */
export function switchLanguage(to: Language): void {
  void setLocale(to, { reload: false });
  current = to;
  showLanguageOnPage();
}
