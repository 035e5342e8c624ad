export { commands } from './commands.server.ts';
export { organisationArchive } from './write.server.ts';
