export { commands } from './commands.server.ts';
export { questions, type GroupCard, type GroupRow } from './queries.server.ts';
export { withdrawGroups, withdrawMembers } from './withdraw.server.ts';
