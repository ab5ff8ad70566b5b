import { type Expression, type Step, stepsOf } from './syntax.ts';

/** `module.db["eu"].aws_db_instance.main[0]` taken apart. */
export type Address = { readonly modules: readonly Named[]; readonly resource: Named | null };
/** `name` is `db` of a module, `aws_db_instance.main` of a resource; key null: none is written. */
export type Named = { readonly name: string; readonly key: string | null };

/** As written in `moved`, `removed` and `import`; null for what is no address. */
export function addressOf(expression: Expression | undefined): Address | null {
  const path = expression ? stepsOf(expression) : null;
  if (!path) return null;
  const words: (string | Step)[] = [path.root, ...path.steps];
  const modules: Named[] = [];
  let at = 0;
  const nameAt = (index: number): string | null => {
    const word = words[index];
    if (typeof word === 'string') return word;
    return word !== undefined && 'name' in word ? word.name : null;
  };
  const keyAt = (index: number): string | null => {
    const word = words[index];
    if (typeof word !== 'object' || !('key' in word)) return null;
    return word.key.kind === 'value' ? JSON.stringify(word.key.value) : '*';
  };
  const named = (name: string): Named => {
    const key = keyAt(at);
    if (key !== null) at++;
    return { name, key };
  };
  while (nameAt(at) === 'module' && nameAt(at + 1) !== null) {
    const name = nameAt(at + 1) ?? '';
    at += 2;
    modules.push(named(name));
  }
  if (at >= words.length) return modules.length > 0 ? { modules, resource: null } : null;
  const prefix = nameAt(at) === 'data' ? 'data.' : '';
  if (prefix !== '') at++;
  const type = nameAt(at);
  const name = nameAt(at + 1);
  if (type === null || name === null) return null;
  at += 2;
  return { modules, resource: named(`${prefix}${type}.${name}`) };
}

const PART =
  /(module)\.([^.[]+)(\[(?:"(?:[^"\\]|\\.)*"|\d+|\*)\])?\.?|((?:data\.)?[^.[]+\.[^.[]+)(\[(?:"(?:[^"\\]|\\.)*"|\d+|\*)\])?/gy;

/** As a plan prints it. */
export function parseAddress(text: string): Address {
  const modules: Named[] = [];
  let resource: Named | null = null;
  for (const [, module, name = '', key, type, index] of text.matchAll(PART)) {
    if (module !== undefined) modules.push({ name, key: key?.slice(1, -1) ?? null });
    else if (type !== undefined) resource = { name: type, key: index?.slice(1, -1) ?? null };
  }
  return { modules, resource };
}

export function printAddress({ modules, resource }: Address): string {
  const parts = modules.map(({ name, key }) => `module.${name}${key === null ? '' : `[${key}]`}`);
  if (resource) parts.push(`${resource.name}${resource.key === null ? '' : `[${resource.key}]`}`);
  return parts.join('.');
}

/** Without any key: what a block is, whatever is made of it. */
export function shapeOf(text: string): string {
  return text.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+|\*)\]/g, '');
}
