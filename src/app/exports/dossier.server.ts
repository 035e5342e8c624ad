/** Everything a bank's branch asks of a group, in one tap: on paper or as a spreadsheet, from one answer. */
import type { Dossier } from '#domain/linkage/index.server.ts';
import { writeXlsx, type Value } from '#platform/sheets.server.ts';
import { m } from '#ui/sentences/messages.js';
import type { Block, Paper } from '../paper/model.ts';
import { pdfFile, withAnswer, withOrganisation, type FileOr, type Reader } from '../paper/papers.server.ts';
import { headOf, speechOf } from '../paper/speech.ts';
import { dossierParts, type DossierPart } from './dossier.ts';
import { blockOf } from './table.ts';

type Asked = { readonly groupId: string };
const ask = (reader: Reader, asked: Asked, go: (file: Dossier) => Promise<FileOr>): Promise<FileOr> =>
  withAnswer<Dossier>(reader, ['linkage.dossier', asked], go);
const nameOf = ({ groupId }: Asked, on: string): string => `bank-file-${groupId.slice(-8)}-${on}`;

export const dossierPdf = (reader: Reader, asked: Asked): Promise<FileOr> =>
  withOrganisation(reader, (organisation, today) =>
    ask(reader, asked, (file) => {
      const speech = speechOf(reader.lang);
      const blocks = (part: DossierPart): Block[] => [
        { kind: 'heading', text: part.title },
        ...part.words.map((words): Block => ({ kind: 'words', soft: false, text: words })),
        ...(part.table ? [blockOf(part.table, speech)] : []),
      ];
      const paper: Paper = {
        ...headOf(speech, {
          organisation,
          today,
          title: m.linkage_dossier({}, speech.as),
          subtitle: speech.name(file.group.names),
          period: m.paper_as_on({ date: speech.day(today) }, speech.as),
        }),
        landscape: false,
        code: null,
        blocks: [
          ...dossierParts(file, speech).flatMap(blocks),
          { kind: 'words', soft: true, text: m.linkage_signatures({}, speech.as) },
        ],
      };
      return pdfFile(nameOf(asked, today), 'document', paper);
    }),
  );

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A cell is set by itself: the marks that keep an amount's order inside Urdu are not for it. */
const unmarked = (value: Value): Value =>
  typeof value === 'string' ? value.replace(/[\u2066\u2067\u2069]/g, '') : value;
/** A sheet for each part that is a table. */
export const dossierXlsx = (reader: Reader, asked: Asked): Promise<FileOr> =>
  ask(reader, asked, async (file) => {
    const parts = dossierParts(file, speechOf(reader.lang));
    const sheets = parts.flatMap(({ title, table }) =>
      table
        ? [
            {
              title,
              columns: table.columns,
              rows: [...table.rows, ...table.totals].map((row) => row.map(unmarked)),
              rightToLeft: reader.lang === 'ur',
            },
          ]
        : [],
    );
    const name = `${nameOf(asked, file.group.on)}.xlsx`;
    return { kind: 'file', name, type: XLSX, body: await writeXlsx(sheets) };
  });
