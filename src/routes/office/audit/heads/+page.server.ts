import { fail } from '@sveltejs/kit';
import { MOST_HEADS } from '#app/audit/index.ts';
import { compareText, type PhoneSlipReader } from '#app/audit/index.server.ts';
import { newId } from '#platform/ids.ts';
import { whoIs } from '../../ask.ts';
import { readForm } from '../../form.server.ts';
import { judge } from '../../../verify/judge.ts';
import { books, mayOf } from '../audit.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  await books(event);
  return { may: mayOf(event), most: MOST_HEADS, formId: newId() };
};

/** A phone that had seen no head yet carries none away. */
const readPhoneSlip: PhoneSlipReader = async (text, keys) => {
  const verdict = await judge(text, { keys, here: '' });
  return verdict.kind === 'phone' && verdict.facts.headHash ? verdict.facts : null;
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const file = sent.form.get('file');
    const text = file instanceof File && file.size > 0 ? await file.text() : sent.text('heads');
    const answer = await compareText(event.locals.app, whoIs(event), { text, readPhoneSlip });
    if (answer.kind !== 'answer')
      return fail(400, { problem: { code: answer.code, params: answer.params }, lines: null });
    return { problem: null, lines: answer.value };
  },
};
