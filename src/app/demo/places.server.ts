/** Where the demo's women live: real districts, blocks and wards; the mohallas and villages below them are made up (their code says so). */
import { refPlaceId } from '#domain/places/index.server.ts';
import type { NewPlace } from '#domain/places/index.ts';
import type { Random } from './random.server.ts';
import type { Word } from './names.ts';
import type { Area, DemoPlace } from './plan.model.ts';

/** Mark of a place that exists in the demo only. */
export const MADE_UP = 'demo';

const WARDS: readonly (readonly [wardNumber: number, name: Word])[] = [
  [106, ['Gali Zardozan', 'गली ज़रदोज़ान', 'گلی زردوزاں']],
  [93, ['Hata Mirza', 'हाता मिर्ज़ा', 'احاطہ مرزا']],
  [105, ['Imli Wala Hata', 'इमली वाला हाता', 'املی والا احاطہ']],
  [94, ['Bagh Naseem', 'बाग़ नसीम', 'باغ نسیم']],
  [24, ['Katra Noor', 'कटरा नूर', 'کٹرہ نور']],
  [95, ['Kuan Wali Gali', 'कुआँ वाली गली', 'کنواں والی گلی']],
  [97, ['Takiya Peer Ali', 'तकिया पीर अली', 'تکیہ پیر علی']],
  [101, ['Purana Ahata', 'पुराना अहाता', 'پرانا احاطہ']],
  [85, ['Nai Basti', 'नई बस्ती', 'نئی بستی']],
];
/** Villages of very common names, below the one cluster of Barabanki and the two blocks of Hardoi. */
const VILLAGES: Readonly<Record<Exclude<Area, 'lucknow'>, readonly Word[]>> = {
  barabanki: [
    ['Rampur', 'रामपुर', 'رام پور'],
    ['Nasirpur', 'नसीरपुर', 'نصیر پور'],
    ['Mahmoodpur', 'महमूदपुर', 'محمود پور'],
  ],
  sursa: [
    ['Kamalpur', 'कमालपुर', 'کمال پور'],
    ['Shivpuri', 'शिवपुरी', 'شیو پوری'],
    ['Bhagwantpur', 'भगवंतपुर', 'بھگونت پور'],
  ],
  ahirori: [
    ['Gopalpur', 'गोपालपुर', 'گوپال پور'],
    ['Behta', 'बेहटा', 'بہٹا'],
    ['Raipur', 'रायपुर', 'رائے پور'],
  ],
};
const BLOCK_LGD = { barabanki: 949, sursa: 1211, ahirori: 1195 } as const;

const wardId = (number: number) => refPlaceId(`ward/249234/2022/${number}`);
export const blockId = (area: keyof typeof BLOCK_LGD) => refPlaceId(`block/${BLOCK_LGD[area]}`);
/** The reference places the trust takes over; all above them come along. */
export const adoptedPlaceIds = (): string[] => [
  ...WARDS.map(([number]) => wardId(number)),
  ...(['barabanki', 'sursa', 'ahirori'] as const).map(blockId),
];

/** Parents before children. */
export function madeUpPlaces(
  random: Random,
  on: string,
): { readonly cluster: DemoPlace; readonly homes: readonly DemoPlace[] } {
  const place = (area: Area, kind: NewPlace['kind'], of: { name: Word; parentId: string }): DemoPlace => {
    const [nameEn, nameHi, nameUr] = of.name;
    return { area, kind, placeId: random.id(on), parentId: of.parentId, code: MADE_UP, nameEn, nameHi, nameUr };
  };
  const cluster = place('barabanki', 'cluster_area', {
    name: ['Masauli Chikan Cluster', 'मसौली चिकन क्लस्टर', 'مسولی چکن کلسٹر'],
    parentId: blockId('barabanki'),
  });
  const villages = (['barabanki', 'sursa', 'ahirori'] as const).flatMap((area) =>
    VILLAGES[area].map((name) =>
      place(area, 'village', { name, parentId: area === 'barabanki' ? cluster.placeId : blockId(area) }),
    ),
  );
  const mohallas = WARDS.map(([number, name]) => place('lucknow', 'mohalla', { name, parentId: wardId(number) }));
  return { cluster, homes: [...mohallas, ...villages] };
}
