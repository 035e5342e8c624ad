export { VoucherType } from './model.ts';
export { voucherLabel, yearSpan } from './voucher.rules.ts';
