export { commands, type MeetingReceipt } from './commands.server.ts';
export { groupDocuments, groupsOf, type Document } from './documents.server.ts';
export { loadContext } from './context.server.ts';
export { type OfficerPinRow } from './officer-pin.server.ts';
export { type Passbook, type PassbookGroup, type PassbookLine } from './passbook.server.ts';
export { questions, type Comparison, type MeetingPage, type MeetingPageLine } from './queries.server.ts';
export type { RegisterRow } from './register.queries.server.ts';
export { reverseMeeting } from './reverse.server.ts';
export { type MeetingTyping } from './typing.queries.server.ts';
