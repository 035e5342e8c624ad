/**
 * Names as they are common around Lucknow, Barabanki and Hardoi, each written in three scripts. Women are composed of a first and a
 * second name at random: no person of the demo is, or is meant to be, anybody.
 */
import type { Random } from './random.server.ts';

/** Latin, Devanagari, Urdu. */
export type Word = readonly [latin: string, devanagari: string, urdu: string];
export type Community = 'muslim' | 'hindu';

const words = (text: string): readonly Word[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [latin, devanagari, urdu] = line.split('|').map((part) => part.trim());
      if (!latin || !devanagari || !urdu) throw new Error(`A name in fewer than three scripts: ${line}`);
      return [latin, devanagari, urdu];
    });

const FIRST: Readonly<Record<Community, readonly Word[]>> = {
  muslim: words(`
Shabnam|शबनम|شبنم
Rukhsana|रुख़साना|رخسانہ
Zohra|ज़ोहरा|زہرہ
Rehana|रेहाना|ریحانہ
Ayesha|आयशा|عائشہ
Naseem|नसीम|نسیم
Salma|सलमा|سلمیٰ
Razia|रज़िया|رضیہ
Nazneen|नाज़नीन|نازنین
Mumtaz|मुमताज़|ممتاز
Tabassum|तबस्सुम|تبسم
Yasmeen|यास्मीन|یاسمین
Farzana|फ़रज़ाना|فرزانہ
Nasreen|नसरीन|نسرین
Gulshan|गुलशन|گلشن
Anjum|अंजुम|انجم
Afroz|अफ़रोज़|افروز
Shakila|शकीला|شکیلہ
Jamila|जमीला|جمیلہ
Hasina|हसीना|حسینہ
Zarina|ज़रीना|زرینہ
Sabiha|सबीहा|صبیحہ
Kausar|कौसर|کوثر
Ishrat|इशरत|عشرت
Noorjahan|नूरजहाँ|نورجہاں
Mehrunnisa|मेहरुन्निसा|مہرالنساء
Kaneez|कनीज़|کنیز
Qamar|क़मर|قمر
Shahida|शाहिदा|شاہدہ
Tahira|ताहिरा|طاہرہ
Sajida|साजिदा|ساجدہ
Hamida|हमीदा|حمیدہ`),
  hindu: words(`
Sunita|सुनीता|سنیتا
Geeta|गीता|گیتا
Savita|सविता|سویتا
Kamla|कमला|کملا
Pushpa|पुष्पा|پشپا
Asha|आशा|آشا
Lakshmi|लक्ष्मी|لکشمی
Ramkali|रामकली|رام کلی
Phoolmati|फूलमती|پھول متی
Shanti|शांति|شانتی
Anita|अनीता|انیتا
Poonam|पूनम|پونم
Champa|चम्पा|چمپا
Gudiya|गुड़िया|گڑیا
Vidya|विद्या|ودیا
Meera|मीरा|میرا
Rajkumari|राजकुमारी|راجکماری
Urmila|उर्मिला|ارملا
Kiran|किरन|کرن
Rekha|रेखा|ریکھا
Manju|मंजू|منجو
Tara|तारा|تارا
Janki|जानकी|جانکی
Sarla|सरला|سرلا
Malti|मालती|مالتی
Bittan|बिट्टन|بٹن
Ram Dulari|राम दुलारी|رام دلاری
Suman|सुमन|سمن
Kalawati|कलावती|کلاوتی
Nirmala|निर्मला|نرملا
Usha|उषा|اوشا
Shakuntala|शकुन्तला|شکنتلا`),
};

const SECOND: Readonly<Record<Community, readonly Word[]>> = {
  muslim: words(`
Bano|बानो|بانو
Khatoon|ख़ातून|خاتون
Begum|बेगम|بیگم
Parveen|परवीन|پروین
Fatima|फ़ातिमा|فاطمہ
Jahan|जहाँ|جہاں
Nisha|निशा|نشا
Ansari|अंसारी|انصاری`),
  hindu: words(`
Devi|देवी|دیوی
Kumari|कुमारी|کماری
Verma|वर्मा|ورما
Yadav|यादव|یادو
Rawat|रावत|راوت
Maurya|मौर्य|موریہ
Pal|पाल|پال
Gautam|गौतम|گوتم`),
};

const MEN: Readonly<Record<Community, readonly Word[]>> = {
  muslim: words(`
Mohammad Aslam|मोहम्मद असलम|محمد اسلم
Iqbal Ahmad|इक़बाल अहमद|اقبال احمد
Abdul Rasheed|अब्दुल रशीद|عبدالرشید
Shamsuddin|शम्सुद्दीन|شمس الدین
Rafiq Ahmad|रफ़ीक़ अहमद|رفیق احمد
Jameel Khan|जमील ख़ान|جمیل خان
Nizamuddin|निज़ामुद्दीन|نظام الدین
Zaheer Hasan|ज़हीर हसन|ظہیر حسن
Mushtaq Ali|मुश्ताक़ अली|مشتاق علی
Qutbuddin|क़ुतबुद्दीन|قطب الدین
Wasim Akhtar|वसीम अख़्तर|وسیم اختر
Haneef|हनीफ़|حنیف
Tauqeer Husain|तौक़ीर हुसैन|توقیر حسین
Babu Miyan|बाबू मियाँ|بابو میاں
Liyaqat Ali|लियाक़त अली|لیاقت علی
Guddu|गुड्डू|گڈو`),
  hindu: words(`
Ram Prasad|राम प्रसाद|رام پرساد
Shiv Kumar|शिव कुमार|شیو کمار
Chhotelal|छोटेलाल|چھوٹے لال
Bhagwan Deen|भगवान दीन|بھگوان دین
Jagdish|जगदीश|جگدیش
Munna Lal|मुन्ना लाल|منا لال
Sukhdev|सुखदेव|سکھ دیو
Hari Shankar|हरि शंकर|ہری شنکر
Dinesh|दिनेश|دنیش
Ganga Charan|गंगा चरण|گنگا چرن
Raju|राजू|راجو
Mahesh|महेश|مہیش
Vishwanath|विश्वनाथ|وشوناتھ
Surendra|सुरेन्द्र|سریندر
Kallu|कल्लू|کلو
Brijesh|बृजेश|برجیش`),
};

/** Forty-eight groups and those above them. */
export const GROUP_NAMES: readonly Word[] = words(`
Roshni|रोशनी|روشنی
Ujala|उजाला|اجالا
Ekta|एकता|ایکتا
Chandni|चाँदनी|چاندنی
Umeed|उम्मीद|امید
Sahara|सहारा|سہارا
Gulistan|गुलिस्तान|گلستان
Muskan|मुस्कान|مسکان
Nai Subah|नई सुबह|نئی صبح
Himmat|हिम्मत|ہمت
Jyoti|ज्योति|جیوتی
Shama|शमा|شمع
Kiran|किरन|کرن
Parwaz|परवाज़|پرواز
Hunar|हुनर|ہنر
Mehnat|मेहनत|محنت
Milan|मिलन|ملن
Sangam|संगम|سنگم
Phulwari|फुलवारी|پھلواری
Gulmohar|गुलमोहर|گل مہر
Nargis|नरगिस|نرگس
Chameli|चमेली|چمیلی
Sitara|सितारा|ستارہ
Sawera|सवेरा|سویرا
Khushboo|ख़ुशबू|خوشبو
Taraqqi|तरक़्क़ी|ترقی
Barkat|बरकत|برکت
Khushhali|ख़ुशहाली|خوشحالی
Saheli|सहेली|سہیلی
Sakhi|सखी|سکھی
Dosti|दोस्ती|دوستی
Amanat|अमानत|امانت
Bachat|बचत|بچت
Pragati|प्रगति|پرگتی
Disha|दिशा|دشا
Asha|आशा|آشا
Vishwas|विश्वास|وشواس
Sankalp|संकल्प|سنکلپ
Shakti|शक्ति|شکتی
Deepak|दीपक|دیپک
Suraj|सूरज|سورج
Ganga|गंगा|گنگا
Gomti|गोमती|گومتی
Tulsi|तुलसी|تلسی
Kamal|कमल|کمل
Bela|बेला|بیلا
Koyal|कोयल|کوئل
Saras|सारस|سارس`);

export type WomanName = {
  readonly latin: string;
  readonly devanagari: string;
  readonly urdu: string;
  readonly relation: string;
};

/** `relation` is her husband's or father's name, in Devanagari or Latin letters as registers have it. */
export function composeWoman(random: Random, community: Community, registerScript: 'latin' | 'devanagari'): WomanName {
  const [first, second] = [random.pick(FIRST[community]), random.pick(SECOND[community])];
  const man = random.pick(MEN[community]);
  return {
    latin: `${first[0]} ${second[0]}`,
    devanagari: `${first[1]} ${second[1]}`,
    urdu: `${first[2]} ${second[2]}`,
    relation: registerScript === 'latin' ? man[0] : man[1],
  };
}
