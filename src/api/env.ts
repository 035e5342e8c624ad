/** What every file of the API knows of a request. */
import type { App } from '#app/app.server.ts';
import type { Auth } from '#app/auth.server.ts';
import type { Actor } from '#platform/door.ts';

/** Opens a session for a phone that proved itself; answers the `set-cookie` line. */
export type OpenPhone = (userId: string, deviceId: string, request: Request) => Promise<string>;
export type SignInDoor = Pick<Auth, 'signIn' | 'signOut'>;
export type ApiEnv = { Variables: { app: App; actor: Actor | null; openPhone: OpenPhone; auth: SignInDoor } };

/** A JSON body, or undefined when it is none. */
export async function jsonBody(request: Request): Promise<unknown> {
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) return undefined;
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}
