import type { MeetingSheet } from '#domain/meetings/index.ts';

export const DRAFT_KIND = 'meeting';
/** Body of a meeting's draft. `replaces`: the refused command this one is recorded for anew. */
export type MeetingDraft = { readonly sheet: MeetingSheet; readonly replaces: string | null };

/** Where on the eight steps the screen is; `part` is a page inside a step. */
export type Place = { readonly step: number; readonly part: string };
