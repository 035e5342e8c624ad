import type { Repayment } from '#domain/meetings/index.ts';
import { sumParts } from '#domain/loans/index.ts';

/** All she handed over on one loan, what goes beyond the dues included. */
export const repaidOf = (line: Repayment): number => sumParts(line) + (line.excess?.amountPaise ?? 0);
