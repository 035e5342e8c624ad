export { questions, type MeetingReceipts } from './receipts.server.ts';
export { verifyLink } from './receipt.ts';
export { receiptsFor } from './signed.server.ts';
