/** What an import can fill, and under which headings people keep it, in three languages. The same table draws the screen. */
import { sameWord } from './cells.ts';
import { field, needed, type Field } from './field.ts';
import { CUT_OFF_FIELDS, OPENING_FIELDS, VOUCHER_FIELDS } from './fields-books.ts';

export type { Field } from './field.ts';
export const IMPORT_KINDS = ['places', 'groups', 'members', 'cutoffs', 'opening', 'vouchers'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const GROUP = ['Group', 'Group name', 'SHG', 'SHG name', 'Samuh', 'समूह', 'समूह का नाम', 'گروپ', 'گروپ کا نام', 'گروہ'];
const PLACE = [
  'Place',
  'Village',
  'Mohalla',
  'Ward',
  'Gram',
  'Address',
  'गाँव',
  'गांव',
  'मोहल्ला',
  'वार्ड',
  'پتہ',
  'گاؤں',
  'محلہ',
  'وارڈ',
];
const MEMBER = [
  'Name',
  'Member',
  'Member name',
  'Woman',
  'Name of member',
  'नाम',
  'सदस्य',
  'सदस्य का नाम',
  'نام',
  'رکن',
  'رکن کا نام',
  'ممبر',
];
const PHONE = ['Phone', 'Mobile', 'Mobile no', 'Phone number', 'Contact', 'मोबाइल', 'फ़ोन', 'موبائل', 'فون'];

export const FIELDS: Readonly<Record<ImportKind, readonly Field[]>> = {
  places: [
    needed('name', 'Name', 'Place', 'Village', 'Village name', 'Mohalla', 'नाम', 'गाँव', 'نام', 'گاؤں', 'محلہ'),
    field('nameHi', 'Name in Hindi', 'Hindi', 'हिन्दी नाम', 'हिंदी', 'ہندی نام'),
    field('nameUr', 'Name in Urdu', 'Urdu', 'उर्दू नाम', 'اردو نام'),
    field('kind', 'Kind', 'Type', 'प्रकार', 'قسم'),
    field(
      'parent',
      'Lies in',
      'Parent',
      'Block',
      'Ward',
      'Gram panchayat',
      'Panchayat',
      'ब्लॉक',
      'वार्ड',
      'ग्राम पंचायत',
      'بلاک',
      'وارڈ',
    ),
    field('lgdCode', 'LGD code', 'LGD', 'Code', 'एलजीडी कोड', 'کوڈ'),
  ],
  groups: [
    needed('name', ...GROUP, 'Name', 'नाम', 'نام'),
    field('nameHi', 'Name in Hindi', 'Hindi', 'हिन्दी नाम', 'ہندی نام'),
    field('nameUr', 'Name in Urdu', 'Urdu', 'उर्दू नाम', 'اردو نام'),
    field('kind', 'Kind', 'Type', 'प्रकार', 'قسم'),
    field('place', ...PLACE),
    field('parent', 'Federation', 'Village organisation', 'VO', 'CLF', 'Cluster', 'संगठन', 'संघ', 'تنظیم', 'فیڈریشن'),
    needed(
      'formedOn',
      'Formed on',
      'Date of formation',
      'Formation date',
      'Formed',
      'गठन तिथि',
      'गठन',
      'قیام',
      'قیام کی تاریخ',
    ),
    field('booksFromOn', 'Books from', 'Opening date', 'खाता शुरू', 'کھاتا شروع'),
    field('sizeException', 'Why small', 'Reason for size', 'छोटा क्यों', 'چھوٹا کیوں'),
  ],
  members: [
    field('code', 'Member no', 'Member number', 'Code', 'ID', 'सदस्य संख्या', 'क्रमांक', 'ممبر نمبر', 'رکن نمبر'),
    needed('name', ...MEMBER),
    field('nameOther', 'Name in Hindi', 'Name in Urdu', 'Hindi name', 'हिन्दी नाम', 'दूसरा नाम', 'اردو نام', 'دوسرا نام'),
    field(
      'relationName',
      'Husband',
      'Father',
      'Husband name',
      "Husband's name",
      'Husband / father',
      'W/o',
      'D/o',
      'पति',
      'पिता',
      'पति/पिता',
      'पति का नाम',
      'شوہر',
      'والد',
      'شوہر/والد',
    ),
    field('relationKind', 'Relation', 'रिश्ता', 'संबंध', 'رشتہ'),
    field('phone', ...PHONE),
    field(
      'birth',
      'Birth date',
      'Date of birth',
      'DOB',
      'Year of birth',
      'Birth year',
      'जन्म तिथि',
      'जन्म',
      'تاریخ پیدائش',
      'پیدائش',
    ),
    field('age', 'Age', 'उम्र', 'आयु', 'عمر'),
    field('place', ...PLACE),
    field('group', ...GROUP),
    field('joinedOn', 'Joined on', 'Joined', 'Date of joining', 'Joining date', 'जुड़ने की तिथि', 'شمولیت'),
    field('saving', 'Saving', 'Monthly saving', 'Usual saving', 'बचत', 'मासिक बचत', 'بچت', 'ماہانہ بچت'),
    field('category', 'Category', 'Social category', 'Caste', 'वर्ग', 'श्रेणी', 'زمرہ'),
    field('flags', 'Flags', 'Widow', 'Remarks on status', 'स्थिति', 'حالت'),
    field('crafts', 'Craft', 'Crafts', 'Skill', 'हुनर', 'शिल्प', 'ہنر', 'دستکاری'),
    field('bankNumber', 'Bank account', 'Account no', 'Account number', 'A/c no', 'खाता संख्या', 'کھاتا نمبر'),
    field('ifsc', 'IFSC', 'IFSC code', 'आईएफएससी'),
    field('operatedBy', 'Operated by', 'खाता कौन चलाता है', 'کھاتا کون چلاتا ہے'),
    field('eshram', 'e-Shram', 'eShram', 'UAN', 'ई-श्रम', 'ای شرم'),
    field('artisanCard', 'Artisan card', 'Pehchan', 'कारीगर कार्ड', 'کاریگر کارڈ'),
    field('voterCard', 'Voter card', 'EPIC', 'मतदाता पहचान पत्र', 'ووٹر کارڈ'),
  ],
  cutoffs: CUT_OFF_FIELDS,
  opening: OPENING_FIELDS,
  vouchers: VOUCHER_FIELDS,
};

/** Which column each field is read from; a field without one is not filled. */
export type Mapping = Readonly<Record<string, number>>;

/** Headings recognised without case, spaces and points; the first column that fits wins, and no column serves twice. */
export function guessMapping(kind: ImportKind, headings: readonly string[]): Mapping {
  const words = headings.map(sameWord);
  const taken = new Set<number>();
  const mapping: Record<string, number> = {};
  for (const one of FIELDS[kind])
    for (const heading of [one.key, ...one.headings]) {
      const at = words.findIndex((word, column) => word === sameWord(heading) && !taken.has(column));
      if (at < 0) continue;
      mapping[one.key] = at;
      taken.add(at);
      break;
    }
  return mapping;
}

/** The row that names the columns: the first in which at least two cells are known headings, else the first with any text. */
export function headingRow(kind: ImportKind, rows: readonly (readonly string[])[]): number {
  const best = rows.slice(0, 20).findIndex((row) => Object.keys(guessMapping(kind, row)).length >= 2);
  return best >= 0
    ? best
    : Math.max(
        0,
        rows.findIndex((row) => row.some(Boolean)),
      );
}

/** Fields that must be filled and have no column yet. */
export const missingFields = (kind: ImportKind, mapping: Mapping): string[] =>
  FIELDS[kind].filter((one) => one.required && mapping[one.key] === undefined).map((one) => one.key);

/** Fields whose twelve digits may be another number than Aadhaar. */
export const TYPED_FIELDS: readonly string[] = ['bankNumber', 'eshram', 'reference'];
