import { html } from './html.ts';
import type { Html } from './html.ts';

/** The plane of a figure from 0 to 1 on both axes, with room for its numbers. */
export type Plane = { readonly x: (value: number) => string; readonly y: (value: number) => string };

const SIZE = 300;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 10;

export function plane(): Plane {
  return {
    x: (value) => (LEFT + value * (SIZE - LEFT - 12)).toFixed(1),
    y: (value) => (SIZE - BOTTOM - value * (SIZE - BOTTOM - TOP)).toFixed(1),
  };
}

export function square(says: string, across: string, up: string, drawn: Html): Html {
  const { x, y } = plane();
  const ticks = [0, 0.5, 1].map(
    (at) =>
      html`<line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${y(0)}" y2="${y(1)}" />
        <line class="grid" x1="${x(0)}" x2="${x(1)}" y1="${y(at)}" y2="${y(at)}" />
        <text x="${x(at)}" y="${SIZE - 19}" text-anchor="middle">${at}</text>
        <text x="${LEFT - 5}" y="${y(at)}" text-anchor="end" dominant-baseline="middle">${at}</text>`,
  );
  return html`<svg class="square" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="${says}">
    ${ticks}
    <text x="${x(0.5)}" y="${SIZE - 4}" text-anchor="middle">${across}</text>
    <text x="11" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 11 ${y(0.5)})">${up}</text>
    ${drawn}
  </svg>`;
}

/** Part of the page by its name: what is fetched anew when the log has grown. */
export function part(id: string, title: string, body: Html): Html {
  return html`<section id="${id}" data-part aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section>`;
}
