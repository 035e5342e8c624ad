/** Figures copied one after the other by keyboard: Enter copies and goes on to the next, the arrows move without copying. */

/** As a form takes it: rupees in plain digits, paise only where there are some. */
export const plainRupees = (paise: number): string =>
  paise % 100 === 0 ? String(paise / 100) : (paise / 100).toFixed(2);

const FIGURES = 'button[data-figure]';

function neighbour(from: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(FIGURES)];
  return all[all.indexOf(from) + step];
}

/** Without a secure address (an office on http) a page may not write the clipboard; a marked field may be copied. */
async function write(text: string): Promise<boolean> {
  if (isSecureContext)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  const field = Object.assign(document.createElement('textarea'), { value: text });
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  return isDone;
}

export class Copying {
  /** What was copied last, and where it stands. */
  last: { readonly key: string; readonly text: string } | null = $state(null);

  async copy(figure: HTMLElement, { key, text }: { key: string; text: string }): Promise<void> {
    if (!(await write(text))) return;
    this.last = { key, text };
    (neighbour(figure, 1) ?? figure).focus();
  }

  move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    neighbour(event.currentTarget, step)?.focus();
  }
}
