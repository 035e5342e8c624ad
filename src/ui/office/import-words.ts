/** Words of an import: its kinds, its states, the fields its columns fill. */
import { m } from '../sentences/messages.js';
import type { Words } from './words.ts';

export const IMPORT_KIND_NAMES: Words = {
  places: m.import_kind_places,
  groups: m.import_kind_groups,
  members: m.import_kind_members,
};
export const IMPORT_STATES: Words = {
  read: m.import_state_read,
  running: m.import_state_running,
  done: m.import_state_done,
  stopped: m.import_state_stopped,
  undone: m.import_state_undone,
  discarded: m.import_state_discarded,
};
export const IMPORT_FIELDS: Words = {
  code: m.import_field_code,
  name: m.import_field_name,
  nameOther: m.import_field_name_other,
  nameHi: m.import_field_name_hi,
  nameUr: m.import_field_name_ur,
  kind: m.import_field_kind,
  parent: m.import_field_parent,
  lgdCode: m.import_field_lgd_code,
  place: m.import_field_place,
  formedOn: m.import_field_formed_on,
  booksFromOn: m.import_field_books_from_on,
  sizeException: m.import_field_size_exception,
  relationName: m.import_field_relation_name,
  relationKind: m.import_field_relation_kind,
  phone: m.import_field_phone,
  birth: m.import_field_birth,
  age: m.import_field_age,
  group: m.import_field_group,
  joinedOn: m.import_field_joined_on,
  saving: m.import_field_saving,
  category: m.import_field_category,
  flags: m.import_field_flags,
  crafts: m.import_field_crafts,
  bankNumber: m.import_field_bank_number,
  ifsc: m.import_field_ifsc,
  operatedBy: m.import_field_operated_by,
  eshram: m.import_field_eshram,
  artisanCard: m.import_field_artisan_card,
  voterCard: m.import_field_voter_card,
};
