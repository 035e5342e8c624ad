/** Words of the credit gap. */
import type { Words } from '#ui/office/words.ts';
import { m } from '#ui/sentences/messages.js';

export const GAP_BY_WORDS: Words = {
  place: m.portfolio_by_place,
  purpose: m.gap_by_purpose,
  group: m.portfolio_by_group,
};
