/** The register and its rates as several pages need them. */
import type { AssetRow } from '#domain/accounts/index.server.ts';
import type { Here } from '../../ask.ts';
import { askBook, type OfficeHere } from '../office.server.ts';

export type Rate = {
  readonly headId: string;
  readonly fromOn: string;
  readonly method: 'straight_line' | 'written_down';
  readonly rateBps: number;
  readonly halfUnderDays: number;
  readonly source: string;
};
export type Register = { readonly rows: readonly AssetRow[]; readonly rates: readonly Rate[] };

export const registerOf = (here: Here, office: OfficeHere): Promise<Register> =>
  askBook<Register>(here, office, ['assets']);
