import { html } from './html.ts';
import type { Html } from './html.ts';

export type Cell = string | number | Html;

/** Wide tables scroll by themselves, with the keyboard too. Nothing where there are no rows. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  if (rows.length === 0) return html``;
  const titles = head.map((title) => html`<th scope="col">${title}</th>`);
  const body = rows.map(
    ([name = '', ...cells]) =>
      html`<tr>
        <th scope="row"><bdi>${name}</bdi></th>
        ${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr> `,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${titles}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div> `;
}

/** The same numbers for whoever cannot see a picture, or wants to copy them. */
export function asTable(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  if (rows.length === 0) return html``;
  return html`<details>
    <summary>${caption}: the same as a table</summary>
    ${table(caption, head, rows)}
  </details>`;
}

/** Of a long list the first so many; the rest is counted, never left out in silence. */
export function firstOf<T>(all: readonly T[], most: number): { readonly shown: readonly T[]; readonly rest: number } {
  return { shown: all.slice(0, most), rest: Math.max(0, all.length - most) };
}
