/**
 * The phone in a member's hand. From the moment she is given it, every address of the app shows this and nothing else; once she
 * proved herself the bookkeeper's store is locked, and only her own passbook is left in memory. The way back is the bookkeeper's PIN.
 */
import { lockNow, session } from '../session.svelte.ts';
import type { MemberBook } from './book.ts';
import type { Found } from './find.ts';

class Guest {
  step = $state<'away' | 'find' | 'secret' | 'book'>('away');
  found = $state.raw<Found | null>(null);
  book = $state.raw<MemberBook | null>(null);
}
export const guest = new Guest();

export function receiveGuest(): void {
  Object.assign(guest, { step: 'find', found: null, book: null });
}

export function guestFound(found: Found | null): void {
  Object.assign(guest, { step: found ? 'secret' : 'find', found });
}

/** She proved herself: the store behind is locked before her book is shown. */
export async function showBook(book: MemberBook): Promise<void> {
  await lockNow();
  Object.assign(guest, { step: 'book', found: null, book });
}

export async function guestLeaves(): Promise<void> {
  if (session.store) await lockNow();
  Object.assign(guest, { step: 'away', found: null, book: null });
}
