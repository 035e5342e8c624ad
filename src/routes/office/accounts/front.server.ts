/** What the front page gathers of one book: where the money is, what waits, what is overdue. */
import { dueDays } from '#domain/accounts/index.ts';
import type {
  BookCard,
  HeadRow,
  OfficeTrialBalance,
  OpenAdvances,
  Template,
  VoucherPage,
} from '#domain/accounts/index.server.ts';
import { isMoney } from '#domain/accounts/index.ts';
import { dayInIndia, type IsoDate } from '#platform/dates.ts';
import type { Here } from '../ask.ts';
import { askBook, type OfficeHere } from './office.server.ts';

/** An advance this old should have been accounted for. */
export const OVERDUE_DAYS = 30;
const SHOWN = 5;

export type Till = { readonly head: HeadRow; readonly balancePaise: number };

/** Cash boxes and bank accounts that are open or still hold something, in the order of the chart. */
export async function tillsOf(here: Here, office: OfficeHere): Promise<Till[]> {
  const trial = await askBook<OfficeTrialBalance>(here, office, ['trialBalance']);
  const balances = new Map(trial.rows.map((row) => [row.headId, row.balancePaise]));
  return trial.heads
    .filter((head) => isMoney(head.account))
    .map((head) => ({ head, balancePaise: balances.get(head.headId) ?? 0 }))
    .filter(({ head, balancePaise }) => head.closedOn === null || balancePaise !== 0);
}

export type Due = { readonly templateId: string; readonly title: string; readonly dueOn: IsoDate };

/** Due days up to today without their voucher, the oldest first. */
export const dueOf = (templates: readonly Template[], today: IsoDate): Due[] =>
  templates
    .flatMap((template) =>
      dueDays(template, today)
        .filter((day) => !template.made.includes(day))
        .map((dueOn) => ({ templateId: template.templateId, title: template.title, dueOn })),
    )
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));

export async function frontOf(here: Here, office: OfficeHere) {
  const today = dayInIndia(new Date());
  const tills = await tillsOf(here, office);
  const waiting = await askBook<VoucherPage>(here, office, ['vouchers', { state: 'waiting', limit: SHOWN }]);
  const advances = await askBook<OpenAdvances>(here, office, ['openAdvances']);
  const overdue = advances.rows.filter((row) => row.days > OVERDUE_DAYS).sort((a, b) => b.days - a.days);
  const due = dueOf(await askBook<Template[]>(here, office, ['recurring']), today);
  return {
    tills,
    moneyPaise: tills.reduce((sum, till) => sum + till.balancePaise, 0),
    waiting: waiting.rows,
    overdueDays: OVERDUE_DAYS,
    overdue: overdue.slice(0, SHOWN),
    overdueCount: overdue.length,
    due: due.slice(0, SHOWN),
    dueCount: due.length,
  };
}

export type BookLine = Pick<
  BookCard,
  'bookId' | 'bodyKind' | 'name' | 'nameHi' | 'nameUr' | 'booksFromOn' | 'closedTo' | 'vouchers' | 'waiting' | 'lastOn'
>;
