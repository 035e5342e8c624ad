/** What the parts of the demo's office share. */
import type { IsoDate } from '#platform/dates.ts';
import type { Cast, Desk } from './desk.server.ts';
import type { Random } from './random.server.ts';

/** What every part of the office's year works with. */
export type OfficeDesk = {
  readonly desk: Desk;
  readonly cast: Cast;
  readonly random: Random;
  readonly booksFromOn: IsoDate;
  readonly year: number;
  readonly head: (tallyName: string) => string;
  readonly fund: (code: string) => string;
  readonly programme: (code: string) => string;
  /** Runs a command of the office as its accountant, or as another of the cast. */
  readonly run: <T = unknown>(verb: string, input: object, who?: string) => Promise<T>;
};
