import '#ui/app.css';
import '#ui/fonts.css';
import { mount } from 'svelte';
import { switchLanguage } from '#ui/language.svelte.ts';
import { isLanguage } from '#ui/languages.ts';
import FieldPart from './FieldPart.svelte';
import OfficePart from './OfficePart.svelte';

const asked = new URLSearchParams(location.search);
const to = asked.get('language');
if (isLanguage(to)) switchLanguage(to);
mount(asked.get('part') === 'office' ? OfficePart : FieldPart, { target: document.body });
