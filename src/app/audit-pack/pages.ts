/** The pages of the pack beside its index: vouchers with their bills, minutes, questions and answers, slips. Pure. */
import type { BatchCard, Pooled, QueryCard } from '../audit/index.server.ts';
import type { Speech } from '../paper/speech.ts';
import { dayInIndia } from '#platform/dates.ts';
import { formatClock, formatCount } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import { html, link, page, table, type Html } from './html.ts';
import { relative } from './names.ts';
import type { PackMeeting, PackVoucher } from './papers.queries.server.ts';

type Heads = { readonly speech: Speech; readonly title: string; readonly of: string; readonly name: string };
/** A picture where it lies in the archive; nothing where it is lost. */
type Laid<T> = T & { readonly laid: readonly string[] };

const back = ({ speech, name }: Heads): Html =>
  html`<p>${link(relative(name, 'index.html'), m.pack_index_back({}, speech.as))}</p>`;
const said = (heads: Heads, body: Html): string =>
  page({
    lang: heads.speech.lang,
    title: [heads.title, heads.of].filter(Boolean).join(': '),
    body: html`${back(heads)}${body}`,
  });
const pictures = ({ speech, name }: Heads, laid: readonly string[]): Html =>
  html`${laid.map((one, at) => html`${link(relative(name, one), m.accounts_bill_at({ at: String(at + 1) }, speech.as))} `)}`;
export const momentOf = (at: Date | string, { day, iso }: Speech): string =>
  `${day(dayInIndia(new Date(at)))} ${iso(formatClock(new Date(at)))}`;

type VoucherWords = {
  readonly types: Readonly<Record<PackVoucher['type'], typeof m.accounts_type_payment>>;
  readonly states: Readonly<Record<PackVoucher['state'], typeof m.accounts_state_posted>>;
};

export function vouchersPage(heads: Heads, rows: readonly Laid<PackVoucher>[], words: VoucherWords): string {
  const { as, day, money } = heads.speech;
  return said(
    heads,
    table<Laid<PackVoucher>>(
      [
        { title: m.common_date({}, as), of: (row) => day(row.eventOn) },
        { title: m.accounts_number({}, as), of: (row) => row.label ?? '' },
        { title: m.accounts_type({}, as), of: (row) => words.types[row.type]({}, as) },
        { title: m.accounts_what_for({}, as), of: (row) => row.narration },
        { title: m.accounts_payee({}, as), of: (row) => row.payee },
        { title: m.common_amount({}, as), isFigure: true, of: (row) => money(row.amountPaise) },
        { title: m.accounts_state({}, as), of: (row) => words.states[row.state]({}, as) },
        { title: m.accounts_made_by({}, as), of: (row) => row.madeBy },
        { title: m.accounts_checked_by({}, as), of: (row) => row.checkedBy },
        { title: m.accounts_bills({}, as), of: (row) => pictures(heads, row.laid) },
      ],
      rows,
    ),
  );
}

const STATES: Readonly<Record<string, typeof m.status_closed>> = {
  skipped: m.status_skipped,
  cancelled: m.status_cancelled,
  reversed: m.status_reversed,
};

export function minutesPage(heads: Heads, meetings: readonly Laid<PackMeeting>[]): string {
  const { speech } = heads;
  const { as, day, money, name } = speech;
  const list = (words: readonly (string | Html)[]) =>
    words.length === 0
      ? null
      : html`<ul>
          ${words.map((word) => html`<li>${word}</li>`)}
        </ul>`;
  const one = (meeting: Laid<PackMeeting>) =>
    html`<h2>${day(meeting.heldOn)}</h2>
      <p>
        ${STATES[meeting.state] ? html`<strong>${STATES[meeting.state]!({}, as)}</strong>. ` : ''}${m.paper_present({}, as)}:
        ${formatCount(meeting.present)} / ${formatCount(meeting.members)}. ${m.paper_cash_box({}, as)}:
        ${money(meeting.closingCashPaise)}.${meeting.recordedBy ? html` ${m.accounts_made_by({}, as)}: ${meeting.recordedBy}.` : ''}
      </p>
      ${
        meeting.minutes?.agenda.length
          ? html`<h3>${m.sheet_agenda({}, as)}</h3>
              ${list(meeting.minutes.agenda)}`
          : ''
      }
      ${
        meeting.minutes?.decisions.length
          ? html`<h3>${m.sheet_decisions({}, as)}</h3>
              ${list(
                meeting.minutes.decisions.map(
                  (each) =>
                    html`${each.text}
                      <span class="soft"
                        >(${m.sheet_votes({ for: each.votesFor, against: each.votesAgainst }, as)})</span
                      >`,
                ),
              )}`
          : ''
      }
      ${meeting.confirmedBy.length > 0 ? html`<p>${m.sheet_confirmed_by({}, as)}: ${meeting.confirmedBy.map(name).join(', ')}</p>` : ''}
      ${meeting.laid.length > 0 ? html`<p>${meeting.laid.map((path) => html`${link(relative(heads.name, path), m.meet_page_photo({}, as))} `)}</p>` : ''}`;
  return said(heads, html`${meetings.map(one)}`);
}

const EVENTS = {
  asked: m.audit_q_event_asked,
  answered: m.audit_q_event_answered,
  followed_up: m.audit_q_event_followed_up,
  closed: m.audit_q_event_closed,
} as const;
const QUERY_STATES = {
  open: m.audit_q_state_open,
  answered: m.audit_q_state_answered,
  closed: m.audit_q_state_closed,
} as const;

type About = Pick<QueryCard, 'aboutKind' | 'voucherLabel' | 'meetingOn' | 'seq' | 'body'>;
function aboutOf(query: About, { as, day, name }: Speech): string {
  const of = query.body && name({ en: query.body.name, hi: query.body.nameHi, ur: query.body.nameUr });
  const what =
    query.aboutKind === 'voucher' && query.voucherLabel
      ? m.audit_voucher_of({ label: query.voucherLabel }, as)
      : query.aboutKind === 'meeting' && query.meetingOn
        ? m.audit_meeting_of({ date: day(query.meetingOn) }, as)
        : query.aboutKind === 'journal' && query.seq !== null
          ? m.book_journal({ seq: query.seq }, as)
          : m.audit_q_general({}, as);
  return [what, of].filter(Boolean).join(', ');
}

export type LaidQuery = QueryCard & { readonly laid: Readonly<Record<string, string>> };

export function queriesPage(heads: Heads, queries: readonly LaidQuery[]): string {
  const { speech, name } = heads;
  const { as } = speech;
  const one = (query: LaidQuery) =>
    html`<h2>${m.audit_q_number({ number: query.number }, as)}: ${aboutOf(query, speech)}</h2>
      <p>${m.audit_q_state({}, as)}: ${QUERY_STATES[query.state]({}, as)}</p>
      ${query.events.map(
        (event) =>
          html`<h3><bdi>${event.byName}</bdi> ${EVENTS[event.kind]({}, as)}, ${momentOf(event.at, speech)}</h3>
            <p>${event.words}</p>
            ${event.fileId && query.laid[event.fileId] ? html`<p>${link(relative(name, query.laid[event.fileId]!), m.audit_q_photo_of({}, as))}</p>` : ''}`,
      )}`;
  return said(heads, html`${queries.map(one)}`);
}

type Batch = Pick<BatchCard, 'number' | 'asOf' | 'groupName' | 'groupNameHi' | 'groupNameUr' | 'sampleNumber'> & {
  readonly pooled: Pooled;
};

export function confirmationsPage(heads: Heads, batches: readonly Batch[]): string {
  const { speech } = heads;
  const { as, day, money, name } = speech;
  const figure = (title: string, of: (pooled: Pooled) => string) => ({
    title,
    isFigure: true,
    of: (batch: Batch) => of(batch.pooled),
  });
  const difference = (more: number, less: number) =>
    more === 0 && less === 0 ? '' : m.pack_more_less({ more: money(more), less: money(less) }, as);
  const of = (batch: Batch): string =>
    batch.groupName !== null
      ? name({ en: batch.groupName, hi: batch.groupNameHi, ur: batch.groupNameUr })
      : batch.sampleNumber === null
        ? ''
        : m.audit_s_number({ number: batch.sampleNumber }, as);
  const columns = [
    { title: m.audit_c_title({}, as), of: (batch: Batch) => m.audit_c_number({ number: batch.number }, as) },
    { title: m.audit_s_of({}, as), of },
    { title: m.audit_c_as_of({}, as), of: (batch: Batch) => day(batch.asOf) },
    figure(m.audit_c_sent({}, as), (pooled) => formatCount(pooled.sent)),
    figure(m.audit_c_agreed({}, as), (pooled) => formatCount(pooled.agreed)),
    figure(m.audit_c_differs({}, as), (pooled) => formatCount(pooled.differs)),
    figure(m.audit_c_not_reached({}, as), (pooled) => formatCount(pooled.notReached)),
    figure(m.audit_c_waiting({}, as), (pooled) => formatCount(pooled.waiting)),
    figure(m.audit_c_savings({}, as), (pooled) => difference(pooled.savingsMorePaise, pooled.savingsLessPaise)),
    figure(m.audit_c_loan({}, as), (pooled) => difference(pooled.loanMorePaise, pooled.loanLessPaise)),
  ];
  return said(heads, table(columns, batches));
}
