/** In two steps, so that the list of what a member's screen needs does not weigh on a phone's first screen. */
export const memberMode = async () => (await import('./MemberMode.svelte')).default;
