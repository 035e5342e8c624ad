-- Only a closed meeting is one per day and kind. A meeting that was given up or put off may be begun again and held on the very same day.
drop index meeting_once;
create unique index meeting_once on meeting (org_id, group_id, held_on, kind) where state = 'closed';
