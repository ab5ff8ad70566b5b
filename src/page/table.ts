import { html } from './html.ts';
import type { Html } from './html.ts';
import { grouped } from './numbers.ts';

export type Cell = string | number | Html;

/** Wide tables scroll by themselves, with the keyboard too. Nothing where there are no rows. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Html {
  if (rows.length === 0) return html``;
  const counts = head.map((_, i) => i > 0 && rows.every((row) => isCount(row[i] ?? '')));
  const titles = head.map((title, i) => html`<th scope="col" ${counted(counts[i])}>${title}</th>`);
  const body = rows.map(
    ([name = '', ...cells]) =>
      html`<tr>
        <th scope="row"><bdi>${typeof name === 'number' ? grouped(name) : name}</bdi></th>
        ${cells.map((cell, i) => html`<td${counted(counts[i + 1])}>${typeof cell === 'number' ? grouped(cell) : cell}</td>`)}
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

/** Figures stand under each other by their last digit; words are read from their beginning. */
function isCount(cell: Cell): boolean {
  return typeof cell === 'number' || (typeof cell === 'string' && /^[-+−–.,\d\s]*$/.test(cell));
}

function counted(is: boolean | undefined): Html {
  return is === true ? html` class="n"` : html``;
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
