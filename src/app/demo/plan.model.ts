/** What the demo will be, as plain data. */
import type { GroupRules } from '#domain/meetings/index.ts';
import type { PersonFields } from '#domain/people/index.ts';
import type { NewPlace } from '#domain/places/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import type { Word } from './names.ts';

export type Area = 'lucknow' | 'barabanki' | 'sursa' | 'ahirori';
export type DemoPlace = NewPlace & { readonly area: Area; readonly parentId: string };

/** What happens in one group and not in the others; a smaller demo still has them all. */
export const STORIES = [
  'exit',
  'shortage',
  'correction',
  'held',
  'refused',
  'silent',
  'photo',
  'cut_off',
  'cut_off_and_paper',
  'fortnightly',
] as const;
export type Story = (typeof STORIES)[number];

export type WomanPlan = {
  readonly personId: string;
  readonly fields: PersonFields;
  readonly joinedOn: IsoDate;
  readonly consentId: string;
  /** Shares of meetings. */
  readonly absentShare: number;
  readonly paysLateShare: number;
  readonly savesMoreShare: number;
};

export type OfficeTerm = {
  readonly personId: string;
  readonly office: 'president' | 'secretary' | 'treasurer';
  readonly fromOn: IsoDate;
  readonly untilOn: IsoDate | null;
};

export type GroupPlan = {
  readonly key: string;
  readonly groupId: string;
  readonly name: Word;
  readonly home: DemoPlace;
  /** Key of a login. */
  readonly bookkeeper: string;
  readonly story: Story | null;
  readonly formedOn: IsoDate;
  readonly booksFromOn: IsoDate;
  readonly rules: readonly GroupRules[];
  readonly bank: { readonly bankAccountId: string; readonly number: string } | null;
  readonly women: readonly WomanPlan[];
  readonly offices: readonly OfficeTerm[];
  /** The days it was to meet. */
  readonly meetingDays: readonly IsoDate[];
  /** One of them on which it did not. */
  readonly skippedOn: IsoDate | null;
};

export type DemoPlan = {
  readonly seed: string;
  readonly today: IsoDate;
  /** Sunday of last week: nothing of the demo is later. */
  readonly endOn: IsoDate;
  readonly cluster: DemoPlace;
  readonly homes: readonly DemoPlace[];
  readonly groups: readonly GroupPlan[];
};
