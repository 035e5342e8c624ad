export { commands, questions } from './commands.server.ts';
export type { Plan } from './plan.queries.server.ts';
export { auditPack } from './write.server.ts';
