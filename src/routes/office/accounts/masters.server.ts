/** Heads, funds and programmes of a book, as names by id and as what may be chosen. */
import type { MasterLists } from '#domain/accounts/index.server.ts';
import type { Language } from '#ui/languages.ts';
import { nameIn, ofLine, type Named } from '#ui/office/names.ts';
import type { Here } from '../ask.ts';
import { placeTree } from '../places.ts';
import { askBook, type OfficeHere } from './office.server.ts';

export type Option = { readonly value: string; readonly label: string };
export type Names = Readonly<Record<string, Named>>;

export const mastersOf = (here: Here, office: OfficeHere): Promise<MasterLists> =>
  askBook<MasterLists>(here, office, ['masters']);

/** Every head, fund and programme by its id. */
export const namesOf = ({ heads, funds, programmes, groups }: MasterLists): Names =>
  Object.fromEntries([
    ...heads.map((one) => [one.headId, ofLine(one)] as const),
    ...funds.map((one) => [one.fundId, ofLine(one)] as const),
    ...programmes.map((one) => [one.programmeId, ofLine(one)] as const),
    ...groups.map((one) => [one.groupId, ofLine(one)] as const),
  ]);

type Line = Parameters<typeof ofLine>[0];
const optionsBy =
  <Row extends Line>(id: (row: Row) => string) =>
  (rows: readonly Row[], language: Language): Option[] =>
    rows.map((row) => ({ value: id(row), label: nameIn(language, ofLine(row)).text }));

export const headOptions = optionsBy((row: MasterLists['heads'][number]) => row.headId);
export const fundOptions = optionsBy((row: MasterLists['funds'][number]) => row.fundId);
export const programmeOptions = optionsBy((row: MasterLists['programmes'][number]) => row.programmeId);

/** Districts the organisation works in; none for whoever may not see places. */
export async function districtsOf(here: Here): Promise<(Option & { readonly name: Named })[]> {
  const districts = (await placeTree(here)).filter((place) => place.kind === 'district');
  const language = (here.locals as { language: Language }).language;
  return districts.map((place) => ({
    value: place.placeId,
    label: nameIn(language, ofLine(place)).text,
    name: ofLine(place),
  }));
}

/** Groups of one kind of account, each with the one above it. */
export function groupOptionsOf(
  { groups }: MasterLists,
  { kind, language }: { kind?: string; language: Language },
): Option[] {
  const nameOf = (id: string | null): string => {
    const group = groups.find((one) => one.groupId === id);
    return group ? nameIn(language, ofLine(group)).text : '';
  };
  return groups
    .filter((group) => kind === undefined || group.kind === kind)
    .map((group) => {
      const above = nameOf(group.parentGroupId);
      return { value: group.groupId, label: above ? `${above}: ${nameOf(group.groupId)}` : nameOf(group.groupId) };
    });
}
