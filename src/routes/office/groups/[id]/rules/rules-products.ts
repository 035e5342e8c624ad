/** What the loans of a group's meetings may stand under. */
import type { Products } from '#domain/loans/index.server.ts';
import type { GroupRules } from '#domain/meetings/index.ts';
import { nameIn } from '#ui/office/names.ts';
import { askIfAllowed, type Here } from '../../../ask.ts';

/** Products of loans to a woman that are lent under today; the one in force stays, as it was copied. */
type Offered = { value: string; label: string; grace: GroupRules['loan']['grace'] };
export async function groupProducts(event: Here, before: GroupRules | null): Promise<Offered[]> {
  const all = (await askIfAllowed<Products>(event, 'loans.products', {}))?.rows ?? [];
  const offered = all.flatMap(({ productId, closedOn, versions: [newest] }) =>
    newest && closedOn === null && newest.rules.borrowers.includes('person') ? [{ productId, ...newest }] : [],
  );
  const held = before?.product;
  const known = held && offered.some((one) => one.productId === held.productId && one.version === held.version);
  const label = (names: { en: string; hi: string | null; ur: string | null }) =>
    nameIn(event.locals.language, names).text;
  return [
    ...(held && !known
      ? [{ value: `${held.productId} ${held.version}`, label: label(held.names), grace: before.loan.grace }]
      : []),
    ...offered.map(({ productId, version, nameEn, nameHi, nameUr, rules: { grace } }) => ({
      grace,
      value: `${productId} ${version}`,
      label: label({ en: nameEn, hi: nameHi, ur: nameUr }),
    })),
  ];
}
