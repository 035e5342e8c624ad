/**
 * Number words. Hindi and Urdu have a word of their own for each number below a hundred (no rule makes them), so both
 * tables are written out; English ones are composed. Hindi follows the Central Hindi Directorate's spelling.
 */
const split = (text: string): readonly string[] => text.trim().split(/\s+/);

export const HINDI_BELOW_HUNDRED = split(`
  शून्य एक दो तीन चार पाँच छह सात आठ नौ
  दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
  बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस
  तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
  चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास
  पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
  साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर
  सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी
  अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी
  नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे`);

export const URDU_BELOW_HUNDRED = split(`
  صفر ایک دو تین چار پانچ چھ سات آٹھ نو
  دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ انیس
  بیس اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس
  تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس سینتیس اڑتیس انتالیس
  چالیس اکتالیس بیالیس تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس
  پچاس اکاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ
  ساٹھ اکسٹھ باسٹھ ترسٹھ چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ اڑسٹھ انہتر
  ستر اکہتر بہتر تہتر چوہتر پچہتر چھہتر ستتر اٹھہتر اناسی
  اسی اکیاسی بیاسی تراسی چوراسی پچاسی چھیاسی ستاسی اٹھاسی نواسی
  نوے اکانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے`);

const ENGLISH_SMALL = split(`
  zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen`);
const ENGLISH_TENS = split('- - twenty thirty forty fifty sixty seventy eighty ninety');

function englishBelowHundred(value: number): string {
  const small = ENGLISH_SMALL[value];
  if (small !== undefined) return small;
  const tens = ENGLISH_TENS[Math.trunc(value / 10)]!;
  return value % 10 === 0 ? tens : `${tens}-${ENGLISH_SMALL[value % 10]}`;
}

export const ENGLISH_BELOW_HUNDRED: readonly string[] = Array.from({ length: 100 }, (_, value) =>
  englishBelowHundred(value),
);
