import { userCommands } from './commands.server.ts';
import { deviceCommands, enrolmentCommands, orgCommands } from './devices.commands.server.ts';
import { recoveryQuestions } from './recovery.server.ts';
import { auditQuestions, deviceQuestions, orgQuestions, userQuestions } from './queries.server.ts';

export const commands = { ...userCommands, ...deviceCommands, ...enrolmentCommands, ...orgCommands };
export const questions = {
  ...userQuestions,
  ...deviceQuestions,
  ...recoveryQuestions,
  ...auditQuestions,
  ...orgQuestions,
};
export type { AuditListRow, DeviceListRow, Listed, OrgCard, OrgTreeRow, UserListRow } from './queries.server.ts';
export type { PhonePage, Reading } from './recovery.server.ts';
export type { Where } from './model.ts';
