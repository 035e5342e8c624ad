import { redirect } from '@sveltejs/kit';
import {
  runOf,
  startImport,
  undoImport,
  type ImportView,
  type PlanLine,
  type RefusedLine,
} from '#app/imports/index.server.ts';
import { FIELDS } from '#app/imports/index.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../ask.ts';
import { doneOf, readForm } from '../../../form.server.ts';
import { mappingOf } from './mapping-form.ts';
import { faultsShown, linesOf } from './plan-lines.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const importId = event.params.id;
  const view = found(await ask<ImportView | null>(event, 'imports.one', { importId }));
  const isOpen = view.state === 'read' || view.state === 'stopped';
  const plan = isOpen ? await ask<PlanLine[] | null>(event, 'imports.plan', { importId }) : null;
  const refusals = view.state === 'done' ? await ask<RefusedLine[]>(event, 'imports.refused', { importId }) : [];
  const faults = faultsShown(plan);
  const run = runOf(importId);
  return {
    view,
    fields: FIELDS[view.kind].map(({ key, required }) => ({ key, required: required === true })),
    counts: { fresh: linesOf(plan, 'new'), already: linesOf(plan, 'already'), faulty: linesOf(plan, 'faulty') },
    faults: (isOpen ? faults : refusals).slice(0, 100),
    faultCount: isOpen ? faults.length : refusals.length,
    run: run && { progress: run.progress, problem: run.over ? run.problem : null },
    ids: { map: newId(), begin: newId(), undo: newId(), discard: newId() },
  };
};

export const actions: Actions = {
  map: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('imports.mapColumns', { importId: event.params.id, mapping: mappingOf(sent) });
    return done.failed ?? redirect(303, event.url.pathname);
  },
  begin: async (event) => {
    const sent = await readForm(event);
    startImport(event.locals.app, whoIs(event), { importId: event.params.id, whole: sent.text('how') !== 'valid' });
    redirect(303, event.url.pathname);
  },
  undo: async (event) => {
    const sent = await readForm(event);
    const of = { importId: event.params.id, id: sent.actId({ importId: event.params.id }) };
    const done = doneOf(await undoImport(event.locals.app, whoIs(event), of), sent.typed);
    return done.failed ?? redirect(303, event.url.pathname);
  },
  discard: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('imports.discard', { importId: event.params.id });
    return done.failed ?? redirect(303, '/office/settings/imports');
  },
};
