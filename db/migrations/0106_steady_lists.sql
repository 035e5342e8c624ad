-- As in 0080: indexes of one table that are all led by the organisation look alike to a planner that has counted nothing yet, and the check
-- of every row's person walked one of them from end to end. What tells rows apart leads now; keys stay led by the organisation.
create index person_by_phone on person (phone) where phone is not null;
drop index person_org_id_phone_idx;
create index person_by_place on person (place_id);
drop index person_org_id_place_id_idx;
create index person_by_household on person (household_id);
drop index person_org_id_household_id_idx;
create index person_by_now on person (now_id);
drop index person_org_id_now_id_idx;
create index person_token_by_person on person_token (person_id);
drop index person_token_org_id_person_id_idx;
