/** Names for the comparison tests: one name in three scripts per line, and pairs that are two different names. No real person. */
export const SAME_NAME: readonly (readonly [string, string, string])[] = `
Shabnam|शबनम|شبنم
Rukhsana|रुख़साना|رخسانہ
Zohra|ज़ोहरा|زہرہ
Sunita|सुनीता|سنیتا
Mohammed Arif|मोहम्मद आरिफ़|محمد عارف
Rehana Begum|रेहाना बेगम|ریحانہ بیگم
Ayesha|आयशा|عائشہ
Fatima|फ़ातिमा|فاطمہ
Kaneez Fatima|कनीज़ फातिमा|کنیز فاطمہ
Naseem Bano|नसीम बानो|نسیم بانو
Noor Jahan|नूरजहाँ|نور جہاں
Salma Khatoon|सलमा खातून|سلمیٰ خاتون
Razia Sultana|रज़िया सुल्ताना|رضیہ سلطانہ
Parveen|परवीन|پروین
Nazneen|नाज़नीन|نازنین
Mumtaz|मुमताज़|ممتاز
Tabassum|तबस्सुम|تبسم
Yasmeen|यास्मीन|یاسمین
Farzana|फ़रज़ाना|فرزانہ
Shaheen|शाहीन|شاہین
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
Kulsum|कुलसुम|کلثوم
Ishrat|इशरत|عشرت
Iqbal Ahmad|इक़बाल अहमद|اقبال احمد
Abdul Rahman|अब्दुल रहमान|عبدالرحمن
Ghulam Rasool|ग़ुलाम रसूल|غلام رسول
Khurshid|ख़ुर्शीद|خورشید
Wasim|वसीम|وسیم
Anwar|अनवर|انور
Yusuf|यूसुफ़|یوسف
Ibrahim|इब्राहीम|ابراہیم
Geeta|गीता|گیتا
Savita|सविता|سویتا
Kamla|कमला|کملا
Pushpa|पुष्पा|پشپا
Asha|आशा|آشا
Usha|ऊषा|اوشا
Lakshmi|लक्ष्मी|لکشمی
Saraswati|सरस्वती|سرسوتی
Ram Kali|रामकली|رام کلی
Phoolmati|फूलमती|پھول متی
Shanti Devi|शांति देवी|شانتی دیوی
Anita Verma|अनीता वर्मा|انیتا ورما
Poonam|पूनम|پونم
Champa|चंपा|چمپا
Gudiya|गुड़िया|گڑیا
Vidya|विद्या|ودیا
Meera|मीरा|میرا
Rajkumari|राजकुमारी|راج کماری
Urmila|उर्मिला|ارملا
Kiran|किरण|کرن
Rekha|रेखा|ریکھا
Manju|मंजू|منجو
Indrawati|इंद्रावती|اندراوتی
Chandrawati|चंद्रावती|چندراوتی
Tara|तारा|تارا
Janki|जानकी|جانکی
`
  .trim()
  .split('\n')
  .map((line) => line.split('|') as unknown as readonly [string, string, string]);

const pairs = (text: string): (readonly [string, string])[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split('|') as unknown as readonly [string, string]);

/** One name as two writers spell it in one script, or with and without an honorific. */
export const SAME_SPELLED_OTHERWISE = pairs(`
Mohd Arif|Mohammad Aarif
Md. Iqbal|Mohammed Iqbaal
Rukhsana|Ruksana
Rukhsana Begum|Rukhsana
Ayesha|Aisha
Yasmeen|Yasmin
Parveen|Parvin
Geeta|Gita
Poonam|Punam
Shabnam|Sabnam
Razia|Rajiya
Mehnaz|Mahnaz
Shehnaz|Shahnaz
Ahmed|Ahmad
Noor Jahan|Nurjahan
Fatima|Fatimah
Khatoon Bi|Khatun
Laxmi|Lakshmi
Saroj Devi|Saroj
Vimla|Vimala
Kamala|Kamla
Gudiya|Guriya
Smt. Sunita Devi|Sunita
ज़ोहरा|जोहरा
ख़ुशबू|खुशबू
चंपा|चम्पा
फ़ातिमा|फातमा
सविता|सबिता
زہرا|زہرہ
کنیز فاطمہ|كنيز فاطمه
`);

export const DIFFERENT_NAMES = pairs(`
Sunita|Sangeeta
Sunita|Sunaina
Sunita|Anita
सुनीता|Sangita
Sunita|سنگیتا
Shabnam|Shabana
Shabnam|Shabina
शबनम|شبانہ
Rukhsana|Rukhsar
Rukhsana|Rehana
रुख़साना|ریحانہ
Rehana|Rihanna Parveen Sultana
Razia|Raisa
Razia|Rubina
Salma|Salima
Salma|Shama
सलमा|Salima
Naseem|Nasreen
Nasreen|Nazneen
Nazneen|Naznin Fatima Sultana Khan
Parveen|Praveena Shukla
Hasina|Hamida
Jamila|Jameel Ahmad
Shakila|Sharifa
Zarina|Zohra
Zarina|Sabrina
Farzana|Farhana
फ़रज़ाना|فرحانہ
Afroz|Firoz
Anjum|Anjali
Anjum|Najma
Tabassum|Tahira
Kulsum|Kausar
Ishrat|Nusrat
Wasim|Nasim
Wasim|Qasim
Arif|Asif
Arif|Ashraf
Anwar|Akbar
Anwar|Sarwar
Ibrahim|Ismail
Yusuf|Yunus
Iqbal|Akbar
Abdul Rahman|Abdul Karim
Abdul Rahman|Abdul Rahim
Mohammad Arif|Mohammad Anis
Mohammad Arif|Mohammad Salim
Mohd Irfan|Mohd Imran
Geeta|Seeta
Geeta|Gayatri
Savita|Sarita
सविता|سریتا
Kamla|Kajal
Kamla|Vimla
Pushpa|Puja
Asha|Usha
Asha|Nisha
Usha|Urmila
Lakshmi|Rashmi
Shanti|Shashi
Meera|Mala
Meera|Meena
Rekha|Radha
Rani|Reena
Manju|Mamta
Maya|Mamta
Tara|Sita
Tara|Tahira
Janki|Jamuna
Rajkumari|Rajrani
Ram Kali|Ram Dulari
Phoolmati|Phoolan
Sunita Devi|Sarita Devi
Rukhsana Bano|Farhana Bano
Kiran|Karuna
Vidya|Vandana
`);
