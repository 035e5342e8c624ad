/** The trust's own book: opening balances, a year and more of vouchers month by month, a grant, assets, a closed year, a bank statement. */
import type { HeadRow } from '#domain/accounts/index.server.ts';
import { addDays, addMonths, financialYear, type IsoDate } from '#platform/dates.ts';
import { rupees } from '#platform/money.ts';
import { actorAs, command, type Cast, type Desk } from './desk.server.ts';
import { keepBank } from './office-bank.server.ts';
import { FUNDS, openingLines, PROGRAMMES } from './office-plan.ts';
import type { OfficeDesk } from './office.model.ts';
import { monthOfVouchers, type Entry } from './office-months.ts';
import { randomOf } from './random.server.ts';

export async function keepOffice(desk: Desk, cast: Cast): Promise<void> {
  const booksFromOn = financialYear(addMonths(desk.plan.today, -12)).from;
  const office = await openOffice(desk, cast, booksFromOn);
  await setUp(office);
  const year = financialYear(booksFromOn);
  for (let month = booksFromOn; month <= desk.plan.endOn; month = addMonths(month, 1)) {
    const entries = monthOfVouchers(office, month).filter((entry) => entry.eventOn <= desk.plan.endOn);
    for (const entry of entries) await write(office, entry);
    const last = addDays(addMonths(month, 1), -1);
    if (last <= desk.plan.endOn) await office.run('runRecurring', { upTo: last });
    if (last === year.to && last <= desk.plan.endOn) await closeBooks(office);
  }
  await office.run('cancelVoucher', await wrongVoucher(office));
  await leaveWaiting(office);
  await keepBank(office);
}

async function openOffice(desk: Desk, cast: Cast, booksFromOn: IsoDate): Promise<OfficeDesk> {
  const { administrator } = desk;
  const body = { bodyKind: 'trust', bodyId: administrator.orgId };
  const random = randomOf(`${desk.plan.seed} office`);
  const run = <T>(verb: string, input: object, who = 'accountant') =>
    command<T>(desk, actorAs(cast, who), [`accounts.${verb}`, { ...body, ...input }]);
  await run('openBook', { booksFromOn, limitPaise: rupees(50_000), decidedBy: 'Board of trustees' }, 'administrator');
  const bank = { bank: 'Gramin Bank', branch: 'Aminabad', ifsc: 'DEMO0000001', number: '990000000101' };
  const more = { groupId: null, nameHi: null, nameUr: null, tallyName: null, personId: null, openedOn: booksFromOn };
  const heads = [
    ['1020', 'Gramin Bank, Aminabad', 'ग्रामीण बैंक, अमीनाबाद', 'گرامین بینک، امین آباد', bank],
    ['1030', 'Fixed deposit', 'सावधि जमा', 'میعادی جمع', null],
    ['1220', 'Advance: field staff', 'अग्रिम: क्षेत्र कार्यकर्ता', 'پیشگی: فیلڈ عملہ', null],
  ] as const;
  for (const [account, nameEn, nameHi, nameUr, of] of heads)
    await run('addHead', { ...more, headId: random.id(booksFromOn), account, nameEn, nameHi, nameUr, bank: of });
  const answer = await desk.app.ask<{ heads: HeadRow[] }>('accounts.masters', administrator, body);
  if (answer.kind !== 'answer') throw new Error(`The demo's office has no heads: ${answer.code}`);
  const idOf = (list: readonly (readonly [string, string])[], what: string) => {
    const ids = new Map(list);
    return (name: string): string => {
      const id = ids.get(name);
      if (!id) throw new Error(`The demo's office has no ${what} ${name}`);
      return id;
    };
  };
  return {
    ...{ desk, cast, random, booksFromOn, run, year: financialYear(booksFromOn).year },
    head: idOf(
      answer.value.heads.map((head) => [head.tallyName, head.headId] as const),
      'head',
    ),
    fund: idOf(
      FUNDS.map(({ code }) => [code, random.id(booksFromOn)] as const),
      'fund',
    ),
    programme: idOf(
      PROGRAMMES.map(({ code }) => [code, random.id(booksFromOn)] as const),
      'programme',
    ),
  };
}

async function setUp(office: OfficeDesk): Promise<void> {
  const { run, head, fund, programme, booksFromOn: fromOn, random, year } = office;
  for (const one of FUNDS) await run('addFund', { ...one, fundId: fund(one.code), fromOn, untilOn: null });
  for (const one of PROGRAMMES)
    await run('addProgramme', { ...one, programmeId: programme(one.code), fromOn, untilOn: null });
  await run('setOpening', { voucherId: random.id(fromOn), lines: openingLines(office) });
  const source = 'Income-tax Rules 1962, New Appendix I';
  const rates = [
    ['Furniture & Fixtures', 1000],
    ['Computers', 4000],
    ['Plant & Machinery', 1500],
  ] as const;
  for (const [name, rateBps] of rates)
    await run('setRate', { headId: head(name), fromOn, method: 'written_down', rateBps, halfUnderDays: 180, source });
  await run('addAsset', {
    ...{
      assetId: random.id(fromOn),
      headId: head('Furniture & Fixtures'),
      name: 'Tables, chairs, almirahs',
      tag: 'F-1',
    },
    ...{
      boughtOn: addMonths(fromOn, -30),
      inUseOn: addMonths(fromOn, -30),
      costPaise: rupees(1_20_000),
      residualPaise: 0,
    },
    ...{ wornBeforePaise: rupees(30_000), fundId: null, place: 'Lucknow office', voucherId: null },
  });
  await run('addTemplate', {
    ...{
      templateId: random.id(fromOn),
      title: 'Rent of the Lucknow office',
      everyMonths: 1,
      firstOn: addDays(fromOn, 4),
      untilOn: null,
    },
    voucher: {
      ...{ type: 'payment', narration: 'Rent of the Lucknow office', payee: 'Naseem Ahmad', mode: 'transfer' },
      lines: [
        { headId: head('Rent'), amountPaise: rupees(12_000) },
        { headId: head('Gramin Bank, Aminabad'), amountPaise: -rupees(12_000) },
      ],
    },
  });
  for (const at of [0, 1]) {
    const lines = [
      { headId: head('Training Expenses'), amountPaise: rupees(5_00_000 + at * 50_000) },
      { headId: head('Honoraria'), amountPaise: rupees(1_80_000) },
      { headId: head('Computers'), amountPaise: rupees(60_000) },
    ];
    const decided = { decidedBy: 'Board of trustees', decidedOn: fromOn };
    await run('setBudget', {
      ...decided,
      year: year + at,
      fundId: fund('HC-TRG'),
      programmeId: programme('TRG'),
      lines,
    });
  }
  const sanction = { number: 'HC/TRG/2025/114', sanctionedOn: addDays(fromOn, 9), amountPaise: rupees(20_00_000) };
  const words = {
    purpose: 'Training of women in chikan and zardozi',
    recurring: true,
    scheme: 'Handicrafts training',
    sanctionedBy: 'Development Commissioner (Handicrafts)',
  };
  await run('addSanction', { ...sanction, ...words, sanctionId: sanctionId(office), fundId: fund('HC-TRG') });
}

/** The one sanction of the demo, found again by its seed. */
const sanctionId = ({ desk, booksFromOn }: Pick<OfficeDesk, 'desk' | 'booksFromOn'>): string =>
  randomOf(`${desk.plan.seed} sanction`).id(booksFromOn);

/** As the accountant writes it; above the limit the administrator approves. */
async function write(office: OfficeDesk, { release, asset, ...entry }: Entry): Promise<void> {
  const { run, random, head, fund } = office;
  const voucherId = random.id(entry.eventOn);
  const { state } = await run<{ state: string }>('makeVoucher', { ...entry, voucherId });
  if (state === 'waiting') await run('approveVoucher', { voucherId }, 'administrator');
  if (release)
    await run('addRelease', {
      sanctionId: sanctionId(office),
      voucherId,
      letter: release,
      releasedOn: addDays(entry.eventOn, -3),
      amountPaise: -entry.lines[1]!.amountPaise,
    });
  if (asset)
    await run('addAsset', {
      ...{
        assetId: random.id(entry.eventOn),
        headId: head('Computers'),
        name: asset,
        tag: `C-${entry.eventOn.slice(0, 4)}`,
      },
      ...{
        boughtOn: entry.eventOn,
        inUseOn: entry.eventOn,
        costPaise: entry.lines[0]!.amountPaise,
        residualPaise: 0,
        wornBeforePaise: 0,
      },
      ...{ fundId: fund('HC-TRG'), place: 'Training hall', voucherId },
    });
}

/** Wear, grants used, surplus to the general fund; the two large journals are approved by the administrator. */
async function closeBooks({ run, random, year, head }: OfficeDesk): Promise<void> {
  const upTo = `${year + 1}-03-31`;
  for (const [verb, input] of [
    ['depreciate', { year }],
    ['useGrants', { upTo }],
  ] as const) {
    const voucherId = random.id(upTo);
    const { state } = await run<{ state: string }>(verb, { ...input, voucherId });
    if (state === 'waiting') await run('approveVoucher', { voucherId }, 'administrator');
  }
  await run('closeYear', { year, voucherId: random.id(upTo), toHeadId: head('General Fund') });
}

/** A bill of the last days written to the wrong head, taken back the next day. */
async function wrongVoucher({ run, random, desk, head }: OfficeDesk) {
  const eventOn = addDays(desk.plan.endOn, -2);
  const voucherId = random.id(eventOn);
  const lines = [
    { headId: head('Repairs & Maintenance'), amountPaise: rupees(1_150) },
    { headId: head('Gramin Bank, Aminabad'), amountPaise: -rupees(1_150) },
  ];
  await run('makeVoucher', { voucherId, type: 'payment', eventOn, narration: 'Printer cartridge', mode: 'upi', lines });
  const reason = 'Stationery, not repairs';
  return { voucherId, reversalId: random.id(eventOn), eventOn: addDays(eventOn, 1), reason };
}

/** One payment above the limit that nobody has approved yet. */
async function leaveWaiting({ run, random, desk, head, fund, programme }: OfficeDesk): Promise<void> {
  const eventOn = addDays(desk.plan.endOn, -1);
  const tags = { fundId: fund('HC-TRG'), programmeId: programme('TRG') };
  const lines = [
    { headId: head('Training Expenses'), amountPaise: rupees(62_500), ...tags },
    { headId: head('Gramin Bank, Aminabad'), amountPaise: -rupees(62_500) },
  ];
  const words = {
    type: 'payment',
    narration: 'Hall and food, zardozi batch',
    payee: 'Awadh Caterers',
    mode: 'cheque',
    reference: '000412',
  };
  await run('makeVoucher', { voucherId: random.id(eventOn), eventOn, ...words, lines });
}
