import { redirect } from '@sveltejs/kit';
import type { HeldOne } from '#app/desk/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { holdsAnywhere } from '../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const held = found(await ask<HeldOne | null>(event, 'desk.heldOne', { commandId: event.params.id }));
  const who = whoIs(event);
  // a meeting is settled beside the record it collides with, by who may settle it
  if (
    holdsAnywhere(who, 'meetings.settle') &&
    held.status === 'held' &&
    held.name === 'meetings.close' &&
    held.groupId &&
    held.code !== 'door.waiting'
  )
    redirect(303, `/office/meetings/compare/${held.groupId}/${held.commandId}`);
  return { held, formId: newId(), maySettle: holdsAnywhere(who, 'desk.settle') && !held.own };
};

export const actions: Actions = {
  default: async (event) => {
    const held = found(await ask<HeldOne | null>(event, 'desk.heldOne', { commandId: event.params.id }));
    const sent = await readForm(event);
    const done = await sent.do('desk.settleHeld', {
      commandId: held.commandId,
      scope: held.scope,
      choice: sent.text('choice'),
      reason: sent.text('reason'),
    });
    return done.failed ?? redirect(303, '/office/held');
  },
};
