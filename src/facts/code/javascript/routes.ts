import type { Bit } from './bits.ts';
import { guardOf } from './guard-words.ts';
import { all, type Unit } from './unit.ts';

const ROUTE = /^(?:[\w$]+\.)+(get|post|put|patch|delete|all|use|head|options|route)\(\s*(['"`])([^'"`]+)\2\s*/;

/** Who asks such a path offers none. */
const CLIENT = /(?:client|http|axios|request|fetcher|agent|api|ky|got|session|gateway|sdk)\w*\.\w+$/i;

type Route = { readonly key: string; readonly path: string; readonly bit: Bit; readonly guards: readonly string[] };

export function routesIn(unit: Unit): ReadonlyMap<string, Route> {
  const found = all(unit, 'call_expression').flatMap((bit): readonly (readonly [string, Route])[] => {
    const [, verb = '', , path = ''] = ROUTE.exec(unit.bare.slice(bit.start, bit.start + 200)) ?? [];
    if (!path.startsWith('/')) return [];
    const args = bit.inside.findLast(({ type }) => type === 'arguments');
    if (!args) return [];
    if (CLIENT.test(unit.code.slice(bit.start, args.start))) return [];
    const handler = args.inside.find((one) => unit.functionOf.has(one));
    const list = unit.code.slice(args.start, handler?.start ?? args.end);
    const guards = [...list.matchAll(/[A-Za-z_$][\w$]*/g)]
      .map(([name]) => name)
      .filter(
        (name) => guardOf(name) !== null || /auth|admin|permission|guard|limiter|protect|csrf|validat/i.test(name),
      );
    return [[`${verb} ${path}`, { key: `${verb} ${path}`, path, bit, guards }]];
  });
  return new Map(found);
}
