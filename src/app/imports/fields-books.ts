/** What lists of vouchers and of opening balances fill. */
import { field, needed, type Field } from './field.ts';

const BOOK = field('book', 'Book', 'Books of', 'बही', 'کھاتہ');
const HEAD = needed(
  'head',
  'Head',
  'Ledger',
  'Ledger name',
  'Account',
  'Particulars',
  'मद',
  'खाता',
  'विवरण',
  'مد',
  'کھاتا',
);
const DEBIT = field('debit', 'Debit', 'Dr', 'Debit amount', 'Closing debit', 'नामे', 'ڈیبٹ');
const CREDIT = field('credit', 'Credit', 'Cr', 'Credit amount', 'Closing credit', 'जमा', 'کریڈٹ');
const AMOUNT = field('amount', 'Amount', 'Rs', 'Rupees', 'Balance', 'Closing balance', 'राशि', 'रकम', 'शेष', 'رقم');
const FUND = field('fund', 'Fund', 'Donor', 'Grant', 'Scheme', 'कोष', 'निधि', 'فنڈ');

export const VOUCHER_FIELDS: readonly Field[] = [
  field('number', 'Voucher no', 'Voucher number', 'Vch no', 'No', 'Voucher', 'वाउचर संख्या', 'वाउचर नं', 'واؤچر نمبر'),
  needed('on', 'Date', 'Voucher date', 'Day', 'तारीख', 'दिनांक', 'तिथि', 'تاریخ'),
  field('type', 'Type', 'Voucher type', 'Vch type', 'Kind', 'प्रकार', 'قسم'),
  HEAD,
  field('other', 'Other head', 'Paid from', 'Received in', 'Cash or bank', 'By', 'दूसरा मद', 'किससे', 'دوسری مد'),
  AMOUNT,
  DEBIT,
  CREDIT,
  field('narration', 'Narration', 'Remarks', 'For', 'Details', 'टिप्पणी', 'किसलिए', 'تفصیل'),
  field('payee', 'Party', 'Paid to', 'Received from', 'Name', 'किसको', 'पक्ष', 'नाम', 'فریق', 'نام'),
  FUND,
  field('programme', 'Programme', 'Program', 'Project', 'कार्यक्रम', 'پروگرام'),
  field('mode', 'Mode', 'Paid by', 'माध्यम', 'ذریعہ'),
  field('reference', 'Reference', 'Cheque no', 'UTR', 'Bill no', 'चेक संख्या', 'संदर्भ', 'حوالہ'),
  BOOK,
];

export const OPENING_FIELDS: readonly Field[] = [HEAD, DEBIT, CREDIT, AMOUNT, FUND, BOOK];

/** What a group owns or owes beside its women's money; the keys are those of a cut-off sheet's funds. */
export const CUT_OFF_FUNDS = {
  revolvingFund: 'revolving_fund',
  bankLoan: 'bank_loan',
  cifLoan: 'cif_loan',
} as const;

export const CUT_OFF_FIELDS: readonly Field[] = [
  needed(
    'group',
    'Group',
    'Group name',
    'SHG',
    'SHG name',
    'Samuh',
    'समूह',
    'समूह का नाम',
    'گروپ',
    'گروپ کا نام',
    'گروہ',
  ),
  needed('name', 'Name', 'Member', 'Member name', 'Woman', 'नाम', 'सदस्य', 'सदस्य का नाम', 'نام', 'ممبر'),
  field('phone', 'Phone', 'Mobile', 'Mobile no', 'मोबाइल', 'फ़ोन', 'موبائل', 'فون'),
  field('on', 'Date', 'As on', 'Cut-off date', 'तारीख', 'दिनांक', 'تاریخ'),
  field('compulsory', 'Savings', 'Saving', 'Compulsory savings', 'बचत', 'अनिवार्य बचत', 'بچت'),
  field('voluntary', 'Voluntary savings', 'Own savings', 'स्वैच्छिक बचत', 'اپنی بچت'),
  field('shares', 'Shares', 'Share', 'शेयर', 'شیئر'),
  field('fines', 'Fines owed', 'Fine', 'जुर्माना', 'جرمانہ'),
  field('loanLeft', 'Loan left', 'Loan balance', 'Loan outstanding', 'Loan', 'बाक़ी कर्ज', 'कर्ज', 'باقی قرض', 'قرض'),
  field('instalments', 'Instalments left', 'Instalments', 'बाक़ी किस्तें', 'किस्तें', 'باقی قسطیں'),
  field('interest', 'Interest due', 'Interest owed', 'ब्याज बाक़ी', 'باقی سود'),
  field('loanWas', 'Loan taken', 'Loan amount', 'लिया कर्ज', 'لیا قرض'),
  field('loanOn', 'Loan date', 'Lent on', 'कर्ज की तारीख', 'قرض کی تاریخ'),
  field('cash', 'Cash', 'Cash in box', 'Cash in hand', 'नकद', 'पेटी में नकद', 'نقد'),
  field('bank', 'Bank', 'Bank balance', 'बैंक', 'बैंक में', 'بینک'),
  field('revolvingFund', 'Revolving fund', 'RF', 'परिक्रामी निधि', 'ریوالونگ فنڈ'),
  field('bankLoan', 'Bank loan', 'बैंक कर्ज', 'بینک قرض'),
  field('cifLoan', 'CIF', 'CIF loan', 'सीआईएफ', 'سی آئی ایف'),
  field('signed', 'Signed', 'Signed by', 'हस्ताक्षर', 'دستخط'),
];
