/** Which lines and entries belong together, as a form says it: one text a match. Pure. */
export type Match = {
  readonly matchId: string;
  readonly lineIds: readonly string[];
  readonly entries: readonly { readonly seq: number; readonly line: number }[];
};

export const entryKey = ({ seq, line }: { readonly seq: number; readonly line: number }): string => `${seq}.${line}`;
export const entryOf = (key: string): { seq: number; line: number } => {
  const [seq = 0, line = 0] = key.split('.').map(Number);
  return { seq, line };
};
export const matchText = ({ matchId, lineIds, entries }: Match): string =>
  [matchId, lineIds.join(','), entries.map(entryKey).join(',')].join('|');
export function matchOf(text: string): Match {
  const [matchId = '', lines = '', entries = ''] = text.split('|');
  return { matchId, lineIds: lines.split(','), entries: entries.split(',').map(entryOf) };
}
