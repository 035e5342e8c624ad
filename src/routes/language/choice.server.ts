/** A reader's language: in a cookie of this browser and, once she is signed in, with her name, so that it follows her to another one. */
import type { RequestEvent } from '@sveltejs/kit';
import { actorOf } from '#app/actors.server.ts';
import type { Actor } from '#platform/door.ts';
import { isLanguage, LANGUAGE_COOKIE, type Language } from '#ui/languages.ts';

const FOUR_HUNDRED_DAYS_SECONDS = 34_560_000;
type Here = Pick<RequestEvent, 'cookies' | 'locals'>;

export async function chooseLanguage(here: Here, to: Language): Promise<void> {
  setCookie(here, to);
  if (here.locals.visitor?.actor) await keep(here, here.locals.visitor.actor, to);
}

/**
 * At sign-in: what she chose on that very page, else what she chose before.
 * @param chosen the form's own field, empty when she touched no language there
 */
export async function restoreLanguage(here: Here, userId: string, chosen: FormDataEntryValue | null): Promise<void> {
  const who = await actorOf(here.locals.app.db, userId);
  if (!who) return;
  if (isLanguage(chosen)) await keep(here, who, chosen);
  setCookie(here, isLanguage(chosen) ? chosen : who.locale);
}

async function keep({ locals }: Here, who: Actor, to: Language): Promise<void> {
  if (who.locale !== to) await locals.app.do('users.setLocale', who, { locale: to });
}

function setCookie({ cookies }: Here, to: Language): void {
  const options = { path: '/', maxAge: FOUR_HUNDRED_DAYS_SECONDS, httpOnly: false, sameSite: 'lax' } as const;
  cookies.set(LANGUAGE_COOKIE, to, options);
}
