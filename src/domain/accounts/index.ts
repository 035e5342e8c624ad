export { VoucherType, type VoucherLine, type VoucherType as VoucherTypeName } from './model.ts';
export {
  isKeptByOthers,
  isMoney,
  judgeDate,
  judgeVoucher,
  voucherLabel,
  yearOf,
  yearSpan,
  type VoucherGround,
} from './voucher.rules.ts';
export { dueDays } from './recurring.rules.ts';
export { BankLine, BankMapping } from './bank.model.ts';
export { guessMapping, readStatement, type CellFault, type ReadStatement } from './bank-sheet.rules.ts';
export { mapTallyNames, readTallySheet, readTallyXml, tallyText, type TallyBalance } from './tally.rules.ts';
