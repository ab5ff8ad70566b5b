import type { Node, Shipped } from '../../model/document.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { compileFailureModels } from '../../policy/failure-model.ts';

/** `failure-models/README.md`: every shipped failure model by domain, what is asked, what may refuse a push, and what it was tried on. */
export function indexFailureModels(shipped: Shipped): string {
  const { models } = compileFailureModels({ name: 'shipped', files: [], shipped, parse: neverParse });
  const domains = [...new Set(models.map(({ domain }) => domain))];
  return [
    '# Shipped failure models',
    '',
    'Generated from the files beside it; `test/failure-models.test.ts` fails when it is not what they say.',
    `${models.length} of them, in ${domains.length} domains; ${models.filter(({ blocks }) => blocks !== 'never').length} may refuse a push, and the rest is told.`,
    'A repository adds its own in `.guardrail/failure-models/<domain>/<name>.yaml`; one with the id of a shipped one takes its place.',
    '',
    ...domains.flatMap((domain) => section(domain, models, shipped)),
  ].join('\n');
}

function section(domain: string, models: readonly FailureModel[], shipped: Shipped): readonly string[] {
  return [
    `## ${domain}`,
    '',
    ...models
      .filter((model) => model.domain === domain)
      .flatMap((model) => {
        const root = shipped.documents.find(({ file }) => file === model.source.file)?.root ?? null;
        return modelLines(model, root);
      }),
    '',
  ];
}

function modelLines(model: FailureModel, root: Node | null): readonly string[] {
  const { id, title, question, fix, origin, detector, source } = model;
  const marks = [model.severity, ...(model.mode === 'aware' ? ['aware'] : []), `blocks: ${model.blocks}`];
  const file = source.file.replace(/^failure-models\//, '');
  return [
    `- **[\`${id}\`](${file})** (${marks.join('; ')}): ${title}`,
    `  - asked: ${question}`,
    `  - instead: ${fix}`,
    ...(detector === null ? [] : [`  - detector: \`${detector.fact}\``]),
    `  - origin: ${origin}`,
    ...casesOf(root).map((one) => `  - ${one}`),
  ];
}

/** `an empty catch: found` */
function casesOf(root: Node | null): readonly string[] {
  const cases = root?.kind === 'map' ? root.entries.find(({ key }) => key === 'cases')?.value : undefined;
  const items = cases?.kind === 'list' ? cases.items : [];
  return items.map((item) => `${textAt(item, 'name')}: ${textAt(item, 'expect')}`);
}

function textAt(node: Node, key: string): string {
  const value = node.kind === 'map' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
  return value?.kind === 'value' ? String(value.value) : '';
}

function neverParse(): never {
  throw new Error('read the shipped failure models: they are parsed already');
}
