export {
  EnterpriseClosing,
  EnterpriseCorrection,
  EnterpriseFilter,
  EnterpriseRef,
  NewEnterprise,
  Owner,
  OwnerKind,
  OwnersChange,
  WHOLE_BPS,
} from './model.ts';
export { judgeOwners, looksPersonal } from './rules.ts';
