import { formatBps } from '#ui/format.ts';

/** A part of a sum of money as whole per cent; none of nothing. Pure. */
export const shareOf = (partPaise: number, wholePaise: number): string | null =>
  wholePaise > 0 ? formatBps(Math.round((partPaise / wholePaise) * 100) * 100) : null;
