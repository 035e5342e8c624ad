export { commands } from './commands.server.ts';
export { questions, type OwnPlace, type RefPlace } from './queries.server.ts';
export { correctReferencePlace, loadPlaces, refPlaceId, type Correction, type Loaded } from './reference.server.ts';
export { withdrawPlaces } from './withdraw.server.ts';
