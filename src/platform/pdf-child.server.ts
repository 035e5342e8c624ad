/**
 * The process that sets type: Typst with the fonts of three scripts. It is a child, since the compiler keeps what it has set;
 * its memory goes back when it ends. Spoken to by `pdf.server.ts` only.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

export type PdfJob = { readonly id: number; readonly template: string; readonly data: string };
export type PdfAnswer =
  | { readonly id: number; readonly pdf: Uint8Array; readonly rssBytes: number }
  | { readonly id: number; readonly problem: string };

const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf',
  '@expo-google-fonts/noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf',
  '@expo-google-fonts/noto-nastaliq-urdu/400Regular/NotoNastaliqUrdu_400Regular.ttf',
  '@expo-google-fonts/noto-nastaliq-urdu/700Bold/NotoNastaliqUrdu_700Bold.ttf',
];
/** Results of the last few documents stay; older ones would only fill memory. */
const KEPT_ROUNDS = 3;

/** Tags for screen readers; in a statement of hundreds of pages they are fifteen times the rest. */
const TAGGED_MOST = 200_000;

const workspace = join(import.meta.dirname, '..');
const compiler = NodeCompiler.create({
  workspace,
  fontArgs: [{ fontPaths: FONTS.map((font) => fileURLToPath(import.meta.resolve(font))) }],
});

function set({ id, template, data }: PdfJob): PdfAnswer {
  try {
    const done = compiler.compile({ mainFilePath: join(workspace, template), inputs: { data } });
    const document = done.result;
    if (!document) return { id, problem: JSON.stringify(done.takeDiagnostics()?.shortDiagnostics ?? 'no document') };
    const pdf = compiler.pdf(document, { pdfTags: data.length < TAGGED_MOST });
    compiler.evictCache(KEPT_ROUNDS);
    return { id, pdf: new Uint8Array(pdf), rssBytes: process.memoryUsage.rss() };
  } catch (fault) {
    return { id, problem: String(fault) };
  }
}

process.on('message', (job: PdfJob) => process.send?.(set(job)));
process.on('disconnect', () => process.exit(0));
