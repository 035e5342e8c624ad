/** The eight steps by name, and which step mends which refusal. */
import { m } from '#ui/sentences/messages.js';
import type { Place } from './draft.ts';

export const STEP_NAMES = [
  m.step_opening,
  m.step_roll_call,
  m.step_savings,
  m.step_repayments,
  m.step_other_in,
  m.step_loans,
  m.step_other_out,
  m.step_closing,
] as const;

const at = (step: number, part = ''): Place => ({ step, part });
const MENDS: readonly (readonly [codes: RegExp, place: Place])[] = [
  [/^meetings\.(next_not_after|decision|votes_more|page_photo)/, at(8, 'minutes')],
  [/^meetings\.(closing|count|difference)/, at(8)],
  [/^meetings\.(two_officers|not_officer|officer_absent)/, at(8, 'confirm')],
  [/^meetings\.(attendance|unknown_member|not_member_on_date)/, at(2)],
  [/^meetings\.(unknown_loan|not_her_loan|repaid_more|split|fine)|^loans\.excess/, at(4)],
  [/^meetings\.(party|head)/, at(5)],
  [/^meetings\.(no_quorum|demand|loan)|^loans\./, at(6)],
  [/^meetings\.(payment|transit|exit|unknown_bank)|^savings\./, at(7)],
];
/** The step whose change mends a refusal; the first when nothing fits better. */
export const mendingPlace = (code: string): Place => MENDS.find(([codes]) => codes.test(code))?.[1] ?? at(1);
