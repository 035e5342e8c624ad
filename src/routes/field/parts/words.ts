/** Small helpers of wording shared by the field's screens. */
import { formatDate } from '#ui/format.ts';
import { language } from '#ui/language.svelte.ts';
import type { IsoDate } from '#platform/dates.ts';
import { today } from './today.ts';
import type { GroupContext } from '#domain/meetings/index.ts';

type Named = { readonly names: GroupContext['names'] };

/** In the reader's script where it was ever written so. */
export const nameOf = ({ names }: Named): string => {
  const reader = language();
  return (reader === 'en' ? null : names[reader]) ?? names.en;
};

/** "Tue 12 May"; the year only when it is far. */
export const day = (on: IsoDate): string => formatDate(on, language(), { style: 'near', today: today() });
