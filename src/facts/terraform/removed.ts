import { addressOf, parseAddress, shapeOf } from './address.ts';
import type { Declared } from './module.ts';
import type { Root } from './root.ts';
import type { Scope } from './scope.ts';
import { blocksOf } from './syntax.ts';

/** What a `removed` block says of an address: https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources */
export function removalOf(root: Root, address: string): 'forget' | 'destroy' | null {
  if (!root.afterScope) return null;
  const shape = shapeOf(address);
  const names = parseAddress(shape).modules.map(({ name }) => name);
  let scope: Scope | null = root.afterScope;
  let inner = shape;
  for (const name of [...names, null]) {
    const said = saidIn(scope?.module.removed ?? [], inner);
    if (said !== null || name === null) return said;
    scope = scope?.child(name, null) ?? null;
    inner = inner.slice(`module.${name}.`.length);
  }
  return null;
}

function saidIn(removed: readonly Declared[], address: string): 'forget' | 'destroy' | null {
  for (const { path, block } of removed) {
    const from = addressOf(block.body.attributes.get('from')?.expression);
    if (!from) continue;
    const text = shapeOf(
      [...from.modules.map(({ name }) => `module.${name}`), ...(from.resource ? [from.resource.name] : [])].join('.'),
    );
    if (address !== text && !address.startsWith(`${text}.`)) continue;
    const said = blocksOf(block.body, 'lifecycle')[0]?.body.attributes.get('destroy')?.expression;
    const isKept = said ? said.kind === 'value' && said.value === false : /\.tofu(\.json)?$/.test(path); // OpenTofu forgets unless told
    return isKept ? 'forget' : 'destroy';
  }
  return null;
}
