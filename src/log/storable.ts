/** SQLite ends a text at a NUL and writes U+FFFD for a lone surrogate, so two paths would become one: both are spelled out. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\\0').replaceAll(/\p{Surrogate}/gu, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}
