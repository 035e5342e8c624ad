/** Words for the codes of officers' records on the way. */
import { m } from '../sentences/messages.js';
import type { Words } from './words.ts';

export const MET_WORDS: Words = {
  agreed: m.collect_met_agreed,
  meeting: m.collect_met_meeting,
  office: m.collect_met_office,
  home: m.collect_met_home,
  work: m.collect_met_work,
};
export const RESULT_WORDS: Words = {
  did_not_come: m.collect_visit_did_not_come,
  promised: m.collect_visit_promised,
  cannot_pay: m.collect_visit_cannot_pay,
  refused: m.collect_visit_refused,
  other: m.collect_visit_other,
};
export const WARNING_WORDS: Words = {
  hour: m.collect_office_warn_hour,
  home_first: m.collect_office_warn_home,
};
