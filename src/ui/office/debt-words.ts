/** Words for the codes of debts, incomes and the way out. */
import { m } from '../sentences/messages.js';
import type { Words } from './words.ts';

export const LENDERS: Words = {
  moneylender: m.debt_lender_moneylender,
  pawnbroker: m.debt_lender_pawnbroker,
  shopkeeper: m.debt_lender_shopkeeper,
  trader: m.debt_lender_trader,
  landlord: m.debt_lender_landlord,
  relative: m.debt_lender_relative,
  neighbour: m.debt_lender_neighbour,
  microfinance: m.debt_lender_microfinance,
  bank: m.debt_lender_bank,
  cooperative: m.debt_lender_cooperative,
  other: m.debt_lender_other,
};
/** Whom she applied to. */
export const APPLIED: Words = {
  bank: m.debt_lender_bank,
  cooperative: m.debt_lender_cooperative,
  microfinance: m.debt_lender_microfinance,
  trust: m.debt_lender_trust,
  federation: m.debt_lender_federation,
  scheme: m.debt_lender_scheme,
};
export const SOURCE_KINDS: Words = {
  trust: m.debt_lender_trust,
  group: m.debt_lender_group,
  federation: m.debt_lender_federation,
  bank: m.debt_lender_bank,
};
export const DEBT_WAYS: Words = {
  per_hundred: m.debt_way_per_hundred,
  pledge: m.debt_way_pledge,
  flat: m.debt_way_flat,
  collection: m.debt_way_collection,
};
export const UNITS: Words = { day: m.debt_unit_day, week: m.debt_unit_week };
export const DEBT_STATES: Words = {
  standing: m.debt_state_standing,
  paid: m.debt_state_paid,
  free: m.debt_state_free,
  struck: m.debt_state_struck,
};
export const STATE_TONES = { standing: 'plain', paid: 'wait', free: 'good', struck: 'bad' } as const;
export const VERDICTS: Words = {
  within: m.debt_verdict_within,
  over: m.debt_verdict_over,
  over_already: m.debt_verdict_over_already,
  over_ceiling: m.debt_verdict_over_ceiling,
  no_income: m.debt_verdict_no_income,
};
export const CANNOT: Words = {
  no_debts: m.debt_cannot_no_debts,
  too_many_debts: m.debt_cannot_too_many_debts,
  too_many_sources: m.debt_cannot_too_many_sources,
  no_income: m.debt_cannot_no_income,
  no_sources: m.debt_cannot_no_sources,
  nothing_cheaper: m.debt_cannot_nothing_cheaper,
  no_money: m.debt_cannot_no_money,
  over_limit: m.debt_cannot_over_limit,
};
export const RESULTS: Words = {
  waiting: m.debt_result_waiting,
  granted: m.debt_result_granted,
  refused: m.debt_result_refused,
  withdrawn: m.debt_result_withdrawn,
};
export const REFUSALS: Words = {
  no_papers: m.debt_refusal_no_papers,
  no_account: m.debt_refusal_no_account,
  earlier_default: m.debt_refusal_earlier_default,
  no_guarantee: m.debt_refusal_no_guarantee,
  far_away: m.debt_refusal_far_away,
  not_told: m.debt_refusal_not_told,
  treated_badly: m.debt_refusal_treated_badly,
  other: m.debt_refusal_other,
};
export const MODES: Words = { advises: m.debt_mode_word_advises, blocks: m.debt_mode_word_blocks };
export const EARNERS: Words = {
  herself: m.debt_who_herself,
  husband: m.debt_who_husband,
  son: m.debt_who_son,
  daughter: m.debt_who_daughter,
  other: m.debt_who_other,
};
export const SECTORS: Words = {
  craft: m.debt_sector_craft,
  farming: m.debt_sector_farming,
  animals: m.debt_sector_animals,
  labour: m.debt_sector_labour,
  trade: m.debt_sector_trade,
  service: m.debt_sector_service,
  salary: m.debt_sector_salary,
  other: m.debt_sector_other,
};
export const NATURES: Words = {
  piece_rate: m.debt_nature_piece_rate,
  own_work: m.debt_nature_own_work,
  daily_wage: m.debt_nature_daily_wage,
  monthly_wage: m.debt_nature_monthly_wage,
};
export const FREQUENCIES: Words = {
  weekly: m.debt_frequency_weekly,
  daily: m.debt_frequency_daily,
  fortnightly: m.debt_frequency_fortnightly,
  monthly: m.debt_frequency_monthly,
  season: m.debt_frequency_season,
};
export const EVIDENCES: Words = {
  told: m.debt_evidence_told,
  seen: m.debt_evidence_seen,
  passbook: m.debt_evidence_passbook,
  wage_slip: m.debt_evidence_wage_slip,
  buyer: m.debt_evidence_buyer,
  papers: m.debt_evidence_papers,
};
export const OTHER_INCOMES: Words = {
  remittance: m.debt_other_remittance,
  rent: m.debt_other_rent,
  pension: m.debt_other_pension,
  transfer: m.debt_other_transfer,
  other: m.debt_other_other,
};
export const HOUSINGS: Words = {
  own: m.debt_housing_own,
  rented: m.debt_housing_rented,
  family: m.debt_housing_family,
  none: m.debt_housing_none,
};
export const AMENITIES: Words = {
  electricity: m.debt_amenity_electricity,
  water: m.debt_amenity_water,
  toilet: m.debt_amenity_toilet,
  gas: m.debt_amenity_gas,
};
export const ASSETS: Words = {
  land: m.debt_asset_land,
  animals: m.debt_asset_animals,
  vehicle: m.debt_asset_vehicle,
  machine: m.debt_asset_machine,
  phone: m.debt_asset_phone,
  shop: m.debt_asset_shop,
};
