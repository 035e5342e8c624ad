/** The papers an office prints. Each asks only what its reader may ask, and is set by the press of `platform/pdf.server.ts`. */
import type { Actor } from '#platform/door.ts';
import { dayInIndia, type IsoDate } from '#platform/dates.ts';
import type { Refused } from '#platform/outcomes.ts';
import { refused } from '#platform/outcomes.ts';
import { renderPdf } from '#platform/pdf.server.ts';
import type { BalanceSheet, IncomeAndExpenditure, Utilisation } from '#domain/accounts/index.server.ts';
import type { GroupCard } from '#domain/groups/index.server.ts';
import { nextMeetingOn, rulesOn, type GroupContext } from '#domain/meetings/index.ts';
import type { MeetingKeyFacts, MeetingPage, Passbook } from '#domain/meetings/index.server.ts';
import type { AgreementShown, KeyFactsShown } from '#domain/loans/index.server.ts';
import type { Language } from '#ui/index.ts';
import type { App } from '../app-type.server.ts';
import type { BatchCard } from '../audit/index.server.ts';
import type { OrgCard } from '../users/index.server.ts';
import { receiptsFor, verifyLink } from '../receipts/index.server.ts';
import { agreementPaper } from './agreement.ts';
import { annualAccountsPaper } from './annual-accounts.ts';
import { cardsPaper } from './cards.ts';
import { confirmationPaper } from './confirmation.ts';
import { keyFactsPaper } from './key-facts.ts';
import { meetingSheetPaper } from './meeting-sheet.ts';
import { passbookPaper } from './passbook.ts';
import { slipsPaper } from './slips.ts';
import { speechOf } from './speech.ts';
import { utilisationPaper } from './utilisation.ts';

export type File = { readonly kind: 'file'; readonly name: string; readonly type: string; readonly body: Uint8Array };
export type FileOr = File | Refused;
export type Reader = {
  readonly app: App;
  readonly who: Actor;
  readonly lang: Language;
  /** Where this installation is reached, for the codes on slips. */
  readonly origin: string;
};

export const pdfFile = async (name: string, template: string, data: unknown): Promise<File> => ({
  kind: 'file',
  name: `${name}.pdf`,
  type: 'application/pdf',
  body: await renderPdf(`app/paper/${template}.typ`, data),
});

const NOT_HERE = refused('paper.nothing_here', {});

/** Asks, and goes on with what was answered; a refusal or an empty answer ends it. */
export async function withAnswer<T>(
  { app, who }: Pick<Reader, 'app' | 'who'>,
  [question, input]: readonly [string, unknown],
  go: (value: T) => Promise<FileOr>,
): Promise<FileOr> {
  const answer = await app.ask<T | null>(question, who, input);
  if (answer.kind !== 'answer') return answer;
  return answer.value === null ? NOT_HERE : go(answer.value);
}
export const withOrganisation = (reader: Reader, go: (organisation: OrgCard, today: IsoDate) => Promise<FileOr>) =>
  withAnswer<OrgCard>(reader, ['org.get', {}], (card) => go(card, dayInIndia(new Date())));

/** @param personId null for the reader's own */
export const passbookPdf = (reader: Reader, { personId }: { personId: string | null }): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<Passbook>(
      reader,
      personId === null ? ['meetings.ownPassbook', {}] : ['meetings.passbook', { personId }],
      (book) => {
        const paper = passbookPaper(book, speechOf(reader.lang), { organisation, today });
        return pdfFile(`passbook-${book.person.personId.slice(-8)}`, 'document', paper);
      },
    ),
  );

/** @param on when it is to be held; the group's next usual day when left out */
export const meetingSheetPdf = (reader: Reader, { groupId, on }: { groupId: string; on?: IsoDate }): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<GroupContext>(reader, ['meetings.context', { groupId }], (context) => {
      const day = on ?? nextDayOf(context, today);
      const paper = meetingSheetPaper(context, speechOf(reader.lang), { organisation, today, on: day });
      return pdfFile(`meeting-sheet-${groupId.slice(-8)}-${day}`, 'meeting-sheet', paper);
    }),
  );

/** Never a day that is over: a group that missed some meetings still prints for the coming one. */
function nextDayOf(context: GroupContext, today: IsoDate): IsoDate {
  const { cycle } = rulesOn(context, today);
  let day = nextMeetingOn(cycle, context.lastMeeting?.heldOn ?? today);
  for (let tries = 0; day < today && tries < 400; tries += 1) day = nextMeetingOn(cycle, day);
  return day < today ? today : day;
}

export const memberCardsPdf = (reader: Reader, { groupId }: { groupId: string }): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<GroupCard>(reader, ['groups.card', { groupId }], (group) => {
      const paper = cardsPaper(group, speechOf(reader.lang), { organisation, orgId: organisation.orgId, today });
      return pdfFile(`member-cards-${groupId.slice(-8)}`, 'cards', paper);
    }),
  );

/** One slip per member of a closed meeting, and one of the whole; `personId` for hers alone. */
export const slipsPdf = (
  reader: Reader,
  { groupId, meetingId, personId }: { groupId: string; meetingId: string; personId?: string },
): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<MeetingPage>(reader, ['meetings.one', { groupId, meetingId }], async (page) => {
      const receipts = await receiptsFor(reader, { groupId, meetingId });
      if (receipts.kind !== 'answer') return receipts;
      const link = (text: string | undefined) => (text ? verifyLink(reader.origin, text) : null);
      const shown = personId ? { ...page, lines: page.lines.filter((line) => line.personId === personId) } : page;
      const paper = slipsPaper(shown, speechOf(reader.lang), {
        organisation,
        today,
        codes: {
          meeting: link(receipts.value?.meeting),
          ofMember: (id) => link(receipts.value?.members.find((one) => one.personId === id)?.text),
        },
      });
      return pdfFile(`slips-${page.meeting.heldOn}`, 'slips', paper);
    }),
  );

/** The statement of the offer that counts; once acknowledged, what was shown then, word for word, with its code. */
export const keyFactsPdf = (reader: Reader, { loanId }: { loanId: string }): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<KeyFactsShown>(reader, ['loans.keyFacts', { loanId }], async (shown) => {
      const { facts, hash } = shown;
      if (!facts || !hash) return refused('loans.key_facts_terms_missing', {});
      const paper = keyFactsPaper({ facts, hash, shown }, speechOf(reader.lang), { organisation, today });
      return pdfFile(`key-facts-${facts.proposal.replaceAll('/', '-')}`, 'document', paper);
    }),
  );

/** What is signed of a loan, from its approval on. */
export const agreementPdf = (reader: Reader, { loanId }: { loanId: string }): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<AgreementShown>(reader, ['loans.agreement', { loanId }], (agreed) => {
      const paper = agreementPaper(agreed, speechOf(reader.lang), { organisation, today });
      return pdfFile(`agreement-${agreed.proposal.replaceAll('/', '-')}`, 'document', paper);
    }),
  );

/** Of a loan voted at a meeting: the statement as the phone showed it, word for word, with its code. */
export const meetingKeyFactsPdf = (
  reader: Reader,
  of: { groupId: string; meetingId: string; loanId: string },
): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<MeetingKeyFacts>(reader, ['meetings.keyFacts', of], async (shown) => {
      const { facts, hash } = shown;
      const paper = keyFactsPaper({ facts, hash, shown }, speechOf(reader.lang), { organisation, today });
      return pdfFile(`key-facts-${facts.proposal.replaceAll('/', '-')}`, 'document', paper);
    }),
  );

/** One fund, one financial year (named by its first calendar year). */
export const utilisationPdf = (
  reader: Reader,
  of: { bodyKind: string; bodyId: string; fundId: string; year: number },
): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<Utilisation>(reader, ['accounts.utilisation', of], (use) => {
      const paper = utilisationPaper(use, speechOf(reader.lang), { organisation, today });
      return pdfFile(`utilisation-${use.fund.code.replaceAll('/', '-')}-${of.year}`, 'document', paper);
    }),
  );

/** Balance sheet on the last of these days and income and expenditure between them, each figure with its schedule. */
export const annualAccountsPdf = (
  reader: Reader,
  {
    from,
    to,
    asKnownOn,
    ...body
  }: { bodyKind: string; bodyId: string; from: string; to: string; asKnownOn: string | null },
): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<BalanceSheet>(reader, ['accounts.balanceSheet', { ...body, asOf: to, asKnownOn }], (sheet) =>
      withAnswer<IncomeAndExpenditure>(
        reader,
        ['accounts.incomeAndExpenditure', { ...body, from, to, asKnownOn }],
        (account) =>
          withAnswer<{ code: string; en: string; hi: string; ur: string }[]>(reader, ['ledger.chart', {}], (chart) => {
            const words = { organisation, today, asKnownOn, chart };
            const paper = annualAccountsPaper({ sheet, account }, speechOf(reader.lang), words);
            return pdfFile(`annual-accounts-${to}`, 'document', paper);
          }),
      ),
    ),
  );

/** A balance-confirmation slip for each woman of a batch. */
export const confirmationPdf = (reader: Reader, { batchId }: { batchId: string }): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    withAnswer<BatchCard>(reader, ['audit.confirmation', { batchId }], (batch) => {
      const paper = confirmationPaper(batch, speechOf(reader.lang), { organisation, today });
      return pdfFile(`confirmations-${batch.number}-${batch.asOf}`, 'confirmation', paper);
    }),
  );
