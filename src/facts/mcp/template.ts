import { type Arguments, textsOf } from './arguments.ts';

/** The command line that would do the same; null where an argument it needs is not given. The words of tables/mcp.yaml. */
export function fillTemplate(template: string, given: Arguments): string | null {
  const optional = template.replaceAll(/\[([^\]]*)\] ?/g, (_, part: string) => {
    const filled = fill(part, given);
    return filled === null ? '' : `${filled.replaceAll('{', '\u0001')} `;
  });
  return fill(optional, given)?.replaceAll('\u0001', '{').trim() ?? null;
}

function fill(template: string, given: Arguments): string | null {
  let isWhole = true;
  const filled = template.replaceAll(/\{(!?)([^}]+)\}/g, (_, raw: string, names: string) => {
    const found = names.split('|').flatMap((name) => {
      const texts = textsOf(given.get(name.replace(/;$/, '')));
      return texts === null ? [] : [{ texts, isJoined: name.endsWith(';') }];
    })[0];
    if (found === undefined) {
      isWhole = false;
      return '';
    }
    if (raw !== '') return found.texts.join(' ');
    return found.isJoined ? quote(found.texts.join('; ')) : found.texts.map(quote).join(' ');
  });
  return isWhole ? filled : null;
}

function quote(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
