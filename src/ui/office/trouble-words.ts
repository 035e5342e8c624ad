/** The sentence of each trouble that `src/app/backup/rules.ts` knows. */
import { dayInIndia } from '#platform/dates.ts';
import type { Params } from '#platform/outcomes.ts';
import { formatClock, formatDate } from '../format.ts';
import type { Language } from '../languages.ts';
import { m } from '../sentences/messages.js';

const text = (params: Params, name: string): string => String(params[name] ?? '');

const SENTENCES: Readonly<Record<string, (params: Params, language: Language) => string>> = {
  'backup.none': (p) => m.backup_trouble_none({ hours: text(p, 'hours') }),
  'backup.old': (p) => m.backup_trouble_old({ hours: text(p, 'hours') }),
  'backup.failed': () => m.backup_trouble_failed(),
  'backup.trial_failed': () => m.backup_trouble_trial_failed(),
  'backup.trial_old': (p) => m.backup_trouble_trial_old({ days: text(p, 'days') }),
  'backup.copy_old': (p) => m.backup_trouble_copy_old({ days: text(p, 'days') }),
  'backup.restored': (p, language) => m.backup_trouble_restored({ at: moment(text(p, 'at'), language) }),
  'machine.disk_low': (p) => m.machine_trouble_disk_low({ gigabytes: text(p, 'gigabytes') }),
  'machine.disk_full': (p) => m.machine_trouble_disk_full({ gigabytes: text(p, 'gigabytes') }),
  'machine.clock_behind': (p) => m.machine_trouble_clock_behind({ minutes: text(p, 'minutes') }),
  'machine.clock_jumped': (p) => m.machine_trouble_clock_jumped({ minutes: text(p, 'minutes') }),
};

/** An unknown code is shown as it is rather than hidden. */
export const troubleSentence = (code: string, params: Params, language: Language): string =>
  SENTENCES[code]?.(params, language) ?? code;

const moment = (at: string, language: Language): string => {
  const when = new Date(at);
  return `${formatDate(dayInIndia(when), language, { style: 'plain' })}, ${formatClock(when)}`;
};
