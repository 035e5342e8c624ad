import { redirect } from '@sveltejs/kit';
import type { GradingPage } from '#domain/linkage/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, found, whoIs } from '../../../../ask.ts';
import { readForm } from '../../../../form.server.ts';
import { holdsAnywhere } from '../../../../rail.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { id: groupId, scheme } = event.params;
  return {
    groupId,
    one: found(await ask<GradingPage | null>(event, 'linkage.grading', { groupId, scheme })),
    mayGrade: holdsAnywhere(whoIs(event), 'linkage.grade'),
    formId: newId(),
  };
};

const ANSWER = 'answer.';
export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const { id: groupId, scheme } = event.params;
    const answers = Object.entries(sent.typed).flatMap(([name, answer]) =>
      name.startsWith(ANSWER) && answer ? [{ code: name.slice(ANSWER.length), answer }] : [],
    );
    const done = await sent.do<{ certificateId: string }>('linkage.certify', {
      certificateId: sent.id,
      groupId,
      scheme,
      assessedOn: sent.text('assessedOn'),
      assessorName: sent.text('assessorName'),
      assessorOf: sent.text('assessorOf'),
      answers,
    });
    return done.failed ?? redirect(303, `/office/linkage/${groupId}/certificates/${done.receipt.certificateId}`);
  },
};
