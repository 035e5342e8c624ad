export { commands } from './commands.server.ts';
export { questions, type HeldOne, type HeldRow, type QuarantineRow } from './queries.server.ts';
export type { BelowGroup, BelowRow } from './below.queries.server.ts';
export type { Decider } from './deciders.server.ts';
export { keptRecords, type KeptRecord } from './kept.server.ts';
export { decideQuarantine, type Decided } from './release.server.ts';
export type { RecentMeeting, SilentGroup, Today, UnbalancedBook } from './today.queries.server.ts';
