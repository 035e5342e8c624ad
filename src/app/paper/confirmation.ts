/** Slips that ask a woman whether the books say of her what is so: cut apart, ticked, given back. */
import type { IsoDate } from '#platform/dates.ts';
import type { BatchCard } from '../audit/index.server.ts';
import { moneyInWords } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import type { Head } from './model.ts';
import { headOf, namesOf, type Organisation, type Speech } from './speech.ts';

export type ConfirmationPaper = Head & {
  readonly ask: string;
  readonly right: string;
  readonly wrong: string;
  readonly sign: string;
  readonly slips: readonly {
    readonly name: string;
    /** Husband or father, group, number of the slip. */
    readonly under: string;
    readonly lines: readonly (readonly [label: string, value: string, words: string])[];
  }[];
};

export function confirmationPaper(
  batch: BatchCard,
  speech: Speech,
  { organisation, today }: { organisation: Organisation; today: IsoDate },
): ConfirmationPaper {
  const { as } = speech;
  const date = speech.day(batch.asOf);
  const line = (label: string, paise: number) =>
    [label, speech.money(paise), moneyInWords(paise, speech.lang)] as const;
  return {
    ...headOf(speech, {
      organisation,
      today,
      title: m.audit_c_paper_title({}, as),
      subtitle: m.audit_c_number({ number: batch.number }, as),
      period: date,
    }),
    ask: m.audit_c_paper_ask({ date }, as),
    right: m.audit_c_paper_right({}, as),
    wrong: m.audit_c_paper_wrong({}, as),
    sign: m.audit_c_paper_sign({}, as),
    slips: batch.slips.map((slip) => ({
      name: speech.name(namesOf(slip)),
      under: [
        slip.relationName,
        speech.name({ en: slip.groupName, hi: slip.groupNameHi, ur: slip.groupNameUr }),
        speech.iso(`${batch.number}/${slip.line}`),
      ]
        .filter(Boolean)
        .join(' · '),
      lines: [line(m.audit_c_savings({}, as), slip.savingsPaise), line(m.audit_c_loan({}, as), slip.loanPaise)],
    })),
  };
}
