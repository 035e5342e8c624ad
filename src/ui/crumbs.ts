/** The pages above the one she is on, outermost first; a layout says them, the page's header shows them. */
import { getContext, setContext } from 'svelte';

export type Crumb = { readonly href: string; readonly label: string };

const KEY = 'crumbs';

export const sayCrumbs = (crumbs: () => readonly Crumb[]): void => void setContext(KEY, crumbs);
/** None where no layout says them. */
export const heardCrumbs = (): (() => readonly Crumb[]) => getContext<() => readonly Crumb[]>(KEY) ?? (() => []);
