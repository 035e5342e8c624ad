export {
  NewPlace,
  OWN_PLACE_KINDS,
  PLACE_KINDS,
  REF_PLACE_KINDS,
  type PlaceKind,
  type PlaceNames,
  type PlaceNode,
  type RefPlaceKind,
} from './model.ts';
export { checkPlace, isValidOn, nameOf, pathOf } from './rules.ts';
export { readPlaceRows, type PlaceRow, type PlaceRowFault } from './csv.ts';
