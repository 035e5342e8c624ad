/** Places: a tree with validity dates. Reference places are shared by all; an organisation adopts them and adds its own below. */
import * as z from 'zod/mini';
import { isIsoDate } from '#platform/dates.ts';

/** Kinds of the shared reference tree. `old_ward` is a ward of a numbering no longer in force: never joined to `ward` by number. */
export const REF_PLACE_KINDS = [
  'country',
  'state',
  'district',
  'block',
  'municipal_corporation',
  'zone',
  'ward',
  'old_ward',
] as const;
/** What an organisation may add below a reference place. */
export const OWN_PLACE_KINDS = ['gram_panchayat', 'village', 'hamlet', 'mohalla', 'cluster_area'] as const;
export const PLACE_KINDS = [...REF_PLACE_KINDS, ...OWN_PLACE_KINDS] as const;

export type RefPlaceKind = (typeof REF_PLACE_KINDS)[number];
export type PlaceKind = (typeof PLACE_KINDS)[number];

const Id = z.uuid();
const Day = z.string().check(z.refine((text) => isIsoDate(text)));
const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));

/** A place as an organisation writes it; `parentId` is one of its own places. */
export const NewPlace = z.strictObject({
  placeId: Id,
  parentId: z.nullable(Id),
  kind: z.enum(PLACE_KINDS),
  code: z.optional(z.nullable(z.string().check(z.maxLength(40)))),
  lgdCode: z.optional(z.nullable(z.string().check(z.maxLength(20)))),
  nameEn: Name,
  nameHi: z.optional(z.nullable(Name)),
  nameUr: z.optional(z.nullable(Name)),
  validFrom: z.optional(z.nullable(Day)),
  validTo: z.optional(z.nullable(Day)),
});
export type NewPlace = z.infer<typeof NewPlace>;

export type PlaceNames = { readonly nameEn: string; readonly nameHi: string | null; readonly nameUr: string | null };
export type PlaceNode = PlaceNames & {
  readonly placeId: string;
  readonly parentId: string | null;
  readonly kind: PlaceKind;
  readonly validFrom: string | null;
  readonly validTo: string | null;
};
