import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { allOf, around, childOf, type Node, textOf } from '../tree.ts';
import {
  argumentsOf,
  calleeOf,
  calls,
  classOf,
  decoratorsOf,
  functionAround,
  functions,
  nameOf,
  type PythonFile,
} from './file.ts';
import { said } from './said.ts';

type Feature = { readonly how: 'export' | 'route' | 'flag'; readonly name: string; readonly node: Node };

/** Routes and options by their texts, names by what `__all__` or the top of the module offers. */
function featuresOf(file: PythonFile): readonly Feature[] {
  const routes = functions(file).flatMap((one) =>
    decoratorsOf(file, one).flatMap((mark): readonly Feature[] => {
      const path = /^[\w.]+\.(?:route|get|post|put|patch|delete|websocket|head|api_route)\(\s*["'](\/[^"']*)["']/.exec(
        mark,
      )?.[1];
      const flag = /^(?:\w+\.)?option\(\s*["'](--?[\w-]+)/.exec(mark)?.[1];
      return [
        ...(path === undefined ? [] : [{ how: 'route' as const, name: path, node: one }]),
        ...(flag === undefined ? [] : [{ how: 'flag' as const, name: flag, node: one }]),
      ];
    }),
  );
  const flags = calls(file).flatMap((one): readonly Feature[] => {
    if (!calleeOf(file, one).endsWith('.add_argument')) return [];
    const name = argumentsOf(one)
      .map((arg) => /^["'](--[\w-]+)["']$/.exec(textOf(file, arg, 80))?.[1])
      .find((found) => found !== undefined);
    return name === undefined ? [] : [{ how: 'flag', name, node: one }];
  });
  const urls = calls(file).flatMap((one): readonly Feature[] => {
    if (!/^(path|re_path|url)$/.test(calleeOf(file, one)) || !file.path.endsWith('urls.py')) return [];
    const name = /^r?["']([^"']*)["']/.exec(textOf(file, argumentsOf(one)[0], 200))?.[1];
    return name === undefined ? [] : [{ how: 'route', name: name || '(root)', node: one }];
  });
  const offered = [
    ...functions(file).filter((one) => classOf(one) === null && functionAround(one) === null),
    ...allOf(file, 'class_definition').filter(
      (one) => functionAround(one) === null && around(one, 'class_definition') === null,
    ),
  ];
  const names = offered.flatMap((one): readonly Feature[] => {
    const name = nameOf(file, one);
    return name.startsWith('_') || /^test/i.test(name)
      ? []
      : [{ how: 'export', name, node: childOf(one, 'identifier') ?? one }];
  });
  return [...routes, ...flags, ...urls, ...names];
}

export function features(before: PythonFile, after: PythonFile, elsewhere: string): readonly Sighting[] {
  const left = new Set(featuresOf(after).map(({ how, name }) => `${how} ${name}`));
  const words = new Set(`${after.text}\n${elsewhere}`.match(/\w+/g) ?? []);
  return featuresOf(before).flatMap(({ how, name, node }): readonly Sighting[] => {
    if (left.has(`${how} ${name}`)) return [];
    const isStill = how === 'export' ? words.has(name) : after.text.includes(name) || elsewhere.includes(name);
    if (isStill) return [];
    const isListed =
      how === 'export' && new RegExp(`__all__[^\\]]{0,4000}["']${name}["']`).test(before.text.slice(0, 60_000));
    const certainty: Certainty = how === 'export' ? (isListed ? 'likely' : 'possible') : 'likely';
    const what =
      how === 'route'
        ? `the route ${name}`
        : how === 'flag'
          ? `the option ${name}`
          : `${name}, which others may import,`;
    return [
      {
        ...said(before, node, 'code.feature-removed', how, name, certainty, `${what} is gone`),
        range: { from: node.from, to: node.from },
      },
    ];
  });
}
