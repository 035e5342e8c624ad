/** A paper as data: what the templates beside this file set. All words are in the reader's language, all amounts already text. */
import type { Language } from '#ui/index.ts';

export type Head = {
  readonly lang: Language;
  readonly organisation: string;
  readonly title: string;
  readonly subtitle: string;
  readonly period: string;
  /** When it was printed. */
  readonly made: string;
  /** With `{page}` and `{pages}` left open. */
  readonly pageWords: string;
};
/** `svg`: what a camera reads. */
export type Code = { readonly svg: string; readonly label: string };

export type PaperColumn = {
  readonly title: string;
  /** `end` for amounts: set from left to right in Urdu too. */
  readonly align: 'start' | 'end' | 'center';
  /** A share of what is left over; 0 = as wide as its words. */
  readonly width: number;
};
export type PaperRow = { readonly cells: readonly string[]; readonly strong: boolean };
export type Figure = { readonly label: string; readonly value: string; readonly words: string };
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'words'; readonly text: string; readonly soft: boolean }
  | { readonly kind: 'figures'; readonly items: readonly Figure[] }
  | { readonly kind: 'page' }
  | { readonly kind: 'table'; readonly columns: readonly PaperColumn[]; readonly rows: readonly PaperRow[] };

/** For `document.typ`. */
export type Paper = Head & {
  readonly landscape: boolean;
  readonly code: Code | null;
  readonly blocks: readonly Block[];
};
