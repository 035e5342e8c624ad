export {
  AddBankAccount,
  AddIdentity,
  CONSENT_PURPOSES,
  CraftYears,
  ErasePerson,
  FLAGS,
  HOUSEHOLD_ROLES,
  LeavePerson,
  MergePersons,
  NoteAadhaar,
  OPERATED_BY,
  PersonFields,
  PICTURE_SIGNS,
  RecordConsent,
  RegisterPerson,
  Relation,
  RELATIONS,
  SaveHousehold,
  SetRetention,
  SOCIAL_CATEGORIES,
  UndoMerge,
  UpdatePerson,
  ViewNumber,
  WithdrawConsent,
  type PersonField,
} from './model.ts';
export { applyChanges, checkPerson, consentStands, decideWithdrawal, type Consent } from './rules.ts';
export { findAadhaarLike, readAadhaarLastFour, refuseAadhaar, verhoeffDigit, verhoeffValid } from './aadhaar.rules.ts';
export {
  IDENTITY_KINDS,
  readBankAccount,
  readIdentity,
  readIfsc,
  readPhone,
  type IdentityKind,
} from './identities.rules.ts';
export { bestLikeness, nameLikeness, namesOf, nameTokens, SIMILAR_NAME, type Names } from './names.rules.ts';
export { searchTokens, typedWords, type TypedWord } from './search.rules.ts';
export {
  DUPLICATE_SCORE,
  duplicateScore,
  type Candidate,
  type DuplicateReason,
  type DuplicateScore,
} from './duplicates.rules.ts';
export {
  countPersons,
  decideErasure,
  decideMerge,
  decideUndo,
  erasableFrom,
  ERASED_FIELDS,
  personOn,
  type Alias,
} from './merge.rules.ts';
