/** Lines that found places and groups. */
import type { OWN_PLACE_KINDS } from '#domain/places/index.ts';
import { dayOf, oneOf, sameWord } from './cells.ts';
import type { Line, PlannedLine, World } from './plan.ts';

const PLACE_WORDS: Readonly<Record<(typeof OWN_PLACE_KINDS)[number], readonly string[]>> = {
  gram_panchayat: ['gp', 'panchayat', 'ग्राम पंचायत', 'پنچایت'],
  village: ['gram', 'गाँव', 'गांव', 'گاؤں'],
  hamlet: ['tola', 'majra', 'purwa', 'टोला', 'मजरा', 'ٹولہ'],
  mohalla: ['मोहल्ला', 'محلہ'],
  cluster_area: ['cluster', 'क्लस्टर', 'کلسٹر'],
};
const GROUP_WORDS = {
  self_help_group: ['shg', 'group', 'स्वयं सहायता समूह', 'समूह', 'گروپ'],
  village_organisation: ['vo', 'village organization', 'ग्राम संगठन', 'تنظیم'],
  cluster_federation: ['clf', 'federation', 'संकुल संघ', 'संघ', 'فیڈریشن'],
  craft_cluster: ['cluster', 'शिल्प क्लस्टर', 'کلسٹر'],
} as const;

const taken = (of: Omit<Extract<PlannedLine, { kind: 'taken' }>, 'kind'>): PlannedLine => ({ kind: 'taken', ...of });
const faulty = (line: Line): PlannedLine => ({ kind: 'faulty', faults: line.faults });

/** A village, mohalla or hamlet below a place the organisation has (or that stands above it in the table). */
export function planPlace(line: Line, world: World): PlannedLine {
  const name = line.must('name');
  const parentId = line.named('parent', world.placeIds);
  const kind = line.has('kind')
    ? line.read('kind', (cell) => oneOf(PLACE_WORDS, cell), 'imports.choice_unknown')
    : 'village';
  const key = [name, line.text('parent'), line.text('lgdCode')].map((part) => sameWord(part ?? '')).join('|');
  if (line.faults.length > 0 || !name) return faulty(line);
  const placeId = world.idOf('place', key);
  const payload = {
    placeId,
    parentId,
    kind,
    lgdCode: line.text('lgdCode'),
    nameEn: name,
    nameHi: line.text('nameHi'),
    nameUr: line.text('nameUr'),
  };
  return taken({
    key,
    subject: { kind: 'place', id: placeId },
    commands: [{ step: 'save', name: 'places.save', payload }],
    warnings: line.warnings,
  });
}

/** A group and with it its book. Rules (usual saving, rate, day) are the group's own and are set on its page. */
export function planGroup(line: Line, world: World): PlannedLine {
  const name = line.must('name');
  const thisYear = Number(world.today.slice(0, 4));
  const day = (field: string) => line.read(field, (cell) => dayOf(cell, thisYear), 'imports.day_unreadable');
  const formedOn = line.has('formedOn') ? day('formedOn') : line.wrong('formedOn', 'imports.cell_missing');
  const booksFromOn = day('booksFromOn') ?? formedOn;
  for (const [field, on] of [
    ['formedOn', formedOn],
    ['booksFromOn', booksFromOn],
  ] as const)
    if (on && on > world.today) line.wrong(field, 'imports.in_the_future');
  if (formedOn && booksFromOn && booksFromOn < formedOn)
    line.wrong('booksFromOn', 'groups.books_before_formed', { formedOn });
  const kind = line.has('kind')
    ? line.read('kind', (cell) => oneOf(GROUP_WORDS, cell), 'imports.choice_unknown')
    : 'self_help_group';
  const placeId = line.named('place', world.placeIds);
  const parentGroupId = line.named('parent', world.groupIds);
  const key = [name, line.text('place'), formedOn].map((part) => sameWord(part ?? '')).join('|');
  if (line.faults.length > 0 || !name) return faulty(line);
  const groupId = world.idOf('group', key);
  const payload = {
    groupId,
    kind,
    name,
    nameHi: line.text('nameHi'),
    nameUr: line.text('nameUr'),
    placeId,
    parentGroupId,
    formedOn,
    booksFromOn,
    practice: false,
    sizeException: line.text('sizeException'),
  };
  return taken({
    key,
    subject: { kind: 'group', id: groupId },
    commands: [{ step: 'open', name: 'groups.open', payload }],
    warnings: line.warnings,
  });
}
