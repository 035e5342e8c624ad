import { readBankAccount, readIdentity, readIfsc, readPhone } from '#domain/people/index.ts';
import type { IdentityKind, FLAGS, OPERATED_BY, SOCIAL_CATEGORIES } from '#domain/people/index.ts';
import { isIsoDate } from '#platform/dates.ts';
import { amountOf, dayOf, oneOf, sameWord, textOf, wholeOf } from './cells.ts';
import type { Line, PlannedCommand, PlannedLine, World } from './plan.ts';

const RELATIONS = {
  husband: ['w/o', 'wife of', 'पति', 'شوہر'],
  father: ['d/o', 'daughter of', 'पिता', 'والد'],
  mother: ['माता', 'माँ', 'والدہ', 'ماں'],
  guardian: ['अभिभावक', 'سرپرست'],
} as const;
const CATEGORIES: Readonly<Record<(typeof SOCIAL_CATEGORIES)[number], readonly string[]>> = {
  general: ['gen', 'ur', 'सामान्य', 'جنرل', 'عام'],
  obc: ['पिछड़ा वर्ग', 'ओबीसी', 'او بی سی'],
  sc: ['अनुसूचित जाति', 'एससी', 'ایس سی'],
  st: ['अनुसूचित जनजाति', 'एसटी', 'ایس ٹی'],
  not_said: ['-', 'नहीं बताया', 'نہیں بتایا'],
};
const FLAG_WORDS: Readonly<Record<(typeof FLAGS)[number], readonly string[]>> = {
  single: ['एकल', 'अकेली', 'اکیلی'],
  widow: ['विधवा', 'بیوہ'],
  disability: ['disabled', 'pwd', 'दिव्यांग', 'विकलांग', 'معذور'],
  minority: ['अल्पसंख्यक', 'اقلیت'],
  landless: ['भूमिहीन', 'بے زمین'],
};
const OPERATORS: Readonly<Record<(typeof OPERATED_BY)[number], readonly string[]>> = {
  self: ['she', 'herself', 'own', 'स्वयं', 'खुद', 'خود'],
  husband: ['पति', 'شوہر'],
  son: ['बेटा', 'पुत्र', 'بیٹا'],
  other_family: ['family', 'परिवार', 'خاندان'],
  agent: ['bc', 'एजेंट', 'ایجنٹ'],
  other: ['अन्य', 'دوسرا'],
};
const CARDS: Readonly<Record<string, IdentityKind>> = {
  eshram: 'eshram',
  artisanCard: 'artisan_card',
  voterCard: 'voter_card',
};

const scriptField = (name: string): 'nameDevanagari' | 'nameUrdu' | 'nameLatin' =>
  /\p{Script=Devanagari}/u.test(name) ? 'nameDevanagari' : /\p{Script=Arabic}/u.test(name) ? 'nameUrdu' : 'nameLatin';

const list = (text: string | null): string[] =>
  (text ?? '')
    .split(/[,;،/|]/u)
    .map((one) => one.trim())
    .filter(Boolean);

/** A woman: her person, her place in a group, her account and cards. */
export function planMember(line: Line, world: World): PlannedLine {
  const name = line.must('name');
  if (name && name.length > 120) line.wrong('name', 'imports.too_long', { most: 120 });
  const other = line.text('nameOther');
  const groupId = line.named('group', world.groupIds);
  const placeId = line.named('place', world.placeIds);
  const phone = readAs(line, 'phone', readPhone);
  const born = birth(line, world);
  const person = {
    ...(name && { [scriptField(name)]: name }),
    ...(other && { [scriptField(other)]: other }),
    ...relation(line),
    ...(placeId && { placeId }),
    ...(phone && { phone }),
    ...born,
    ...category(line),
    ...flags(line),
    ...crafts(line),
  };
  // a number alone tells nobody apart: lists begin again at 1
  const key = [
    ...[line.text('code'), name, other, line.text('relationName'), phone],
    ...[JSON.stringify(born), line.text('place'), line.text('group')],
  ]
    .map((part) => sameWord(part ?? ''))
    .join('|');
  const personId = world.idOf('person', key);
  const more = [
    ...membership(line, world, { personId, groupId }),
    ...account(line, { personId, world, key }),
    ...cards(line, { personId, world, key }),
  ];
  if (line.faults.length > 0) return { kind: 'faulty', faults: line.faults };
  const register = { step: 'register', name: 'people.register', payload: { personId, person } };
  return {
    kind: 'taken',
    key,
    subject: { kind: 'person', id: personId },
    commands: [register, ...more],
    warnings: line.warnings,
  };
}

type Read = (typed: string) => { ok: true; value: string } | { ok: false; code: string };
function readAs(line: Line, field: string, read: Read): string | null {
  const text = line.text(field);
  if (text === null) return null;
  const ruling = read(text);
  return ruling.ok ? ruling.value : line.wrong(field, ruling.code);
}

function relation(line: Line) {
  const name = line.text('relationName')?.replace(/^(w\/o|d\/o|s\/o|c\/o)\.?\s*/iu, '');
  if (!name) return {};
  const kind = line.has('relationKind')
    ? line.read('relationKind', (cell) => oneOf(RELATIONS, cell), 'imports.choice_unknown')
    : 'husband';
  const told = /^d\/o/iu.test(line.text('relationName') ?? '') ? 'father' : kind;
  return told ? { relation: { kind: told, name } } : {};
}

/** A day, a year, or an age turned into the year it means. */
function birth(line: Line, { today }: World): { birthDate?: string; birthYear?: number } {
  const thisYear = Number(today.slice(0, 4));
  if (line.has('birth')) {
    const year = wholeOf(line.cell('birth'));
    if (year !== null && year >= 1900 && year <= thisYear) return { birthYear: year };
    const day = dayOf(line.cell('birth'), thisYear);
    if (day === null || !isIsoDate(day) || day > today || day < '1900-01-01')
      line.wrong('birth', 'imports.day_unreadable');
    else return { birthDate: day };
    return {};
  }
  const age = line.read('age', wholeOf, 'imports.number_unreadable');
  if (age === null) return {};
  if (age < 10 || age > 110) line.wrong('age', 'imports.age_unlikely');
  return { birthYear: thisYear - age };
}

const category = (line: Line) => {
  const found = line.read('category', (cell) => oneOf(CATEGORIES, cell), 'imports.choice_unknown');
  return found ? { socialCategory: found } : {};
};

function flags(line: Line) {
  const found = list(line.text('flags')).map(
    (word) => oneOf(FLAG_WORDS, word) ?? line.wrong('flags', 'imports.choice_unknown'),
  );
  const kept = [...new Set(found.filter((one) => one !== null))];
  return kept.length > 0 ? { flags: kept } : {};
}

/** Crafts are kept under plain keys; a word in another script is refused rather than guessed. */
function crafts(line: Line) {
  const found = list(line.text('crafts')).map((word) => {
    const craft = word.toLowerCase().replace(/[\s-]+/g, '_');
    return /^[a-z][a-z0-9_]{1,39}$/.test(craft)
      ? { craft, sinceYear: null }
      : line.wrong('crafts', 'imports.choice_unknown');
  });
  const kept = found.filter((one) => one !== null);
  return kept.length > 0 ? { crafts: kept } : {};
}

function membership(
  line: Line,
  world: World,
  { personId, groupId }: { personId: string; groupId: string | null },
): PlannedCommand[] {
  const thisYear = Number(world.today.slice(0, 4));
  const joinedOn = line.read('joinedOn', (cell) => dayOf(cell, thisYear), 'imports.day_unreadable');
  const saving = line.read('saving', amountOf, 'imports.amount_unreadable');
  if (saving !== null && saving < 0) line.wrong('saving', 'imports.amount_negative');
  if (groupId === null) return [];
  const payload = {
    groupId,
    personId,
    joinedOn: joinedOn ?? world.groupFormedOn(groupId) ?? world.today,
    usualCompulsoryPaise: saving,
    usualVoluntaryPaise: null,
  };
  return [{ step: 'join', name: 'groups.addMember', payload }];
}

type Of = { readonly personId: string; readonly world: World; readonly key: string };
function account(line: Line, { personId, world, key }: Of): PlannedCommand[] {
  const number = readAs(line, 'bankNumber', readBankAccount);
  const ifsc = readAs(line, 'ifsc', readIfsc);
  if (number === null) return [];
  if (ifsc === null) {
    if (!line.has('ifsc')) line.wrong('ifsc', 'imports.cell_missing');
    return [];
  }
  const operatedBy = line.has('operatedBy')
    ? line.read('operatedBy', (cell) => oneOf(OPERATORS, cell), 'imports.choice_unknown')
    : 'self';
  const payload = { personId, bankAccountId: world.idOf('bank', key), number, ifsc, bankName: null, operatedBy };
  return [{ step: 'bank', name: 'people.addBankAccount', payload }];
}

function cards(line: Line, { personId, world, key }: Of): PlannedCommand[] {
  return Object.entries(CARDS).flatMap(([field, kind]) => {
    const typed = textOf(line.cell(field));
    if (typed === null) return [];
    const read = readIdentity(kind, typed);
    if (!read.ok) {
      line.wrong(field, read.code);
      return [];
    }
    const payload = { personId, identityId: world.idOf(kind, key), kind, number: read.value };
    return [{ step: kind, name: 'people.addIdentity', payload }];
  });
}
