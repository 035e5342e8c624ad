/** A slip as plain words, for an SMS or a chat: short, since an SMS holds 70 letters of Hindi or Urdu. */
import { sumParts } from '#domain/loans/index.ts';
import type { totals } from '#domain/meetings/index.ts';
import { type MemberLine } from '#domain/meetings/index.ts';
import { formatDate, moneyInSentence, type Language } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { SlipView } from './slip-view.ts';

export const savedOf = (line: MemberLine): number => line.savedCompulsoryPaise + line.savedVoluntaryPaise;

export function memberSlip(slip: SlipView, line: MemberLine, language: Language): string {
  const say = (paise: number): string => moneyInSentence(paise, language);
  const woman = slip.members.find((member) => member.personId === line.personId)?.names;
  return m.slip_member_text({
    group: slip.names[language] ?? slip.names.en,
    date: formatDate(slip.sheet.heldOn, language, { style: 'plain' }),
    name: woman?.[language] ?? woman?.en ?? '',
    saved: say(savedOf(line)),
    repaid: say(sumParts(line.repaid)),
    left: say(line.loanLeftPaise),
  });
}

export function meetingSlip(slip: SlipView, language: Language): string {
  const say = (paise: number): string => moneyInSentence(paise, language);
  const { savedPaise, repaidPaise, lentPaise } = totalsOf(slip);
  return m.slip_meeting_text({
    group: slip.names[language] ?? slip.names.en,
    date: formatDate(slip.sheet.heldOn, language, { style: 'plain' }),
    saved: say(savedPaise),
    repaid: say(repaidPaise),
    lent: say(lentPaise),
    cash: say(slip.sheet.closing.cashPaise),
  });
}

type Few = Pick<ReturnType<typeof totals>, 'savedPaise' | 'repaidPaise' | 'lentPaise' | 'finesPaidPaise'>;
/** From the lines kept with the slip: they are what was judged. */
export function totalsOf(slip: SlipView): Few {
  const sum = (of: (line: MemberLine) => number): number => slip.lines.reduce((all, line) => all + of(line), 0);
  return {
    savedPaise: sum(savedOf),
    repaidPaise: sum((line) => sumParts(line.repaid)),
    lentPaise: sum((line) => line.borrowedPaise),
    finesPaidPaise: sum((line) => line.finesPaidPaise),
  };
}

export const smsHref = (text: string): string => `sms:?body=${encodeURIComponent(text)}`;
export const whatsAppHref = (text: string): string => `https://wa.me/?text=${encodeURIComponent(text)}`;
