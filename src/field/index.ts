/** The door of the phone's kit: what the screens use. The server imports `wire.ts` and `sealed-envelope.ts` by name. */
export { FieldError, type FieldCode } from './errors.ts';
export { enrol, enrolmentLink, finishEnrolment, readEnrolmentCode, type Enrolling } from './enrol.ts';
export {
  changePin,
  createVault,
  headerOf,
  listVaults,
  lock,
  openThisPhone,
  recover,
  rememberLanguage,
  unlock,
  type NewVault,
  type Phone,
  type PinAndPepper,
  type PhoneOptions,
  type PinChange,
  type Store,
} from './vault.ts';
export type { CommandStatus, Header, VaultRow } from './database.ts';
export { isRecoveryCode, LOCK_RULES, type LockRules } from './sealing.ts';
export {
  acknowledgeRefused,
  appendCommand,
  readCommands,
  type AlongWith,
  type NewCommand,
  type RecordedCommand,
} from './outbox.ts';
export {
  discardDraft,
  listDrafts,
  listGroups,
  provisional,
  readDraft,
  readGroup,
  readView,
  readViews,
  readWithOthers,
  readWithUnsent,
  saveDraft,
  saveView,
  type Draft,
  type DraftInput,
  type Group,
  type WithUnsent,
} from './store.ts';
export { besideId, keepBeside } from './beside.ts';
export { keepSummary, readSummaries, type Summaries } from './summaries.ts';
export { createSync, SYNC_RULES, type RoundEnd, type Sync, type SyncDeps, type SyncRules } from './sync.ts';
export type { AmountOf, Phase, SyncStatus } from './status.ts';
export { bringOver, earlierPlaces, replaceEarlier, type EarlierPlace, type OldKey } from './earlier.ts';
export { unsentPerUser } from './unsent.ts';
export { realTimer, type Locks, type Net, type Timer } from './transport.ts';
export { askForRoom, PHOTO_RESERVE_BYTES, type Room, type StorageDoor } from './storage.ts';
export { addPhoto, countQueuedPhotos, readPhoto, type NewPhoto, type PhotoDeps } from './photos.ts';
export { makeRescueFile, restoreRescueFile, type Restored } from './rescue.ts';
export {
  acceptDraft,
  confirmHandover,
  makeCollector,
  packDraft,
  readHandoverFile,
  takeBack,
  type Collected,
} from './handover.ts';
export {
  makeOfficerSecret,
  officerWay,
  setOfficerSecret,
  signAsOfficer,
  type Officer,
  type OfficerWay,
} from './officers.ts';
export { countedTry, type Tried } from './tries.ts';
export { signSlip, verifySlip } from './sealed-envelope.ts';
export { makeSlipCode, readSlipCode, type SlipFacts } from './slip.ts';
export type { DeviceEnvelope, EnrolmentCode, Part, ServerKey, WireOutcome } from './wire.ts';
