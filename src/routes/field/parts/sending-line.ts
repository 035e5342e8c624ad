/** The line of truth as every field screen shows it: one tap from its whole story. */
import { language } from '#ui/language.svelte.ts';
import { room } from './room.svelte.ts';
import { session } from './session.svelte.ts';
import { truthOf, type Truth } from './truth.ts';

export function sendingLine(): (Truth & { readonly href: string }) | undefined {
  if (!session.status) return undefined;
  const about = { language: language(), nowMs: Date.now(), turnedAway: session.turnedAway, full: room.full };
  return { ...truthOf(session.status, about), href: '/field/sending/' };
}
