/**
 * What a person chose before the page's script came.
 *
 * On a slow phone a page is read and filled in long before it is alive. Svelte keeps what was typed into a field by then,
 * but lays its own value over a choice from a list, so that "Shabana" turned back into "please choose".
 * Called while the page comes alive, before its parts do.
 * @returns to be called when all parts live: puts each choice back and tells its part of it
 */
export function chosenEarly(page: ParentNode): () => void {
  const lists = [...page.querySelectorAll('select')].filter(changed).map((list) => ({ list, values: chosen(list) }));
  const ticks = [...page.querySelectorAll<HTMLInputElement>('input[type=checkbox], input[type=radio]')]
    .filter((tick) => tick.checked !== tick.defaultChecked)
    .map((tick) => ({ tick, checked: tick.checked }));
  return () => {
    for (const { list, values } of lists) {
      if (chosen(list).join('\n') === values.join('\n')) continue;
      for (const option of list.options) option.selected = values.includes(option.value);
      tell(list);
    }
    for (const { tick, checked } of ticks) {
      if (tick.checked === checked) continue;
      tick.checked = checked;
      tell(tick);
    }
  };
}

const chosen = (list: HTMLSelectElement): string[] => [...list.selectedOptions].map((option) => option.value);

/** A list in which no option is marked stands on its first that can be chosen. */
function changed(list: HTMLSelectElement): boolean {
  const marked = [...list.options].filter((option) => option.defaultSelected);
  const first = [...list.options].find((option) => !option.disabled);
  const stood = marked.length || list.multiple || !first ? marked : [first];
  return chosen(list).join('\n') !== stood.map((option) => option.value).join('\n');
}

function tell(part: HTMLElement): void {
  part.dispatchEvent(new Event('input', { bubbles: true }));
  part.dispatchEvent(new Event('change', { bubbles: true }));
}
