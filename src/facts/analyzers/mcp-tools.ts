import type { Content } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { parseToolTable } from '../mcp/table.ts';
import { type ToolAction, translate } from '../mcp/translate.ts';
import { pathInScene } from '../shell/place.ts';
import { readCommand } from '../tools/read.ts';

/** What a tool of an MCP server would do, by one table: much of it is a command line in other words, and is judged as one. */
export const mcpTools: Analyzer = {
  id: 'mcp-tools',
  reads: () => false,
  grammars: (input) => (toolsIn(input).length === 0 ? [] : ['mcp']),
  needs: (input) => {
    try {
      return look(input).missing;
    } catch {
      return []; // asked once before the table is there; facts() says so where it never comes
    }
  },
  facts: (input) => look(input).seen,
};

function toolsIn({ call }: AnalyzerInput): readonly ToolAction[] {
  return (call?.actions ?? []).flatMap((action) => (action.kind === 'tool' ? [action] : []));
}

function look(input: AnalyzerInput): { readonly missing: readonly string[]; readonly seen: readonly Observation[] } {
  const { call, files } = input;
  const actions = toolsIn(input);
  if (call === undefined || actions.length === 0) return { missing: [], seen: [] };
  const table = parseToolTable(input.grammars.table('mcp'));
  const missing = new Set<string>();
  const file = (path: string): Content | null => {
    const name = pathInScene(path, call.scene);
    const sides = files.get(name);
    if (sides === undefined) missing.add(name);
    return sides?.after ?? null;
  };
  const seen = actions.flatMap((action) => {
    const told = translate(action, table);
    return told.kind === 'seen' ? told.seen : readCommand(told.action, { scene: call.scene, file });
  });
  return { missing: [...missing], seen };
}
