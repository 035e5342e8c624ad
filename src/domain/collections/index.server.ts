export { commands } from './commands.server.ts';
export {
  questions,
  type DayRow,
  type HandOverRow,
  type OfficerCard,
  type OfficerRow,
  type Officers,
  type ReceiptRow,
  type SpotShown,
  type TakeRow,
  type WarningLog,
  type WarningRow,
} from './queries.server.ts';
export { loadRecoveryRules } from './reference.server.ts';
export { collectionSheet } from './sheet.server.ts';
export type { TakeReceipt } from './take.server.ts';
