/** What the first screen needs of the collections, fetched only for whom a sheet came. */
import type { Store } from '#field/index.ts';
import HomeCard from './HomeCard.svelte';
import { readSheet } from './view.ts';

export const homeCard = async (store: Store, userId: string) => ({ HomeCard, sheet: await readSheet(store, userId) });
