import { error, redirect } from '@sveltejs/kit';
import { rulesOn } from '#domain/meetings/index.ts';
import { addDays, isIsoDate } from '#platform/dates.ts';
import { newId } from '#platform/ids.ts';
import { nameIn } from '#ui/office/names.ts';
import { readForm } from '../../../form.server.ts';
import { keepPhoto } from '../../../keep-photo.server.ts';
import { groupContext } from '../group.ts';
import { cutOffFrom, FUND_KINDS } from './cut-off-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** Notes and coins counted on the sheet, in paise. */
const NOTES = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100];

export const load: PageServerLoad = async (event) => {
  const context = (await groupContext(event, event.params.id)) ?? error(404);
  const language = event.locals.language;
  const named = (id: string) =>
    nameIn(language, context.members.find((one) => one.personId === id)?.names ?? { en: '' }).text;
  const rules = rulesOn(context, context.booksFromOn);
  return {
    formId: newId(),
    signedAt: new Date().toISOString(),
    groupId: context.groupId,
    group: nameIn(language, context.names).text,
    on: context.booksFromOn,
    notes: NOTES,
    usualInstalments: rules.loan.usualInstalments,
    members: context.members
      .filter((one) => one.leftOn === null)
      .map((one) => ({ id: one.personId, names: one.names })),
    funds: FUND_KINDS,
    banks: context.banks.map((bank) => ({ id: bank.bankAccountId, label: bank.label })),
    officers: [...new Set(context.officers.filter((one) => one.untilOn === null).map((one) => one.personId))].map(
      (id) => ({
        value: id,
        label: named(id),
      }),
    ),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const sent = await readForm(event);
    const context = (await groupContext(event, event.params.id)) ?? error(404);
    const on = isIsoDate(sent.text('on')) ? sent.text('on') : addDays(context.booksFromOn, 0);
    const page = await keepPhoto(event, sent, { field: 'page', purpose: 'page' });
    if (page.failed) return page.failed;
    const sheet = cutOffFrom(sent, context, { on, notes: NOTES, pagePhotoId: page.photoId });
    const done = await sent.do('meetings.cutOff', sheet, { id: sent.id });
    return done.failed ?? redirect(303, `/office/groups/${event.params.id}`);
  },
};
