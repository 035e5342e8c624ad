/**
 * The audit pack of a year: one ZIP for the auditor's own computer.
 *
 * - `index.html`: every file with a link, in the reader's language; no script, opens without a network.
 * - `index.json`: {@link PackIndex}; the last entry, names every other file with its SHA-256.
 * - `office/BODY/…`, `groups/BODY/…`: the books; `vouchers/`, `minutes/`, `exceptions/`, `samples/`, `queries/`, `confirmations/`.
 * - `proof/chain.csv`: per book the number of entries, the head of its chain, and what proving it again found.
 */
import * as z from 'zod/mini';
import { Day, Id } from '#domain/ledger/index.ts';
import type { IsoDate } from '#platform/dates.ts';

export const PACK_FORMAT = 'bakhiya-audit-pack-1';

/** A financial year by its first calendar year, of one book or (null) of every book of the organisation. */
export const PackOf = z.strictObject({
  year: z.int().check(z.gte(1990), z.lte(2100)),
  bookId: z.nullable(Id),
});
export type PackOf = z.infer<typeof PackOf>;
export const VouchersOf = z.strictObject({ bookId: Id, from: Day, to: Day, after: z.nullable(Id) });
export type VouchersOf = z.infer<typeof VouchersOf>;
export const MinutesOf = z.strictObject({ groupId: Id, from: Day, to: Day });
export type MinutesOf = z.infer<typeof MinutesOf>;

export const SECTIONS = [
  'office',
  'groups',
  'vouchers',
  'minutes',
  'exceptions',
  'samples',
  'queries',
  'confirmations',
  'proof',
] as const;
export type Section = (typeof SECTIONS)[number];

export type PackFile = {
  /** Its path in the archive, of ASCII signs. */
  readonly name: string;
  readonly section: Section;
  /** In the reader's language. */
  readonly title: string;
  /** Whose book; empty for what is of the whole. */
  readonly of: string;
  readonly bytes: number;
  readonly sha256: string;
};
export type PackBook = {
  readonly bookId: string;
  readonly bodyKind: string;
  readonly bodyId: string;
  readonly name: string;
  /** Dated in the year. */
  readonly journalsOfYear: number;
  /** All, up to the moment of the proof. */
  readonly journals: number;
  readonly headHash: string;
  readonly faults: readonly { readonly kind: string; readonly seq: number | null }[];
  /** Somebody wrote in it between the first file and the proof: its files may differ by that. */
  readonly changedMeanwhile: boolean;
};
export type PackIndex = {
  readonly format: typeof PACK_FORMAT;
  /** ISO 8601; when it was begun. */
  readonly madeAt: string;
  readonly madeBy: string;
  readonly language: string;
  readonly organisation: { readonly orgId: string; readonly name: string };
  readonly year: number;
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** The one book it was asked for; null: all. */
  readonly bookId: string | null;
  readonly books: readonly PackBook[];
  readonly files: readonly PackFile[];
  /** What she may not see, or what is too large for a sheet: named, never silently absent. */
  readonly leftOut: readonly {
    readonly section: Section;
    readonly title: string;
    readonly of: string;
    readonly code: string;
  }[];
  /** Pictures that the books name but this server no longer holds. */
  readonly missingFiles: readonly { readonly name: string; readonly sha256: string }[];
};
