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

/** Nothing is longer on a page: who must see the rest reads it where it stands. */
const MOST_SHOWN = 2_000;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control, bidirectional, invisible and tag characters are shown, not obeyed: a branch name must not repaint the page that names it. */
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}|\p{Surrogate}/gu;

function escapeHtml(text: string): string {
  const shown = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}… (${text.length} characters)` : text;
  return shown.replaceAll(/[&<>"']/g, (c) => ENTITIES[c] ?? c).replaceAll(ACTING, codeOf);
}

function codeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xff_ff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
