import { type Asked, placeOf } from './asked.ts';
import { askedOfToml } from './toml.ts';

/** requirements.txt: a requirement, an address, or an option on each line. */
export function askedOfRequirements(text: string): readonly Asked[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const line = raw.replace(/(^|\s)#(?!egg=).*$/, '').trim();
    return /^-(?!e\s|-editable)/.test(line) ? [] : requirement(line.replace(/^(-e|--editable)\s+/, ''), index + 1);
  });
}

/** As PEP 508 writes it: `name[extra]>=1`, `name @ git+https://…`; pip also takes an address alone. */
function requirement(line: string, number: number): readonly Asked[] {
  if (line === '' || /^(\.{0,2}\/|\.$)/.test(line)) return [];
  const alone = /^(?:git|hg|svn|https?|ssh|file)(?:\+\w+)?:/.test(line);
  const name = alone
    ? (/[#&]egg=([\w.-]+)/.exec(line)?.[1] ??
      /\/([\w.-]+?)(?:\.git|-\d[\w.]*)?(?:\.(?:tar\.gz|zip|whl))?(?:[@#?].*)?$/.exec(line)?.[1])
    : /^([A-Za-z0-9][\w.-]*)/.exec(line)?.[1];
  if (name === undefined) return [];
  const address = alone ? line : /^[\w.-]+(?:\[[^\]]*\])?\s*@\s*(\S+)/.exec(line)?.[1];
  const asked = { name, real: name, line: number };
  if (address === undefined) return [{ ...asked, source: 'registry', from: '' }];
  if (/^(git|hg|svn)\+/.test(address))
    return [{ ...asked, source: 'git', from: placeOf(address.replace(/@[\w./-]+(#.*)?$/, '')) }];
  return address.startsWith('file:')
    ? [{ ...asked, source: 'path', from: '' }]
    : [{ ...asked, source: 'url', from: placeOf(address) }];
}

/** pyproject.toml: strings of PEP 621 and PEP 735 lists, and Poetry's tables. */
export function askedOfPyproject(text: string): readonly Asked[] {
  const found: Asked[] = [...askedOfToml(text)];
  let section = '';
  let inside = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const head = /^\s*\[+([^\][]+)\]+\s*$/.exec(line)?.[1];
    if (head !== undefined) [section, inside] = [head.trim(), false];
    const starts = opensList(section, line);
    if (starts || inside) {
      for (const [, item = ''] of line.replace(/\s#.*$/, '').matchAll(/"([^"]+)"|'([^']+)'/g))
        found.push(...requirement(item.trim(), index + 1));
      inside = !/\]\s*,?\s*(#.*)?$/.test(line);
    }
  }
  return found;
}

function opensList(section: string, line: string): boolean {
  if (section === 'project' || section === 'tool.uv')
    return /^\s*(dev-|optional-|override-|constraint-)?dependencies\s*=\s*\[/.test(line);
  if (section === 'build-system') return /^\s*requires\s*=\s*\[/.test(line);
  return (
    /^(project\.optional-dependencies|dependency-groups|tool\.pdm\.dev-dependencies)$/.test(section) &&
    /^\s*[\w.-]+\s*=\s*\[/.test(line)
  );
}
