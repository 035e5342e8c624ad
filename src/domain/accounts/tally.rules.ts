/** Tally's XML: masters and vouchers written so that importing them twice adds nothing; its trial balance read back. Pure text work. */
import type { IsoDate } from '#platform/dates.ts';
import type { Paise } from '#platform/money.ts';
import { readAmount } from './bank-sheet.rules.ts';
import type { VoucherType } from './model.ts';

export type TallyHead = { readonly name: string; readonly parent: string; readonly openingPaise: Paise };
export type TallyGroup = { readonly name: string; readonly parent: string };
export type TallyEntry = {
  readonly ledger: string;
  readonly amountPaise: Paise;
  readonly costCentres: readonly string[];
};
export type TallyVoucher = {
  /** Stable: the same voucher is the same remote id for ever. */
  readonly remoteId: string;
  readonly type: VoucherType;
  readonly on: IsoDate;
  readonly number: string;
  readonly reference: string | null;
  readonly party: string | null;
  readonly narration: string;
  readonly entries: readonly TallyEntry[];
};

// characters XML 1.0 cannot hold at all are left out, the rest is escaped
const xml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
/** Tally counts debits as negative. */
const tallyAmount = (debitPositive: Paise): string => {
  const paise = -debitPositive;
  const whole = Math.abs(paise);
  return `${paise < 0 ? '-' : ''}${Math.trunc(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
};
const day = (on: IsoDate): string => on.replaceAll('-', '');
const TYPES: Record<VoucherType, string> = {
  payment: 'Payment',
  receipt: 'Receipt',
  contra: 'Contra',
  journal: 'Journal',
};

/** The groups every Tally company has from the start: never created again. */
export const TALLY_GROUPS: ReadonlySet<string> = new Set([
  'Bank Accounts',
  'Bank OD A/c',
  'Branch / Divisions',
  'Capital Account',
  'Cash-in-Hand',
  'Current Assets',
  'Current Liabilities',
  'Deposits (Asset)',
  'Direct Expenses',
  'Direct Incomes',
  'Duties & Taxes',
  'Fixed Assets',
  'Indirect Expenses',
  'Indirect Incomes',
  'Investments',
  'Loans & Advances (Asset)',
  'Loans (Liability)',
  'Misc. Expenses (ASSET)',
  'Provisions',
  'Purchase Accounts',
  'Reserves & Surplus',
  'Sales Accounts',
  'Secured Loans',
  'Stock-in-Hand',
  'Sundry Creditors',
  'Sundry Debtors',
  'Suspense A/c',
  'Unsecured Loans',
]);

const envelope = (report: string, company: string, messages: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<ENVELOPE>
 <HEADER>
  <TALLYREQUEST>Import Data</TALLYREQUEST>
 </HEADER>
 <BODY>
  <IMPORTDATA>
   <REQUESTDESC>
    <REPORTNAME>${report}</REPORTNAME>
    <STATICVARIABLES>
     <SVCURRENTCOMPANY>${xml(company)}</SVCURRENTCOMPANY>
    </STATICVARIABLES>
   </REQUESTDESC>
   <REQUESTDATA>
${messages.map((message) => `    <TALLYMESSAGE xmlns:UDF="TallyUDF">\n${message}\n    </TALLYMESSAGE>`).join('\n')}
   </REQUESTDATA>
  </IMPORTDATA>
 </BODY>
</ENVELOPE>
`;

const named = (name: string): string => `<NAME.LIST TYPE="String"><NAME>${xml(name)}</NAME></NAME.LIST>`;

/** Groups above heads; cost centres stand for funds and programmes. `ACTION="Create"` of a name that is there alters it: no doubles. */
export function tallyMasters(
  company: string,
  masters: {
    readonly groups: readonly TallyGroup[];
    readonly heads: readonly TallyHead[];
    readonly costCentres: readonly string[];
  },
): string {
  const groups = masters.groups.filter((group) => !TALLY_GROUPS.has(group.name));
  return envelope('All Masters', company, [
    ...groups.map(
      (group) =>
        `     <GROUP NAME="${xml(group.name)}" ACTION="Create">${named(group.name)}<PARENT>${xml(group.parent)}</PARENT></GROUP>`,
    ),
    ...masters.costCentres.map(
      (name) =>
        `     <COSTCENTRE NAME="${xml(name)}" ACTION="Create">${named(name)}<CATEGORY>Primary Cost Category</CATEGORY></COSTCENTRE>`,
    ),
    ...masters.heads.map(
      (head) =>
        `     <LEDGER NAME="${xml(head.name)}" ACTION="Create">${named(head.name)}<PARENT>${xml(head.parent)}</PARENT><OPENINGBALANCE>${tallyAmount(head.openingPaise)}</OPENINGBALANCE></LEDGER>`,
    ),
  ]);
}

const entryXml = ({ ledger, amountPaise, costCentres }: TallyEntry): string => {
  const amount = `<AMOUNT>${tallyAmount(amountPaise)}</AMOUNT>`;
  const centres = costCentres.map(
    (name) => `<COSTCENTREALLOCATIONS.LIST><NAME>${xml(name)}</NAME>${amount}</COSTCENTREALLOCATIONS.LIST>`,
  );
  const category =
    centres.length > 0
      ? `<CATEGORYALLOCATIONS.LIST><CATEGORY>Primary Cost Category</CATEGORY>${centres.join('')}</CATEGORYALLOCATIONS.LIST>`
      : '';
  return `      <ALLLEDGERENTRIES.LIST><LEDGERNAME>${xml(ledger)}</LEDGERNAME><ISDEEMEDPOSITIVE>${amountPaise > 0 ? 'Yes' : 'No'}</ISDEEMEDPOSITIVE>${amount}${category}</ALLLEDGERENTRIES.LIST>`;
};

export const tallyVouchers = (company: string, vouchers: readonly TallyVoucher[]): string =>
  envelope(
    'Vouchers',
    company,
    vouchers.map((voucher) =>
      [
        `     <VOUCHER REMOTEID="${xml(voucher.remoteId)}" VCHTYPE="${TYPES[voucher.type]}" ACTION="Create" OBJVIEW="Accounting Voucher View">`,
        `      <DATE>${day(voucher.on)}</DATE><EFFECTIVEDATE>${day(voucher.on)}</EFFECTIVEDATE><GUID>${xml(voucher.remoteId)}</GUID>`,
        `      <VOUCHERTYPENAME>${TYPES[voucher.type]}</VOUCHERTYPENAME><VOUCHERNUMBER>${xml(voucher.number)}</VOUCHERNUMBER>`,
        ...(voucher.reference ? [`      <REFERENCE>${xml(voucher.reference)}</REFERENCE>`] : []),
        ...(voucher.party ? [`      <PARTYLEDGERNAME>${xml(voucher.party)}</PARTYLEDGERNAME>`] : []),
        `      <NARRATION>${xml(voucher.narration)}</NARRATION>`,
        // Tally wants debits of a payment first, credits of a receipt first; it takes either
        ...voucher.entries.map(entryXml),
        '     </VOUCHER>',
      ].join('\n'),
    ),
  );

/** All vouchers of a type and day as one, head by head; the remote id is made of book, day and type, so that it too is stable. */
export function dailyTotals(vouchers: readonly TallyVoucher[], bookId: string): TallyVoucher[] {
  const days = new Map<string, TallyVoucher[]>();
  for (const voucher of vouchers)
    days.set(`${voucher.on}|${voucher.type}`, [...(days.get(`${voucher.on}|${voucher.type}`) ?? []), voucher]);
  return [...days.values()].map((list) => {
    const first = list[0]!;
    const sums = new Map<string, Paise>();
    // both sides stay apart: what came in and what went out of a head are both told
    for (const entry of list.flatMap((voucher) => voucher.entries)) {
      const key = `${entry.amountPaise > 0 ? '+' : '-'}${entry.ledger}`;
      sums.set(key, (sums.get(key) ?? 0) + entry.amountPaise);
    }
    return {
      remoteId: `${bookId}-${day(first.on)}-${first.type}`,
      type: first.type,
      on: first.on,
      number: `${first.on} ${TYPES[first.type]}`,
      reference: null,
      party: null,
      narration: list.map((voucher) => voucher.number).join(', '),
      entries: [...sums].map(([key, amountPaise]) => ({ ledger: key.slice(1), amountPaise, costCentres: [] })),
    };
  });
}

/** Debit positive. */
export type TallyBalance = { readonly name: string; readonly amountPaise: Paise };

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescape = (text: string): string =>
  text
    .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, code: string) => {
      const point = parseInt(code, hex ? 16 : 10);
      return point >= 32 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
    })
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!)
    .trim();

/** A file of Tally as text: it writes UTF-16 as readily as UTF-8. */
export function tallyText(bytes: Uint8Array): string {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[1] === 0 && bytes[3] === 0);
  return new TextDecoder(utf16 ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8').decode(
    bytes,
  );
}

/** From Tally's trial balance exported as XML, or from its masters (closing balance, else opening). Null for any other file. */
export function readTallyXml(text: string): TallyBalance[] | null {
  const inside = (tag: string, of: string): string | null =>
    new RegExp(`<${tag}(?:\\s[^>]*)?>([^<]*)</${tag}>`, 'i').exec(of)?.[1] ?? null;
  const amountOf = (cell: string | null): Paise => (cell === null ? 0 : (readAmount(unescape(cell)) ?? 0));
  if (/<DSPACCNAME>/i.test(text)) {
    return text
      .split(/<DSPACCNAME>/i)
      .slice(1)
      .map((part) => ({
        name: unescape(inside('DSPDISPNAME', part) ?? ''),
        amountPaise: Math.abs(amountOf(inside('DSPCLDRAMTA', part))) - Math.abs(amountOf(inside('DSPCLCRAMTA', part))),
      }))
      .filter((row) => row.name !== '' && row.amountPaise !== 0);
  }
  const ledgers = [...text.matchAll(/<LEDGER\s[^>]*?NAME="([^"]*)"[^>]*>([\s\S]*?)<\/LEDGER>/gi)];
  if (ledgers.length === 0) return null;
  return ledgers
    .map(([, name = '', part = '']) => ({
      name: unescape(name),
      amountPaise: -amountOf(inside('CLOSINGBALANCE', part) ?? inside('OPENINGBALANCE', part)) || 0,
    }))
    .filter((row) => row.amountPaise !== 0);
}

/** From rows of Tally's trial balance sheet: a name, a debit and a credit column found by their headings; totals are left out. */
export function readTallySheet(rows: readonly (readonly unknown[])[]): TallyBalance[] | null {
  const cells = rows.map((row) => row.map((cell) => String(cell ?? '').trim()));
  const at = cells.findIndex(
    (row) => row.some((cell) => /^debit/i.test(cell)) && row.some((cell) => /^credit/i.test(cell)),
  );
  if (at < 0) return null;
  // of opening, transactions and closing the last pair is the closing
  const debit = cells[at]!.findLastIndex((cell) => /^debit/i.test(cell));
  const credit = cells[at]!.findLastIndex((cell) => /^credit/i.test(cell));
  const found: TallyBalance[] = [];
  for (const [index, row] of rows.entries()) {
    const name = cells[index]?.[0] ?? '';
    if (index <= at || name === '' || /^(grand )?total$/i.test(name)) continue;
    const amounts = [readAmount(row[debit]), readAmount(row[credit])];
    if (amounts[0] === null || amounts[1] === null) return null;
    const amountPaise = Math.abs(amounts[0]!) - Math.abs(amounts[1]!);
    if (amountPaise !== 0) found.push({ name, amountPaise });
  }
  return found;
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\d]+/gu, ' ')
    .trim();

/** Which head each of Tally's names is: as remembered, else by the same name; null asks a person. */
export function mapTallyNames(
  balances: readonly TallyBalance[],
  {
    heads,
    remembered,
  }: {
    readonly heads: readonly { readonly headId: string; readonly tallyName: string; readonly nameEn: string }[];
    readonly remembered: Readonly<Record<string, string>>;
  },
): (TallyBalance & { readonly headId: string | null })[] {
  const byName = new Map([
    ...heads.map((head) => [plain(head.nameEn), head.headId] as const),
    ...heads.map((head) => [plain(head.tallyName), head.headId] as const),
  ]);
  return balances.map((row) => ({ ...row, headId: remembered[row.name] ?? byName.get(plain(row.name)) ?? null }));
}
