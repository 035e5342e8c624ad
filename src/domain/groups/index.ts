export {
  GroupKind,
  GroupRef,
  Joining,
  NewBankAccount,
  NewGroup,
  Office,
  OfficeEnd,
  OfficeTerm,
  SIZE_NORM,
} from './model.ts';
export { isMemberOn, judgeJoining, sizeOf, type SizeWord } from './rules.ts';
