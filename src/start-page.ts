/**
 * A visitor of a machine whose database does not start reads why, instead of a browser's "cannot connect". Only under the service: at a
 * terminal the one sentence stands before the person who can act on it.
 */
import type { ServerResponse } from 'node:http';
import type { Life } from '#platform/life.server.ts';
import type { Serving } from '#platform/serve.server.ts';
import type { StartFault } from '#platform/start-faults.server.ts';

/** Then the process ends, and the service starts it again: it tries by itself. */
const SHOWN_MS = 20_000;
const LOOK_MS = 200;

export async function showWhy(serving: Serving, fault: StartFault, life: Life): Promise<void> {
  const page = await pageOf(fault);
  serving.attach({
    handler: (_request, response: ServerResponse) => {
      response.writeHead(503, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'retry-after': '20',
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      });
      response.end(page);
    },
    ready: () => Promise.resolve(false),
  });
  for (const end = Date.now() + SHOWN_MS; Date.now() < end; await new Promise((go) => setTimeout(go, LOOK_MS)))
    life.check();
}

async function pageOf(fault: StartFault): Promise<string> {
  const { m } = await import('#ui/sentences/messages.js');
  const says = (['en', 'hi', 'ur'] as const).map(
    (
      locale,
    ) => `<section lang="${locale}" dir="${locale === 'ur' ? 'rtl' : 'ltr'}"><h1>${m.machine_starting_title({}, { locale })}</h1>
<p>${m.machine_starting_text({}, { locale })}</p></section>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="20"><title>Bakhiya</title>
<style>body{font:18px/1.6 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.3rem}code{white-space:pre-wrap}</style>
${says.join('\n')}<p><code dir="ltr">${escaped(fault.message)}</code></p></html>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
