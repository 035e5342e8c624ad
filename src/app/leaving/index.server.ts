export { commands } from './commands.server.ts';
export { groupArchive, organisationArchive } from './write.server.ts';
