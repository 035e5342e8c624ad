export const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
export const at95 = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * 0.95))] ?? NaN;
