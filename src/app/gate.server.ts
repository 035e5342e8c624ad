/** Which pages ask who comes, and where somebody is sent who may not enter yet. */
import type { Visitor } from './session.server.ts';

const ASKING = ['/office', '/account', '/sign-in', '/sign-out', '/api', '/language'];
const CLOSED = ['/office', '/account'];
/** What she can reach while something is to be done first. */
const OPEN_WHILE_DOING = ['/account', '/sign-out', '/sign-in', '/api', '/language'];

const under = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(`${root}/`));

export const asksWho = (path: string): boolean => under(path, ASKING);

/** Where to send her instead, or null. The API answers by codes and is never redirected. */
export function gateOf({ actor, mustDo }: Visitor, url: URL): string | null {
  if (!actor)
    return under(url.pathname, CLOSED) ? `/sign-in?back=${encodeURIComponent(url.pathname + url.search)}` : null;
  return mustDo && !under(url.pathname, OPEN_WHILE_DOING) ? '/account' : null;
}

/** Only a path of this site: "//elsewhere" and "/\elsewhere" would leave it. */
export const ownPath = (path: string | null, otherwise: string): string =>
  path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') ? path : otherwise;

type Options = { path: string; httpOnly: boolean; sameSite: 'lax'; secure: boolean; maxAge?: number };
type Jar = { set(name: string, value: string, options: Options): void };

/** Hands the sign-in's `set-cookie` lines to the web framework's jar. */
export function sendCookies(jar: Jar, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const at = pair.indexOf('=');
    const age = attributes.find((one) => /^max-age=/i.test(one));
    jar.set(pair.slice(0, at), decodeURIComponent(pair.slice(at + 1)), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: attributes.some((one) => /^secure$/i.test(one)),
      ...(age && { maxAge: Number(age.split('=')[1]) }),
    });
  }
}
