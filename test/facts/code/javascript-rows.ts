import { factsBetween } from '../text-changes.ts';
import { javascript } from '../../../src/facts/code/javascript.ts';

export type Tree = Readonly<Record<string, string>>;
/** What is told: `error-hidden/empty`; with a question mark where it is only possible. */
export type Row = readonly [name: string, after: string, told: readonly string[]];

export function told(before: Tree, after: Tree): readonly string[] {
  return factsBetween(before, after, [javascript])
    .map(({ kind, attributes }) =>
      kind === 'unreadable'
        ? `unreadable ${String(attributes['why'])}`
        : `${kind.replace('code.', '')}/${String(attributes['how'])}${attributes['certainty'] === 'possible' ? '?' : ''}`,
    )
    .sort();
}

export const MANIFEST: string = JSON.stringify({
  name: 'shop',
  private: true,
  dependencies: { express: '4', react: '18', pg: '8', zod: '3' },
  devDependencies: { vitest: '2', '@types/node': '20', rollup: '4' },
});

/** A file that comes new beside a manifest. */
export function added(path: string, text: string, others: Tree = {}): readonly string[] {
  const around = { 'package.json': MANIFEST, ...others };
  return told(around, { ...around, [path]: text });
}
