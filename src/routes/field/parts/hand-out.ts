/** Gives a text out as a file: through the phone's share sheet where there is one, else as a download. */
export async function handOut(text: string, name: string): Promise<boolean> {
  const file = new File([text], name, { type: 'application/json' });
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (fault) {
      // She closed the sheet; anything else is answered by the download.
      if (fault instanceof DOMException && fault.name === 'AbortError') return false;
    }
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return true;
}
