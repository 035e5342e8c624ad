/** The vouchers of one month of the trust's office, as its accountant would write them. */
import { addDays, type IsoDate } from '#platform/dates.ts';
import { rupees } from '#platform/money.ts';
import type { OfficeDesk } from './office.model.ts';

type Line = {
  readonly headId: string;
  readonly amountPaise: number;
  readonly fundId?: string;
  readonly programmeId?: string;
};
export type Entry = {
  readonly type: 'payment' | 'receipt' | 'contra' | 'journal';
  readonly eventOn: IsoDate;
  readonly narration: string;
  readonly payee?: string;
  readonly mode?: 'cash' | 'cheque' | 'transfer' | 'upi';
  readonly reference?: string;
  readonly lines: readonly Line[];
  /** Letter of the grant's release that this receipt brought. */
  readonly release?: string;
  /** Name of the asset it bought. */
  readonly asset?: string;
};

const BANK = 'Gramin Bank, Aminabad';
const GIVER = 'Development Commissioner (Handicrafts)';
const STAFF = 'Advance: field staff';
/** "-MM-" of a day. */
const monthIn = (month: IsoDate, months: readonly string[]): boolean => months.includes(month.slice(5, 7));

type Tags = Partial<Pick<Line, 'fundId' | 'programmeId'>>;
/** What a month is written with: its days, amounts by chance, and pairs of lines. */
type Month = {
  readonly month: IsoDate;
  readonly on: (day: number) => IsoDate;
  /** Between so many hundreds of rupees. */
  readonly hundreds: (from: number, to: number) => number;
  readonly pay: (from: string, to: string, of: { paise: number } & Tags) => Line[];
  readonly take: (into: string, from: string, of: { paise: number } & Tags) => Line[];
  readonly cheque: () => Pick<Entry, 'mode' | 'reference'>;
  readonly grant: Tags;
  readonly programme: (code: string) => Tags;
  readonly fund: (code: string) => Tags;
};

function penOf({ random, head, fund, programme }: OfficeDesk, month: IsoDate): Month {
  return {
    month,
    on: (day) => addDays(month, day - 1),
    hundreds: (from, to) => rupees(random.between(from, to) * 100),
    pay: (from, to, { paise, ...tags }) => [
      { headId: head(to), amountPaise: paise, ...tags },
      { headId: head(from), amountPaise: -paise },
    ],
    take: (into, from, { paise, ...tags }) => [
      { headId: head(into), amountPaise: paise },
      { headId: head(from), amountPaise: -paise, ...tags },
    ],
    cheque: () => ({ mode: 'cheque', reference: String(random.between(1, 399)).padStart(6, '0') }),
    grant: { fundId: fund('HC-TRG'), programmeId: programme('TRG') },
    programme: (code) => ({ programmeId: programme(code) }),
    fund: (code) => ({ fundId: fund(code) }),
  };
}

/** In the order of their days. */
export function monthOfVouchers(office: OfficeDesk, month: IsoDate): Entry[] {
  const pen = penOf(office, month);
  const entries = [...running(pen), ...training(pen), ...field(pen), ...quarter(pen), ...season(pen)];
  return entries.sort((a, b) => (a.eventOn < b.eventOn ? -1 : a.eventOn > b.eventOn ? 1 : 0));
}

const running = ({ on, pay, hundreds, cheque }: Month): Entry[] => [
  {
    ...{ type: 'contra', eventOn: on(2), narration: 'Cash drawn for the office', ...cheque() },
    lines: pay(BANK, 'Cash', { paise: rupees(5_500) }),
  },
  {
    ...{ type: 'payment', eventOn: on(7), narration: 'Electricity bill', payee: 'Electricity board', mode: 'upi' },
    lines: pay(BANK, 'Electricity & Water', { paise: hundreds(18, 42) }),
  },
  {
    ...{ type: 'payment', eventOn: on(8), narration: 'Phone and internet', mode: 'upi' },
    lines: pay(BANK, 'Telephone & Internet', { paise: rupees(1_179) }),
  },
  {
    ...{ type: 'payment', eventOn: on(26), narration: 'Paper, printing', mode: 'cash' },
    lines: pay('Cash', 'Printing & Stationery', { paise: hundreds(6, 19) }),
  },
  {
    ...{ type: 'payment', eventOn: on(27), narration: 'Salaries of four', mode: 'transfer' },
    lines: pay(BANK, 'Salaries', { paise: rupees(44_000) }),
  },
];

function training({ month, on, pay, take, hundreds, cheque, grant, programme }: Month): Entry[] {
  const laptop: Entry = {
    ...{ type: 'payment', eventOn: on(17), narration: 'Laptop for designs', payee: 'Naza Computers', ...cheque() },
    ...{ asset: 'Laptop for designs', lines: pay(BANK, 'Computers', { paise: rupees(48_500), ...grant }) },
  };
  return [
    {
      ...{
        type: 'payment',
        eventOn: on(10),
        narration: 'Thread, fabric, frames',
        payee: 'Chowk Suppliers',
        ...cheque(),
      },
      lines: pay(BANK, 'Training Expenses', { paise: hundreds(180, 420), ...grant }),
    },
    {
      ...{ type: 'payment', eventOn: on(12), narration: 'Honoraria of two master trainers', mode: 'transfer' },
      lines: pay(BANK, 'Honoraria', { paise: rupees(15_000), ...grant }),
    },
    {
      ...{
        type: 'receipt',
        eventOn: on(14),
        narration: 'Fees for training',
        payee: 'Partner institute',
        mode: 'transfer',
      },
      lines: take(BANK, 'Training Fees', { paise: hundreds(280, 620), ...programme('TRG') }),
    },
    {
      ...{ type: 'receipt', eventOn: on(19), narration: 'Sale of pieces made in the batch', mode: 'upi' },
      lines: take(BANK, 'Sales', { paise: hundreds(120, 310), ...programme('CENTRE') }),
    },
    ...(monthIn(month, ['07']) ? [laptop] : []),
  ];
}

/** An advance for travel each month; what is left of it comes back, but not in November: that one stays open. */
function field({ month, on, pay, take, hundreds, programme }: Month): Entry[] {
  const spent = hundreds(28, 44);
  const back: Entry = {
    ...{ type: 'receipt', eventOn: on(25), narration: 'Rest of the advance returned', mode: 'cash' },
    lines: take('Cash', STAFF, { paise: rupees(5_000) - spent }),
  };
  return [
    {
      ...{ type: 'payment', eventOn: on(15), narration: 'Advance for the field, Hardoi', mode: 'cash' },
      lines: pay('Cash', STAFF, { paise: rupees(5_000) }),
    },
    {
      ...{ type: 'journal', eventOn: on(24), narration: 'Travel settled against the advance' },
      lines: pay(STAFF, 'Travel', { paise: spent, ...programme('SHG') }),
    },
    ...(monthIn(month, ['11']) ? [] : [back]),
  ];
}

function quarter({ month, on, pay, take, hundreds, fund }: Month): Entry[] {
  if (!monthIn(month, ['06', '09', '12', '03'])) return [];
  return [
    {
      ...{ type: 'receipt', eventOn: on(28), narration: 'Interest of the quarter' },
      lines: take(BANK, 'Bank Interest', { paise: hundreds(28, 61) }),
    },
    {
      ...{ type: 'receipt', eventOn: on(28), narration: 'Interest on the grant' },
      lines: take(BANK, 'Interest on Grants', { paise: hundreds(9, 22), ...fund('HC-TRG') }),
    },
    {
      ...{ type: 'payment', eventOn: on(28), narration: 'Bank charges' },
      lines: pay(BANK, 'Bank Charges', { paise: rupees(177) }),
    },
  ];
}

function season({ month, on, take, hundreds, fund }: Month): Entry[] {
  const grant: Entry = {
    ...{ type: 'receipt', eventOn: on(6), narration: 'Grant-in-aid', payee: GIVER, mode: 'transfer' },
    ...{
      release: `R/${month.slice(0, 7)}`,
      lines: take(BANK, 'Unspent Grants', { paise: rupees(4_50_000), ...fund('HC-TRG') }),
    },
  };
  const donations: Entry = {
    ...{ type: 'receipt', eventOn: on(20), narration: 'Donations of the season', mode: 'transfer' },
    lines: take(BANK, 'Donations', { paise: hundreds(900, 1900), ...fund('GEN-DON') }),
  };
  return [...(monthIn(month, ['05', '11']) ? [grant] : []), ...(monthIn(month, ['04', '10']) ? [donations] : [])];
}
