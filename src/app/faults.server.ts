/** What PostgreSQL says, as something a person can act on; everything else stays a fault. */
import { later, refused, type Outcome } from '#platform/outcomes.ts';

/** Undoes everything, the memory of the command included: the sender keeps it and sends it again. */
export class NotNow extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

const codeOf = (fault: unknown): string | undefined =>
  typeof fault === 'object' && fault !== null && 'code' in fault && typeof fault.code === 'string'
    ? fault.code
    : undefined;

/** Serialization failure, deadlock, lock not available. */
export const isRetryable = (fault: unknown): boolean => ['40001', '40P01', '55P03'].includes(codeOf(fault) ?? '');

export function faultToOutcome(fault: unknown): Outcome<never> {
  if (fault instanceof NotNow) return later(fault.code);
  const code = codeOf(fault);
  if (code === undefined || isRetryable(fault)) throw fault;
  if (code === '23503') return refused('door.unknown_reference', {});
  if (code === '23505') return refused('door.exists_already', {});
  if (code === '42501') return refused('door.not_allowed', { right: '' });
  // not-null, check and restrict violations, data exceptions (out of range, bad text)
  if (code.startsWith('23') || code.startsWith('22')) return refused('door.impossible_value', {});
  throw fault;
}
