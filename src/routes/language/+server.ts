import { redirect } from '@sveltejs/kit';
import { isLanguage, LANGUAGE_COOKIE } from '#ui/languages.ts';
import type { RequestHandler } from './$types';

const FOUR_HUNDRED_DAYS_SECONDS = 34_560_000;
/** Only a path of this site: "//elsewhere" and "/\elsewhere" would leave it. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])/.test(path);

/** The switch for pages without script: /language?to=hi&back=/office. */
export const GET: RequestHandler = ({ url, cookies }) => {
  const to = url.searchParams.get('to');
  const back = url.searchParams.get('back') ?? '/';
  if (isLanguage(to)) {
    cookies.set(LANGUAGE_COOKIE, to, {
      path: '/',
      maxAge: FOUR_HUNDRED_DAYS_SECONDS,
      httpOnly: false,
      sameSite: 'lax',
    });
  }
  redirect(303, isOwnPath(back) ? back : '/');
};
