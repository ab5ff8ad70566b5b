import type { Invocation, Surroundings, Word } from './invocation.ts';
import { forEachChild, parseShell, type SyntaxNode, type WordNode } from './parse.ts';

/** Every program that a command line would start. */
export function invocationsOf(text: string, around: Surroundings): readonly Invocation[] {
  const found: Invocation[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name !== undefined) {
      const program = wordOf(node.name);
      found.push({
        tool: toolOf(program.text),
        program,
        args: node.suffix.flatMap((one) => (one.type === 'Word' ? [wordOf(one)] : [])),
        line: text.slice(0, node.pos).split('\n').length,
        shell: 'sh',
        cwd: around.scene.cwd,
        env: around.scene.variables,
        assigned: {},
        redirects: [],
        input: { kind: 'none' },
        pipedTo: null,
        through: [],
        programs: [],
        certainty: 'certain',
      });
    }
    forEachChild(node, visit);
  };
  visit(parseShell(text));
  return found;
}

function wordOf(node: WordNode): Word {
  return { text: node.value, known: node.parts === undefined, source: node.text, glob: false };
}

function toolOf(program: string): string {
  return program
    .replace(/^.*[/\\]/, '')
    .toLowerCase()
    .replace(/\.(exe|cmd|bat)$/, '');
}
