/** How dark a place on a map is; apart from what draws it, so that a drawn map brings no library along. */

/** Five steps from light to full for a value between 0 and the largest; null (not known) has no step. Zero is a step of its own. */
export function stepOf(value: number | null | undefined, largest: number): 0 | 1 | 2 | 3 | 4 | 5 | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (value <= 0 || largest <= 0) return 0;
  return Math.min(5, Math.max(1, Math.ceil((value / largest) * 5))) as 1 | 2 | 3 | 4 | 5;
}
