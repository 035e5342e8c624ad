import { fail } from '@sveltejs/kit';
import { decideQuarantine, keptRecords, type QuarantineRow } from '#app/desk/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, whoIs } from '../ask.ts';
import { readForm } from '../form.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const rows = await ask<QuarantineRow[]>(event, 'desk.quarantine');
  const kept = await keptRecords(event.locals.app, whoIs(event), rows);
  return { rows: rows.map((row) => ({ ...row, formId: newId(), record: kept.get(row.quarantineId) ?? null })) };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const payload = {
      quarantineId: sent.text('quarantineId'),
      decision: sent.text('decision') as 'released' | 'refused',
      reason: sent.text('reason'),
    };
    const decided = await decideQuarantine(event.locals.app, whoIs(event), { ...payload, id: sent.actId(payload) });
    if (decided.kind === 'decided')
      return { decided: payload.decision, of: decided.of?.kind ?? null, problem: null, typed: null };
    const params = 'params' in decided ? decided.params : {};
    return fail(400, { problem: { code: decided.code, params }, typed: sent.typed, decided: null, of: null });
  },
};
