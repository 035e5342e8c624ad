export { DecideQuarantine, HeldRef, ListHeld, RECENT_DAYS, SettleHeld, SILENT_CYCLES } from './model.ts';
