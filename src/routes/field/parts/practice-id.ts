/** The practice group of every phone: known to the first screen, which does not need the group itself. */
export const PRACTICE_GROUP_ID = '01900000-0000-7000-8000-00000000abcd';
