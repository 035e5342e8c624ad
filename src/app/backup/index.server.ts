export { commands } from './commands.server.ts';
export { openKeeper, type Keeper, type KeeperOptions } from './keeper.server.ts';
export { recoveryKeyOf } from './key.server.ts';
export { questions, type BackupList, type BackupState, type RunRow } from './queries.server.ts';
export type { Trouble } from './rules.ts';
export { showRecoveryKey } from './show-key.server.ts';
