import type { BackupList, BackupState } from '#app/backup/index.server.ts';
import { showRecoveryKey } from '#app/backup/index.server.ts';
import { newId } from '#platform/ids.ts';
import { ask, askIfAllowed } from '../../ask.ts';
import { doneOf, readForm } from '../../form.server.ts';
import { whoIs } from '../settings.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  formId: newId(),
  keyFormId: newId(),
  backups: await ask<BackupList | null>(event, 'backup.list'),
  troubles: (await askIfAllowed<BackupState | null>(event, 'backup.state'))?.troubles ?? [],
});

export const actions: Actions = {
  now: async (event) => {
    const done = await (await readForm(event)).do('backup.ask', {});
    return done.failed ?? { done: 'asked' as const };
  },
  folder: async (event) => {
    const sent = await readForm(event);
    const done = await sent.do('backup.setFolder', { folder: sent.orNull('folder') });
    return done.failed ?? { done: 'folder' as const };
  },
  key: async (event) => {
    const shown = await showRecoveryKey(event.locals.app, whoIs(event));
    if (shown.kind === 'shown') return { recoveryKey: shown.recoveryKey };
    return doneOf(shown, {}).failed;
  },
};
