/** A file that arrives piece by piece while its maker still writes. */

/** @throws Error when it is refused or breaks off */
export async function received(
  form: HTMLFormElement,
  onBytes: (bytes: number) => void,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  const response = await fetch(form.action, { method: 'POST', body: new FormData(form) });
  if (!response.ok || !response.body) throw new Error(String(response.status));
  const reader = response.body.getReader();
  const parts: BlobPart[] = [];
  let bytes = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    onBytes((bytes += value.length));
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'audit-pack.zip';
  return { name, blob: new Blob(parts, { type: 'application/zip' }) };
}
