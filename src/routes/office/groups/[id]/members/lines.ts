/** A list of names as it is typed or pasted: one woman a line; after a comma her husband's or father's name. */
type Line = {
  readonly line: number;
  readonly person: Readonly<Record<string, unknown>>;
};

const fieldOfScript = (name: string): 'nameLatin' | 'nameDevanagari' | 'nameUrdu' =>
  /[\u0900-\u097F]/.test(name) ? 'nameDevanagari' : /[\u0600-\u06FF]/.test(name) ? 'nameUrdu' : 'nameLatin';

/** Most a group may hold; a longer list is cut so that one form stays one form. */
const MOST = 40;

export function linesOf(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((line, index): Line | null => {
      // numbers before the names, as registers have them
      const [name = '', relative = ''] = line
        .replace(/^\s*[\d०-९۰-۹]+\s*[.)\-:]\s*/, '')
        .split(/[,،]/)
        .map((part) => part.trim());
      if (name === '') return null;
      const relation = relative ? { kind: 'husband', name: relative } : null;
      return { line: index + 1, person: { [fieldOfScript(name)]: name, relation } };
    })
    .filter((line) => line !== null)
    .slice(0, MOST);
}
