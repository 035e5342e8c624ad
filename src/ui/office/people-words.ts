/** Words for the codes on a person's record. */
import { m } from '../sentences/messages.js';
import { SIGN_NAMES } from '../sign-names.ts';
import type { Words } from './words.ts';

export const RELATIONS: Words = {
  husband: m.person_relation_husband,
  father: m.person_relation_father,
  mother: m.person_relation_mother,
  guardian: m.person_relation_guardian,
};
export const CATEGORIES: Words = {
  general: m.person_category_general,
  obc: m.person_category_obc,
  sc: m.person_category_sc,
  st: m.person_category_st,
  not_said: m.person_category_not_said,
};
export const FLAG_WORDS: Words = {
  single: m.person_flag_single,
  widow: m.person_flag_widow,
  disability: m.person_flag_disability,
  minority: m.person_flag_minority,
  landless: m.person_flag_landless,
};
export const CRAFTS: Words = {
  chikan: m.person_craft_chikan,
  zardozi: m.person_craft_zardozi,
  aari: m.person_craft_aari,
  mukaish: m.person_craft_mukaish,
  tailoring: m.person_craft_tailoring,
  weaving: m.person_craft_weaving,
  block_print: m.person_craft_block_print,
};
export const HOUSEHOLD_ROLES: Words = {
  wife: m.person_household_wife,
  husband: m.person_household_husband,
  unmarried_child: m.person_household_unmarried_child,
  head: m.person_household_head,
  other: m.person_household_other,
};
export const IDENTITIES: Words = {
  artisan_card: m.person_identity_artisan_card,
  udyam: m.person_identity_udyam,
  eshram: m.person_identity_eshram,
  voter_card: m.person_identity_voter_card,
  ration_card: m.person_identity_ration_card,
  job_card: m.person_identity_job_card,
  other: m.person_identity_other,
};
export const OPERATED_BY: Words = {
  self: m.person_operated_self,
  husband: m.person_operated_husband,
  son: m.person_operated_son,
  other_family: m.person_operated_other_family,
  agent: m.person_operated_agent,
  other: m.person_operated_other,
};
export const CONSENTS: Words = {
  register: m.person_consent_register,
  photo: m.person_consent_photo,
  aadhaar_last_four: m.person_consent_aadhaar_last_four,
  honest_tag: m.person_consent_honest_tag,
  share_with_bank: m.person_consent_share_with_bank,
  share_with_scheme: m.person_consent_share_with_scheme,
  research: m.person_consent_research,
  income_and_debts: m.person_consent_income_and_debts,
};
/** Why two records may be one woman. */
export const REASONS: Words = {
  'people.same_phone': m.person_reason_same_phone,
  'people.similar_name': m.person_reason_similar_name,
  'people.other_name': m.person_reason_other_name,
  'people.similar_relation': m.person_reason_similar_relation,
  'people.other_relation': m.person_reason_other_relation,
  'people.same_place': m.person_reason_same_place,
  'people.birth_agrees': m.person_reason_birth_agrees,
  'people.birth_differs': m.person_reason_birth_differs,
};
export const PERSON_FIELDS: Words = {
  nameLatin: m.person_name_latin,
  nameDevanagari: m.person_name_devanagari,
  nameUrdu: m.person_name_urdu,
  relation: m.person_relation,
  placeId: m.common_place,
  householdId: m.person_household,
  householdRole: m.person_household_role,
  birthYear: m.person_birth_year,
  birthDate: m.person_birth_date,
  phone: m.common_phone,
  photoId: m.person_consent_photo,
  pictureSign: m.person_sign,
  socialCategory: m.person_category,
  flags: m.person_flags,
  crafts: m.person_crafts,
  note: m.person_note,
};
export const SIGNS: Words = SIGN_NAMES;
