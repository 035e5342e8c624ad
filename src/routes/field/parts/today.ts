import { dayInIndia, type IsoDate } from '#platform/dates.ts';

/** The day in India by the phone's clock. */
export const today = (): IsoDate => dayInIndia(new Date());
