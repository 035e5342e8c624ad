/** The real API behind the phone's breaking network: what `Wires` expects of a server, answered by the app and its database. */
import { buildApi } from '#api/index.ts';
import { openEnrolment } from '#app/access.server.ts';
import { actorOf } from '#app/actors.server.ts';
import type { App } from '#app/app.server.ts';
import { readEnrolmentCode } from '#field/index.ts';
import type { Actor } from '#platform/door.ts';
import { Wires } from '#test/field/phone.ts';
import type { ModelServer, Reply } from '#test/field/model-server.ts';

const ORIGIN = 'https://bakhiya.test';

/** These phones sign in by their keys. */
export const nobodySignsIn = {
  signIn: () => Promise.reject(new Error('No one signs in by a secret here')),
  signOut: () => Promise.resolve([]),
};

/** A network to the real server on which one user is signed in. */
export function wiresTo(app: App, userId: () => string): Wires {
  const api = buildApi(app, {
    whoIs: async () => actorOf(app.db, userId()),
    openPhone: () => Promise.resolve('session=test'),
    auth: nobodySignsIn,
  });
  const server = {
    data: { photos: new Map<string, string>() },
    handle: async (path: string, body: unknown): Promise<Reply> => {
      const response = await api.fetch(
        new Request(`${ORIGIN}/api/sync${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: ORIGIN },
          body: JSON.stringify(body),
        }),
      );
      return { status: response.status, body: await response.json() };
    },
  };
  return new Wires(server as unknown as ModelServer);
}

/** What the office shows as a QR, read as the phone reads it. */
export async function enrolmentFor(app: App, admin: Actor, userId: string) {
  const opened = await openEnrolment(app, admin, { userId, origin: ORIGIN });
  if (opened.kind !== 'open') throw new Error(`No enrolment: ${JSON.stringify(opened)}`);
  const code = readEnrolmentCode(opened.code);
  if (!code) throw new Error('The office made a code the phone cannot read');
  return code;
}
