/** The first page of the pack: what is in it, what is not, and whether the books hold. Pure. */
import type { Speech } from '../paper/speech.ts';
import { formatCount } from '#ui/index.ts';
import { m } from '#ui/sentences/messages.js';
import { code, html, link, page, table, type Html } from './html.ts';
import { SECTIONS, type PackBook, type PackFile, type PackIndex, type Section } from './model.ts';
import { momentOf } from './pages.ts';
import { relative } from './names.ts';

export const SECTION_TITLES = {
  office: m.pack_part_office,
  groups: m.pack_part_groups,
  vouchers: m.pack_part_vouchers,
  minutes: m.pack_part_minutes,
  exceptions: m.pack_part_exceptions,
  samples: m.pack_part_samples,
  queries: m.pack_part_queries,
  confirmations: m.pack_part_confirmations,
  proof: m.pack_part_proof,
} as const satisfies Record<Section, unknown>;

type Told = Omit<PackIndex, 'format'>;

/** Why something is left out, as its reader is told it. */
function whyOf(leftOutCode: string, { as }: Speech): string {
  if (leftOutCode === 'door.not_allowed') return m.err_door_not_allowed({}, as);
  if (leftOutCode === 'paper.too_many_rows') return m.pack_too_many_rows({}, as);
  return m.err_general({ code: leftOutCode }, as);
}

export function indexPage(pack: Told, speech: Speech): string {
  const { as, day, iso } = speech;
  const period = m.paper_period({ from: day(pack.from), to: day(pack.to) }, as);
  const body = html`<p>
      <strong><bdi>${pack.organisation.name}</bdi></strong
      >, ${period}
    </p>
    <p class="soft">${m.pack_made({ date: momentOf(pack.madeAt, speech), name: iso(pack.madeBy) }, as)}</p>
    <p>${m.pack_index_how({}, as)} ${link('index.json', code('index.json'))}</p>
    ${leftOut(pack, speech)} ${SECTIONS.map((section) => sectionOf(pack, section, speech))}`;
  return page({ lang: speech.lang, title: m.pack_title({}, as), body });
}

function leftOut({ leftOut: absent, missingFiles }: Told, speech: Speech): Html {
  const { as } = speech;
  if (absent.length + missingFiles.length === 0) return html``;
  return html`<h2>${m.pack_left_out({}, as)}</h2>
    <ul>
      ${absent.map(
        (one) =>
          html`<li>
            ${[SECTION_TITLES[one.section]({}, as), one.of, one.title].filter(Boolean).join(', ')}:
            ${whyOf(one.code, speech)}
          </li>`,
      )}${missingFiles.map((one) => html`<li>${m.pack_photo_missing({}, as)} ${code(one.name)}</li>`)}
    </ul>`;
}

function sectionOf(pack: Told, section: Section, speech: Speech): Html {
  const files = pack.files.filter((file) => file.section === section);
  const { as } = speech;
  if (files.length === 0 && section !== 'proof') return html``;
  const owners = [...new Set(files.map((file) => file.of))];
  return html`<h2 id="${section}">${SECTION_TITLES[section]({}, as)}</h2>
    ${section === 'proof' ? proof(pack.books, speech) : ''}
    ${owners.map(
      (of) =>
        html`${of === '' ? '' : html`<h3>${of}</h3>`}${fileTable(
          files.filter((file) => file.of === of),
          speech,
        )}`,
    )}`;
}

const fileTable = (files: readonly PackFile[], { as }: Speech): Html =>
  table<PackFile>(
    [
      {
        title: m.pack_file({}, as),
        of: (file) => link(relative('index.html', file.name), `${file.title} (${endingWord(file.name)})`),
      },
      { title: m.pack_size({}, as), isFigure: true, of: (file) => html`<bdi dir="ltr">${sizeOf(file.bytes)}</bdi>` },
      { title: 'SHA-256', of: (file) => code(file.sha256) },
    ],
    files,
  );

const endingWord = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toUpperCase();
const sizeOf = (bytes: number): string => `${formatCount(Math.max(1, Math.ceil(bytes / 1024)))} KB`;

const proof = (books: readonly PackBook[], { as }: Speech): Html =>
  html`<p>${m.pack_proof_text({}, as)}</p>
    ${table<PackBook>(
      [
        { title: m.audit_e_books({}, as), of: (book) => book.name },
        { title: m.pack_of_year({}, as), isFigure: true, of: (book) => formatCount(book.journalsOfYear) },
        { title: m.pack_entries({}, as), isFigure: true, of: (book) => formatCount(book.journals) },
        { title: m.pack_head({}, as), of: (book) => code(book.headHash) },
        { title: m.pack_result({}, as), of: (book) => resultOf(book, as) },
      ],
      books,
    )}`;

const resultOf = ({ faults, changedMeanwhile }: PackBook, as: Speech['as']): Html =>
  html`${
    faults.length === 0
      ? m.pack_sound({}, as)
      : html`<span class="bad">${m.pack_faults({ count: formatCount(faults.length) }, as)}</span> ${code(
            faults.map(({ kind, seq }) => (seq === null ? kind : `${kind} ${seq}`)).join(', '),
          )}`
  }${changedMeanwhile ? html` <span class="soft">${m.pack_changed({}, as)}</span>` : ''}`;
