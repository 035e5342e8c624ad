export { commands } from './commands.server.ts';
export { questions, type RegisterRow, type SourceRow } from './queries.server.ts';
export type { DebtCard, HouseholdPage, Road, SourceCard } from './household.queries.server.ts';
export { safetyFrame, womenSafety, type SafetyFrame } from './phone-safety.server.ts';
export type { DebtFigures, FreedRow } from './figures.queries.server.ts';
