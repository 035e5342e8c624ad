/** Plain pages that any browser opens from a folder: no script, nothing from a network. Pure. */
import { directionOf, type Language } from '#ui/index.ts';

/** Markup that is safe already; everything else is escaped on its way in. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
type Inside = Html | string | number | null | readonly Inside[];

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
const textOf = (inside: Inside): string =>
  inside instanceof Html
    ? inside.text
    : Array.isArray(inside)
      ? inside.map(textOf).join('')
      : inside === null
        ? ''
        : escaped(String(inside as string | number));

export const html = (strings: TemplateStringsArray, ...insides: readonly Inside[]): Html =>
  new Html(strings.map((text, at) => text + (at < insides.length ? textOf(insides[at]!) : '')).join(''));

export type Column<Row> = { readonly title: string; readonly isFigure?: boolean; readonly of: (row: Row) => Inside };

export const table = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Html =>
  html`<div class="wide">
    <table>
      <thead>
        <tr>
          ${columns.map(({ title, isFigure }) => html`<th${isFigure ? new Html(' class="figure"') : ''}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map(({ of, isFigure }) => html`<td${isFigure ? new Html(' class="figure"') : ''}>${of(row)}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;

export const link = (href: string, words: Inside): Html => html`<a href="${href}">${words}</a>`;
/** A code or a hash, which runs from left to right in Urdu too. */
export const code = (text: string): Html => html`<code dir="ltr">${text}</code>`;

const STYLE = `body{font-family:system-ui,'Noto Sans','Noto Sans Devanagari','Noto Nastaliq Urdu',sans-serif;line-height:1.5;color:#1d1b18;background:#fff;max-width:70rem;margin:0 auto;padding:1rem}
[lang=ur] body{line-height:2.1}h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #cfc8bb}h3{font-size:1rem;margin:1rem 0 .25rem}
.wide{overflow-x:auto}table{border-collapse:collapse;min-width:100%}th,td{text-align:start;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #e4ded2}
th{font-weight:600;background:#f6f2ea}.figure{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}code{font-size:.8rem;overflow-wrap:anywhere}
.soft{color:#5c564c}.bad{color:#a3261d;font-weight:600}a{color:#23407a}@media print{a{color:inherit}}`;

export const page = ({ lang, title, body }: { lang: Language; title: string; body: Inside }): string =>
  `<!doctype html>
${
  html`<html lang="${lang}" dir="${directionOf(lang)}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <style>
        ${new Html(STYLE)}
      </style>
    </head>
    <body>
      <h1>${title}</h1>
      ${body}
    </body>
  </html>`.text
}
`;
