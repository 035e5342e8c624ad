/** One thing a column can fill, and the headings it is recognised by. */
export type Field = { readonly key: string; readonly required?: true; readonly headings: readonly string[] };
export const field = (key: string, ...headings: string[]): Field => ({ key, headings });
export const needed = (key: string, ...headings: string[]): Field => ({ key, headings, required: true });
