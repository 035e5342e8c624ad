/** What an ordinary meeting does not show before its end. */
export { default as ErrorState } from '#ui/ErrorState.svelte';
export { default as HandOver } from './HandOver.svelte';
export { default as MovedAway } from './MovedAway.svelte';
export { default as Slip } from './Slip.svelte';
