export { VoucherType } from './model.ts';
export { isMoney, judgeDate, voucherLabel, yearOf, yearSpan } from './voucher.rules.ts';
export { BankLine, BankMapping } from './bank.model.ts';
export { guessMapping, readStatement, type CellFault, type ReadStatement } from './bank-sheet.rules.ts';
export { mapTallyNames, readTallySheet, readTallyXml, tallyText, type TallyBalance } from './tally.rules.ts';
