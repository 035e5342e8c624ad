/** A picture sign's word in the reader's language, for those who hear the screen instead of seeing it. */
import { m } from './sentences/messages.js';
import type { SignName } from './signs.ts';

export const SIGN_NAMES: Readonly<Record<SignName, () => string>> = {
  flower: m.sign_flower,
  fish: m.sign_fish,
  pot: m.sign_pot,
  sun: m.sign_sun,
  moon: m.sign_moon,
  leaf: m.sign_leaf,
  house: m.sign_house,
  lamp: m.sign_lamp,
  needle: m.sign_needle,
  star: m.sign_star,
  bird: m.sign_bird,
  mango: m.sign_mango,
  tree: m.sign_tree,
  cow: m.sign_cow,
  butterfly: m.sign_butterfly,
  umbrella: m.sign_umbrella,
  scissors: m.sign_scissors,
  spool: m.sign_spool,
  wheel: m.sign_wheel,
  bell: m.sign_bell,
  key: m.sign_key,
  kite: m.sign_kite,
  boat: m.sign_boat,
  drum: m.sign_drum,
};

export const signName = (sign: SignName): string => SIGN_NAMES[sign]();
