/** A sheet as its eight steps, ready to be shown: each with its sum and its lines. Pure. */
import { registerLines, type MeetingSheet, type RegisterLine } from '#domain/meetings/index.ts';

export type StepKey =
  | 'opening'
  | 'roll_call'
  | 'savings'
  | 'repayments'
  | 'other_in'
  | 'loans'
  | 'other_out'
  | 'closing';
export type Step = { readonly key: StepKey; readonly sumPaise: number | null; readonly lines: readonly RegisterLine[] };

/** Where each section of the register stands on the sheet. */
const STEP_OF: Readonly<Record<RegisterLine['section'], StepKey>> = {
  fines: 'roll_call',
  savings: 'savings',
  repayments: 'repayments',
  other_receipts: 'other_in',
  loans: 'loans',
  other_payments: 'other_out',
  withdrawals: 'other_out',
  exits: 'other_out',
  transfers: 'other_out',
  corrections: 'other_out',
  difference: 'closing',
};
const IN: readonly StepKey[] = ['roll_call', 'savings', 'repayments', 'other_in'];
const ORDER: readonly StepKey[] = [
  'opening',
  'roll_call',
  'savings',
  'repayments',
  'other_in',
  'loans',
  'other_out',
  'closing',
];

export function stepsOf(sheet: MeetingSheet): Step[] {
  const lines = registerLines(sheet);
  return ORDER.map((key) => {
    const own = lines.filter((line) => STEP_OF[line.section] === key);
    const sum = (way: 'inPaise' | 'outPaise') => own.reduce((total, line) => total + line[way], 0);
    if (key === 'opening') return { key, sumPaise: sheet.opening.cashPaise, lines: [] };
    if (key === 'closing') return { key, sumPaise: sheet.closing.cashPaise, lines: own };
    if (key === 'loans') return { key, sumPaise: sum('outPaise'), lines: own };
    // carrying money between box and bank spends nothing
    const moved = own.filter((line) => line.section === 'transfers').reduce((total, line) => total + line.outPaise, 0);
    return { key, sumPaise: IN.includes(key) ? sum('inPaise') - sum('outPaise') : sum('outPaise') - moved, lines: own };
  });
}
