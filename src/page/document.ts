import { html } from './html.ts';
import type { Html } from './html.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** A file that opens anywhere: no script, no request, and its own policy says so. */
export function copied(title: string, main: Html): string {
  const policy = html`<meta
      http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'"
    />
    <style>
      ${{ html: STYLE }}
    </style>`;
  return documentOf(title, policy, main);
}

/** What the server of the page says of one answer: the nonce that lets our own style and script run and no other. */
export type Served = { readonly base: string; readonly nonce: string };

export function served(title: string, { base, nonce }: Served, main: Html): string {
  const head = html`<meta name="robots" content="noindex" />
    <link rel="icon" href="data:," />
    <style nonce="${nonce}">
      ${{ html: STYLE }}
    </style>`;
  const body = html`<a class="skip" href="#main">Skip to the content</a>
    <header class="top">
      <a href="${base}/">guardrail</a>
      <nav aria-label="Sections">
        <ul>
          ${NAV.map(([id, name]) => html`<li><a href="${base}/#${id}">${name}</a></li>`)}
        </ul>
      </nav>
      <p id="live" role="status" aria-live="polite"></p>
    </header>
    ${main}
    <dialog id="help" aria-labelledby="help-title">
      <h2 id="help-title">Keys</h2>
      <dl class="help">
        ${KEYS.map(
          ([key, says]) =>
            html`<dt><kbd>${key}</kbd></dt>
              <dd>${says}</dd>`,
        )}
      </dl>
      <form method="dialog"><button>Close</button></form>
    </dialog>
    <script nonce="${nonce}" data-base="${base}">
      ${{ html: SCRIPT }};
    </script>`;
  return documentOf(title, head, body);
}

const NAV: readonly (readonly [id: string, name: string])[] = [
  ['asked', 'Questions'],
  ['readers', 'Readers'],
  ['contracts', 'Rules'],
  ['weeks', 'Weeks'],
  ['records', 'Records'],
  ['risk', 'Risk'],
  ['findings', 'Findings'],
  ['audit', 'Audit'],
  ['counts', 'Counts'],
];

const KEYS: readonly (readonly [key: string, says: string])[] = [
  ['j, k', 'next question, the one before'],
  ['r', 'right, a real bug'],
  ['w', 'wrong, noise'],
  ['g', 'a gap: the rule, spec or contract says too little'],
  ['u', 'unclear'],
  ['s', 'skip: it stays open'],
  ['?', 'this list'],
];

function documentOf(title: string, head: Html, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${head}
        <title>${title}</title>
      </head>
      <body>
        ${body}
      </body>
    </html> `.html;
}
