import { html } from './html.ts';
import { STYLE } from './style.ts';

/** What is said to whoever may not see the page, or asks for one that is not there. Names nothing of the log. */
export function messagePage(
  title: string,
  says: readonly string[],
  { nonce, link }: { readonly nonce: string; readonly link: readonly [to: string, name: string] | null },
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${{ html: STYLE }}
        </style>
        <title>guardrail: ${title}</title>
      </head>
      <body>
        <main id="main">
          <h1>${title}</h1>
          ${says.map((line) => html`<p>${line}</p>`)}
          ${link === null ? html`` : html`<p><a href="${link[0]}">${link[1]}</a></p>`}
        </main>
      </body>
    </html> `.html;
}
