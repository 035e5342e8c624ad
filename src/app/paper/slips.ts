/** Slips to hand out: one for each member and one for the whole meeting, each with a code that anybody can check. */
import type { IsoDate } from '#platform/dates.ts';
import type { MeetingPage, MeetingPageLine } from '#domain/meetings/index.server.ts';
import { moneyInWords } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Head } from './model.ts';
import { rollWord } from './passbook.ts';
import { headOf, namesOf, qrSvg, type Organisation, type Speech } from './speech.ts';

export type SlipPaper = {
  readonly name: string;
  readonly under: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  readonly words: string;
  readonly svg: string;
};
export type SlipsPaper = Head & { readonly scan: string; readonly slips: readonly SlipPaper[] };

/** Addresses that open the check of each slip; null where nothing was booked to be checked. */
export type SlipCodes = { readonly meeting: string | null; readonly ofMember: (personId: string) => string | null };

export function slipsPaper(
  page: MeetingPage,
  speech: Speech,
  { organisation, today, codes }: { organisation: Organisation; today: IsoDate; codes: SlipCodes },
): SlipsPaper {
  const { as } = speech;
  const { meeting, lines } = page;
  const group = speech.name({ en: meeting.groupName, hi: meeting.groupNameHi, ur: meeting.groupNameUr });
  const date = speech.day(meeting.heldOn);
  return {
    ...headOf(speech, { organisation, today, title: group, subtitle: m.paper_slips({ date }, as), period: date }),
    scan: m.paper_scan({}, as),
    slips: [
      ...lines.map((line) => memberSlip(line, speech, codes.ofMember(line.personId))),
      meetingSlip(meeting, speech, codes.meeting),
    ],
  };
}

const svgOf = (code: string | null): string => (code === null ? '' : qrSvg(code));

export function memberSlip(line: MeetingPageLine, speech: Speech, code: string | null): SlipPaper {
  const { as, money } = speech;
  const savedPaise = line.compulsoryPaise + line.voluntaryPaise;
  const some = (label: string, paise: number): (readonly [string, string])[] =>
    paise === 0 ? [] : [[label, money(paise)]];
  return {
    name: speech.name(namesOf(line)),
    under: rollWord(line.attendance, speech),
    lines: [
      [m.paper_saved({}, as), money(savedPaise)],
      ...some(m.paper_taken_out({}, as), line.withdrawnPaise),
      ...some(m.paper_repaid({}, as), line.repaidPrincipalPaise + line.repaidInterestPaise),
      ...some(m.paper_fine({}, as), line.finePaise),
      ...some(m.paper_lent({}, as), line.lentPaise),
      [m.paper_savings_now({}, as), money(line.savingsLeftPaise)],
      [m.paper_loan_now({}, as), money(line.loanLeftPaise)],
    ],
    words: `${m.paper_saved({}, as)}: ${moneyInWords(savedPaise, speech.lang)}`,
    svg: svgOf(code),
  };
}

function meetingSlip(meeting: MeetingPage['meeting'], speech: Speech, code: string | null): SlipPaper {
  const { as, money } = speech;
  return {
    name: m.paper_slip_meeting({}, as),
    under: m.paper_slip_present({ present: meeting.present, members: meeting.members }, as),
    lines: [
      [m.paper_saved({}, as), money(meeting.savedPaise)],
      [m.paper_repaid({}, as), money(meeting.repaidPaise)],
      [m.paper_lent({}, as), money(meeting.lentPaise)],
      [m.paper_cash_box({}, as), money(meeting.closingCashPaise)],
    ],
    words: `${m.paper_cash_box({}, as)}: ${moneyInWords(meeting.closingCashPaise, speech.lang)}`,
    svg: svgOf(code),
  };
}
