export { commands } from './commands.server.ts';
export {
  ownedBy,
  ownersOf,
  questions,
  type Activity,
  type EnterpriseCard,
  type EnterpriseList,
  type EnterpriseRow,
  type Owned,
  type OwnerRow,
  type OwnerSet,
} from './queries.server.ts';
export { enterpriseIsHers } from './reach.server.ts';
export { loadActivities } from './reference.server.ts';
