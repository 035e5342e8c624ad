/** What the page of the pack counts, in the order of its index. */
import { m } from '#ui/sentences/messages.js';

export const PACK_PARTS = [
  { key: 'office', word: m.pack_part_office },
  { key: 'groups', word: m.pack_part_groups },
  { key: 'vouchers', word: m.pack_part_vouchers },
  { key: 'bills', word: m.pack_bills },
  { key: 'minutes', word: m.pack_part_minutes },
  { key: 'exceptions', word: m.pack_part_exceptions },
  { key: 'samples', word: m.pack_part_samples },
  { key: 'queries', word: m.pack_part_queries },
  { key: 'confirmations', word: m.pack_part_confirmations },
  { key: 'proof', word: m.pack_part_proof },
] as const;
