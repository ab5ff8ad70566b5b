/** Markup that is already escaped; everything else is text. */
export type Html = { readonly html: string };
type Piece = string | number | Html | readonly Html[];

/** Every value is escaped unless it was made by this same tag: forgetting to escape is not possible. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const text = parts.reduce((all, part, i) => all + part + (i < values.length ? pieceOf(values[i] ?? '') : ''), '');
  return { html: text };
}

function pieceOf(piece: Piece): string {
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return 'html' in piece ? piece.html : piece.map((each) => each.html).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control and bidirectional characters are shown, not obeyed: a branch name must not repaint the page that names it. */
function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (c) => ENTITIES[c] ?? c)
    .replaceAll(
      /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu,
      codeOf,
    );
}

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
