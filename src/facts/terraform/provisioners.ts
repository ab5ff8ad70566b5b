import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { type Script, newDestruction } from '../pipelines/script-changes.ts';
import { evaluate } from './evaluate.ts';
import type { Expanded } from './expand.ts';
import { type Root, placeOf } from './root.ts';
import { NO_BINDINGS } from './scope.ts';
import { type Attribute, type Block, blocksOf } from './syntax.ts';
import { spelled } from './value.ts';

/** Commands that run on whoever applies: `local-exec`, `remote-exec`, and the program of a data source `external`. */
export function commandsIn(root: Root, cause: Edit): readonly Observation[] {
  return newDestruction(
    scriptsIn(root, root.before, 'before', cause),
    scriptsIn(root, root.after, 'after', cause),
    'likely',
  );
}

function scriptsIn(root: Root, side: Expanded, name: 'before' | 'after', cause: Edit): readonly Script[] {
  const groups = [...side.groups.values(), ...[...side.data.values()].map(({ group }) => group)];
  return groups.flatMap((group) =>
    attributesOf(group.declared.block).map((attribute): Script => {
      const { edit, range } = placeOf(root, group.declared, name, cause);
      const value = evaluate(attribute.expression, group.scope, NO_BINDINGS);
      const lines: readonly unknown[] = Array.isArray(value) ? value : [value];
      const text = spelled(
        lines.filter((line) => typeof line === 'string').join(attribute.name === 'program' ? ' ' : '\n'),
      );
      return {
        edit,
        where: group.address,
        text,
        line: range === null ? 1 : lineOf(attribute, text),
        hints: [root.folder, root.variant.name],
      };
    }),
  );
}

/** The first line of a heredoc stands below its name. */
function lineOf({ line, expression }: Attribute, text: string): number {
  return text.endsWith('\n') && expression.kind !== 'list' ? line + 1 : line;
}

function attributesOf(block: Block): readonly Attribute[] {
  const provisioners = blocksOf(block.body, 'provisioner').filter(({ labels }) =>
    /^(local|remote)-exec$/.test(labels[0] ?? ''),
  );
  const bodies =
    block.type === 'data' && block.labels[0] === 'external' ? [block.body] : provisioners.map(({ body }) => body);
  return bodies.flatMap((body) => ['command', 'inline', 'program'].flatMap((name) => body.attributes.get(name) ?? []));
}
