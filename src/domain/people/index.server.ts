export { commands } from './commands.server.ts';
export { questions, type Card, type Profile } from './queries.server.ts';
export {
  consentInForce,
  consentOn,
  groupsOfEndedConsent,
  groupsOfHomes,
  homesIn,
  householdOf,
  tellHerPhones,
  tellPhones,
  tellPhonesOf,
  type GroupOfHome,
} from './household.server.ts';
export { groupIsHers, personIsHers, placeIsHers, reachesAll } from './reach.server.ts';
export type { ErasurePreview, Leaver, Retention } from './leaving.queries.server.ts';
export type { DuplicatePair } from './duplicates.queries.server.ts';
export { withdrawPersons } from './withdraw.server.ts';
