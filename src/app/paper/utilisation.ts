/** A utilisation certificate with the fields of form GFR 12-A: one fund, one financial year, the figures of the books. */
import type { IsoDate } from '#platform/dates.ts';
import type { Utilisation } from '#domain/accounts/index.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Block, Paper, PaperColumn } from './model.ts';
import { headOf, namesOf, type Organisation, type Speech } from './speech.ts';

const words = (title: string): PaperColumn => ({ title, align: 'start', width: 1 });
const money = (title: string): PaperColumn => ({ title, align: 'end', width: 0 });

export function utilisationPaper(
  use: Utilisation,
  speech: Speech,
  { organisation, today }: { organisation: Organisation; today: IsoDate },
): Paper {
  const { as } = speech;
  const amounts = { amount: speech.money(use.spentPaise), left: speech.money(use.closingPaise) };
  return {
    ...headOf(speech, {
      organisation,
      today,
      title: m.uc_title({}, as),
      subtitle: `${speech.name(namesOf(use.fund))} (${speech.iso(use.fund.code)})`,
      period: m.uc_year({ from: speech.day(use.from), to: speech.day(use.to) }, as),
    }),
    landscape: false,
    code: null,
    blocks: [
      { kind: 'words', soft: true, text: m.uc_form({}, as) },
      { kind: 'words', soft: false, text: `${m.uc_donor({}, as)}: ${use.fund.donor}` },
      ...sanctionBlocks(use, speech),
      { kind: 'heading', text: m.uc_figures({}, as) },
      figuresTable(use, speech),
      ...headBlocks(use, speech),
      { kind: 'words', soft: false, text: m.uc_certified(amounts, as) },
      { kind: 'words', soft: true, text: m.uc_signatures({}, as) },
    ],
  };
}

function sanctionBlocks({ sanctions }: Utilisation, speech: Speech): Block[] {
  const { as } = speech;
  if (sanctions.length === 0) return [];
  const rows = sanctions.flatMap((sanction) => [
    {
      strong: true,
      cells: [
        `${speech.iso(sanction.number)}, ${speech.day(sanction.sanctionedOn)}`,
        sanction.recurring ? m.uc_recurring({}, as) : m.uc_once({}, as),
        speech.money(sanction.amountPaise),
        '',
      ],
    },
    ...sanction.releases.map((release) => ({
      strong: false,
      cells: [
        `${m.uc_release({}, as)} ${speech.iso(release.letter)}, ${speech.day(release.releasedOn)}`,
        '',
        '',
        speech.money(release.amountPaise),
      ],
    })),
  ]);
  const columns = [
    words(m.uc_sanction({}, as)),
    { ...words(m.uc_kind({}, as)), width: 0 },
    money(m.uc_sanctioned({}, as)),
    money(m.uc_released({}, as)),
  ];
  return [
    { kind: 'heading', text: m.uc_sanctions({}, as) },
    { kind: 'table', columns, rows },
  ];
}

function figuresTable(use: Utilisation, speech: Speech): Block {
  const { as } = speech;
  const { flow } = use;
  const row = (label: string, paise: number, strong = false) => ({ strong, cells: [label, speech.money(paise)] });
  // what went back is shown only where something did
  const back = [
    { label: m.uc_interest_returned({}, as), paise: -flow.interestReturnedPaise },
    { label: m.uc_refunded({}, as), paise: -flow.refundedPaise },
  ].filter(({ paise }) => paise !== 0);
  return {
    kind: 'table',
    columns: [words(m.uc_head({}, as)), money(m.uc_amount({}, as))],
    rows: [
      row(m.uc_opening({}, as), use.openingPaise),
      row(m.uc_opening_interest({}, as), use.openingInterestPaise),
      row(m.uc_received({}, as), flow.receivedPaise),
      row(m.uc_interest({}, as), flow.interestPaise),
      ...back.map(({ label, paise }) => row(label, paise)),
      row(m.uc_available({}, as), use.availablePaise, true),
      row(m.uc_spent_revenue({}, as), flow.spentRevenuePaise),
      row(m.uc_spent_capital({}, as), flow.spentCapitalPaise),
      row(m.uc_spent({}, as), use.spentPaise, true),
      row(m.uc_closing({}, as), use.closingPaise, true),
      ...(use.advancesPaise === 0 ? [] : [row(m.uc_advances({}, as), use.advancesPaise)]),
    ],
  };
}

function headBlocks(use: Utilisation, speech: Speech): Block[] {
  const { as } = speech;
  if (use.spentByHead.length === 0) return [];
  const nameOf = (headId: string) => {
    const head = use.heads.find((one) => one.headId === headId);
    return head ? speech.name(namesOf(head)) : headId;
  };
  const columns = [words(m.uc_head({}, as)), money(m.uc_amount({}, as))];
  const rows = use.spentByHead.map(({ headId, paise }) => ({
    strong: false,
    cells: [nameOf(headId), speech.money(paise)],
  }));
  return [
    { kind: 'heading', text: m.uc_by_head({}, as) },
    { kind: 'table', columns, rows },
  ];
}
