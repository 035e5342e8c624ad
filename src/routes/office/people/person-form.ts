/** A person's fields as a form, and back. Fields are named as in the payload. */
import type { Profile } from '#domain/people/index.server.ts';
import type { SentForm, Typed } from '../form.server.ts';

const CRAFT_ROWS = [0, 1, 2] as const;

/** What the form shows at first. */
export const typedOf = (one: Profile): Typed => ({
  nameLatin: one.nameLatin ?? '',
  nameDevanagari: one.nameDevanagari ?? '',
  nameUrdu: one.nameUrdu ?? '',
  relationKind: one.relationKind ?? 'husband',
  relationName: one.relationName ?? '',
  placeId: one.placeId ?? '',
  birthYear: one.birthYear ? String(one.birthYear) : '',
  birthDate: one.birthDate ?? '',
  phone: one.phone ?? '',
  pictureSign: one.pictureSign ?? '',
  socialCategory: one.socialCategory ?? '',
  flags: one.flags.join(','),
  note: one.note ?? '',
  ...Object.fromEntries(
    CRAFT_ROWS.flatMap((row) => [
      [`craft${row}`, one.crafts[row]?.craft ?? ''],
      [`since${row}`, one.crafts[row]?.sinceYear ? String(one.crafts[row].sinceYear) : ''],
    ]),
  ),
});

/** Everything the form can say; a field left empty is cleared. */
export function fieldsFrom(sent: SentForm, crafts: Profile['crafts'] = []) {
  const relationName = sent.orNull('relationName');
  return {
    nameLatin: sent.orNull('nameLatin'),
    nameDevanagari: sent.orNull('nameDevanagari'),
    nameUrdu: sent.orNull('nameUrdu'),
    relation: relationName ? { kind: sent.text('relationKind') || 'husband', name: relationName } : null,
    placeId: sent.orNull('placeId'),
    birthYear: sent.wholeOrNull('birthYear'),
    birthDate: sent.orNull('birthDate'),
    phone: sent.orNull('phone'),
    pictureSign: sent.orNull('pictureSign'),
    socialCategory: sent.orNull('socialCategory'),
    flags: sent.all('flags'),
    crafts: [
      ...CRAFT_ROWS.flatMap((row) => {
        const craft = sent.text(`craft${row}`);
        return craft ? [{ craft, sinceYear: sent.wholeOrNull(`since${row}`) }] : [];
      }),
      // what the form has no row for stays
      ...crafts.slice(CRAFT_ROWS.length),
    ],
    note: sent.orNull('note'),
  };
}
