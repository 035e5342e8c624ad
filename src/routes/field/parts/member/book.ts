/** Her passbook as she sees it herself: the same whether it comes from this phone or from the office. */
import { isCleared, outstandingOf, type LoanState } from '#domain/loans/index.ts';
import type { GroupContext } from '#domain/meetings/index.ts';
import type { IsoDate } from '#platform/dates.ts';
import { sumPaise } from '#platform/money.ts';
import type { GroupView } from '../group-view.ts';
import { duesOf, duesOfLoans, passbookOf, standingOf, type Due, type PassbookLine } from '../members.ts';

type Names = GroupContext['names'];
export type MemberBookGroup = {
  readonly names: Names;
  readonly savingsPaise: number;
  readonly loanPaise: number;
  readonly finesOwedPaise: number;
  readonly dues: readonly Due[];
  readonly lines: readonly PassbookLine[];
};
export type MemberBook = { readonly names: Names; readonly groups: readonly MemberBookGroup[] };

/** From the groups on this phone that she is in; null when she is in none of them. */
export function bookFromPhone(views: readonly GroupView[], personId: string): MemberBook | null {
  const groups = views.flatMap((view) => {
    const member = view.onPhone.members.find((one) => one.personId === personId);
    if (!member) return [];
    const { savingsPaise, loanPaise, finesOwedPaise } = standingOf(view.onPhone, member);
    const lines = passbookOf(view, personId);
    const dues = duesOf(view.onPhone, personId);
    return [{ member, group: { names: view.onPhone.names, savingsPaise, loanPaise, finesOwedPaise, dues, lines } }];
  });
  const names = groups[0]?.member.names;
  return names ? { names, groups: groups.map(({ group }) => group) } : null;
}

/** What `meetings.ownPassbook` answers, as far as it is shown here. */
export type OfficeBook = {
  readonly person: { nameEn: string; nameHi: string | null; nameUr: string | null };
  readonly groups: readonly {
    name: string;
    nameHi: string | null;
    nameUr: string | null;
    leftOn: IsoDate | null;
    compulsoryPaise: number;
    voluntaryPaise: number;
    finesOwedPaise: number;
    loans: readonly LoanState[];
    lines: readonly {
      meetingId: string;
      heldOn: IsoDate;
      savedPaise: number;
      withdrawnPaise: number;
      repaidPrincipalPaise: number;
      repaidInterestPaise: number;
      finePaise: number;
      lentPaise: number;
      savingsLeftPaise: number;
      loanLeftPaise: number;
    }[];
  }[];
};

const namesOf = (en: string, { nameHi, nameUr }: { nameHi: string | null; nameUr: string | null }): Names => ({
  en,
  hi: nameHi,
  ur: nameUr,
});

export const bookFromOffice = ({ person, groups }: OfficeBook): MemberBook => ({
  names: namesOf(person.nameEn, person),
  groups: groups
    .filter((group) => group.leftOn === null)
    .map((group) => {
      const loans = group.loans.filter((loan) => !isCleared(loan));
      return {
        names: namesOf(group.name, group),
        savingsPaise: sumPaise([group.compulsoryPaise, group.voluntaryPaise]),
        loanPaise: sumPaise(loans.map((loan) => outstandingOf(loan).principalPaise)),
        finesOwedPaise: group.finesOwedPaise,
        dues: duesOfLoans(loans),
        lines: group.lines.map(({ repaidPrincipalPaise, repaidInterestPaise, ...line }) => ({
          ...line,
          repaidPaise: sumPaise([repaidPrincipalPaise, repaidInterestPaise]),
          waits: false,
        })),
      };
    }),
});
