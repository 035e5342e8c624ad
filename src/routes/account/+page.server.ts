import { fail, redirect } from '@sveltejs/kit';
import { changeOwnSecret } from '#app/access.server.ts';
import { sendCookies } from '#app/gate.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The gate lets nobody in without a session; a session that ended meanwhile starts anew. */
function here({ locals, request, getClientAddress }: RequestEvent) {
  const { actor, session, mustDo } = locals.visitor;
  if (!actor || !session) redirect(303, '/sign-in?back=/account');
  return { who: actor, session, mustDo, from: { headers: request.headers, address: getClientAddress() } };
}
const text = (given: FormData, name: string) => String(given.get(name) ?? '').slice(0, 400);

export const load: PageServerLoad = async (event) => {
  const { who, session, mustDo } = here(event as RequestEvent);
  const sessions = await event.locals.auth.listSessions(who.userId);
  return { name: who.name, mustDo, twoStep: session.twoStep, here: session.sessionId, sessions };
};

export const actions: Actions = {
  secret: async (event) => {
    const { who, session, from } = here(event);
    const given = await event.request.formData();
    const change = { session, who, old: text(given, 'old'), new: text(given, 'new'), address: from.address };
    const done = await changeOwnSecret(event.locals, change);
    return done.kind === 'refused' ? fail(400, { at: 'secret', problem: done }) : { at: 'secret', done: true };
  },
  start: async (event) => {
    const given = await event.request.formData();
    const { who, from } = here(event);
    const start = await event.locals.auth.startTwoStep(from, { secret: text(given, 'secret'), label: who.name });
    if (!start.ok) return fail(400, { at: 'two_step', problem: start });
    return { at: 'two_step', uri: start.uri, backupCodes: start.backupCodes };
  },
  finish: async (event) => {
    const { from, session, mustDo } = here(event);
    const code = text(await event.request.formData(), 'code');
    const done = await event.locals.auth.finishTwoStep({
      ...from,
      code,
      kind: session.kind,
      deviceId: session.deviceId,
    });
    if (!done.ok) return fail(400, { at: 'two_step', problem: done });
    sendCookies(event.cookies, done.cookies);
    // it stood between her and her work
    redirect(303, mustDo ? '/office' : '/account');
  },
  end: async (event) => {
    const { who } = here(event);
    await event.locals.auth.endSession(who.userId, text(await event.request.formData(), 'sessionId'));
    return { at: 'sessions' };
  },
  endAll: async (event) => {
    const { who, session } = here(event);
    await event.locals.auth.signOutEverywhere(who.userId, { keep: session.sessionId });
    return { at: 'sessions' };
  },
};
