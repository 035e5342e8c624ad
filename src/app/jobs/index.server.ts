export { questions, type WorkList, type WorkRow } from './questions.server.ts';
export { startScheduler, type Scheduler } from './scheduler.server.ts';
